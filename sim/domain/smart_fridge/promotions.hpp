// Promotions: batches of rows that come from a spreadsheet, and the clock of prices that they are in effect by.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"
#include "core/client/intent.hpp"
#include "core/domain/smart_fridge/price.hpp"
#include "sim/scenario/csv.hpp"

namespace crisper::smart_fridge {

/// A file of rows: `id,meal,price,from,until`; without a path, rows that the scenario has itself.
struct PromotionFile {
  std::string path;  ///< absolute, or beside the scenario
  std::shared_ptr<const std::vector<ImportPromotion>> rows{};
  std::shared_ptr<const std::vector<int>> lines{};  ///< where they stand in the file; no part of what they say
  friend bool operator==(const PromotionFile& one, const PromotionFile& other);
};

/// The same rows, imported as often as there are times: a batch that comes twice has two of them, one that is late a
/// time behind that of its rows.
struct PromotionBatch {
  PromotionFile file;
  std::vector<Duration> at{Duration::zero()};
  friend bool operator==(const PromotionBatch&, const PromotionBatch&) = default;
};

struct PromotionRows {
  std::vector<ImportPromotion> rows;
  std::vector<int> lines;  ///< of each, from 1
};

/// The first line names the columns, in any order; `until` may be left out, and its cells be empty.
Result<PromotionRows, sim::CsvProblem> read_promotions(std::string_view text);

/// A row whose id is that of another meal's promotion.
struct PromotionClash {
  std::size_t batch = 0;
  std::size_t row = 0;
  MealId other;
};

/// The first that clashes with one before it, of any batch: an id is one promotion's. Empty: there is none.
std::optional<PromotionClash> clash_in(const std::vector<PromotionBatch>& batches);

/// `campaign`, who imports, and `price-clock`, who tells each price of the batches how late it is by its own clock,
/// whenever a row of theirs begins or ends.
std::vector<ClientScript> promotion_clients(const std::vector<PromotionBatch>& batches);

}  // namespace crisper::smart_fridge
