// Promotions: batches of rows that come from a spreadsheet, and the clock of prices that they are in effect by.
#pragma once

#include <memory>
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
  friend bool operator==(const PromotionFile& one, const PromotionFile& other);
};

/// The same rows, imported as often as there are times: a batch that comes twice has two of them, one that is late a
/// time behind that of its rows.
struct PromotionBatch {
  PromotionFile file;
  std::vector<Duration> at{Duration::zero()};
  friend bool operator==(const PromotionBatch&, const PromotionBatch&) = default;
};

/// The first line names the columns, in any order; `until` may be left out, and its cells be empty.
Result<std::vector<ImportPromotion>, sim::CsvProblem> read_promotions(std::string_view text);

/// `campaign`, who imports, and `price-clock`, who tells each price of the batches how late it is by its own clock,
/// whenever a row of theirs begins or ends.
std::vector<ClientScript> promotion_clients(const std::vector<PromotionBatch>& batches);

}  // namespace crisper::smart_fridge
