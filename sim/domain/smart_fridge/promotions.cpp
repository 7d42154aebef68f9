#include "sim/domain/smart_fridge/promotions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sim/domain/smart_fridge/script_writer.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::smart_fridge {
namespace {

constexpr auto columns = std::to_array<std::string_view>({"id", "meal", "price", "from", "until"});
constexpr std::size_t needed = 4;  // of them
constexpr Duration latest = std::chrono::hours(2400);
constexpr std::int64_t number_max = 1'000'000'000;

class BatchReader {
 public:
  explicit BatchReader(std::string_view text) : lines_(text) {}

  Result<PromotionRows, sim::CsvProblem> read() {
    if (lines_.next()) {
      read_header();
    } else if (!lines_.problem()) {
      fail(1, "expected the names of the columns: id,meal,price,from,until");
    }
    while (!problem_ && lines_.next()) read_row();
    if (lines_.problem()) return failure(*lines_.problem());
    if (problem_) return failure(*problem_);
    return std::move(read_);
  }

 private:
  void fail(int column, std::string message) {
    if (!problem_) problem_ = sim::CsvProblem{std::max(1, lines_.number()), column, std::move(message)};
  }

  void read_header() {
    for (const sim::CsvCell& cell : lines_.cells()) {
      const auto known = std::ranges::find(columns, cell.text);
      if (known == columns.end()) {
        return fail(cell.column, fmt::format("'{}' is no column of promotions: id, meal, price, from, until",
                                             cell.text.substr(0, 60)));
      }
      const auto column = static_cast<std::size_t>(known - columns.begin());
      if (std::ranges::find(order_, column) != order_.end()) {
        return fail(cell.column, fmt::format("two columns are called '{}'", cell.text));
      }
      order_.push_back(column);
    }
    for (std::size_t i = 0; i < needed; ++i) {
      if (std::ranges::find(order_, i) == order_.end()) fail(1, fmt::format("there is no column '{}'", columns[i]));
    }
  }

  void read_row() {
    const std::vector<sim::CsvCell>& cells = lines_.cells();
    if (cells.size() != order_.size()) {
      return fail(1, fmt::format("expected {} cells, as the first line has, not {}", order_.size(), cells.size()));
    }
    ImportPromotion row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.empty() && order_[i] >= needed) continue;
      switch (order_[i]) {
        case 0: row.promotion.value = static_cast<std::uint64_t>(number(cells[i])); break;
        case 1: row.meal.value = static_cast<std::uint64_t>(number(cells[i])); break;
        case 2: row.price.value = number(cells[i]); break;
        case 3: row.from = time(cells[i]); break;
        default: row.until = time(cells[i]); break;
      }
    }
    const bool is_empty = row.until != Duration::zero() && row.until <= row.from;
    if (is_empty) fail(1, "a promotion that ends before it begins");
    read_.rows.push_back(row);
    read_.lines.push_back(lines_.number());
  }

  std::int64_t number(const sim::CsvCell& cell) {
    const sim::FromText<std::int64_t> read = sim::integer_from(cell.text);
    if (read && *read > 0 && *read <= number_max) return *read;
    fail(cell.column, fmt::format("expected a number from 1 on, not '{}'", cell.text));
    return 1;
  }

  Duration time(const sim::CsvCell& cell) {
    const sim::FromText<Duration> read = sim::duration_from(cell.text);
    if (read && *read >= Duration::zero() && *read <= latest) return *read;
    fail(cell.column, fmt::format("expected a time such as 2s or 1500ms, not '{}'", cell.text));
    return {};
  }

  sim::CsvLines lines_;
  std::vector<std::size_t> order_;  ///< of the file's columns
  PromotionRows read_;
  std::optional<sim::CsvProblem> problem_;
};

/// When something begins or ends, meal by meal.
std::map<MealId, std::set<Duration>> times_of(const std::vector<PromotionBatch>& batches) {
  std::map<MealId, std::set<Duration>> times;
  for (const PromotionBatch& batch : batches) {
    if (!batch.file.rows) continue;
    for (const ImportPromotion& row : *batch.file.rows) {
      times[row.meal].insert(row.from);
      if (row.until != Duration::zero()) times[row.meal].insert(row.until);
    }
  }
  for (auto& [meal, at] : times) at.erase(Duration::zero());  // a price's time begins there
  return times;
}

}  // namespace

bool operator==(const PromotionFile& one, const PromotionFile& other) {
  if (one.rows == other.rows) return true;
  return one.rows && other.rows && std::ranges::equal(*one.rows, *other.rows);
}

Result<PromotionRows, sim::CsvProblem> read_promotions(std::string_view text) { return BatchReader(text).read(); }

std::optional<PromotionClash> clash_in(const std::vector<PromotionBatch>& batches) {
  std::map<PromotionId, MealId> known;
  for (std::size_t batch = 0; batch < batches.size(); ++batch) {
    const auto& rows = batches[batch].file.rows;
    for (std::size_t row = 0; rows && row < rows->size(); ++row) {
      const ImportPromotion& here = (*rows)[row];
      const auto [before, is_new] = known.emplace(here.promotion, here.meal);
      if (before->second != here.meal) return PromotionClash{.batch = batch, .row = row, .other = before->second};
    }
  }
  return std::nullopt;
}

std::vector<ClientScript> promotion_clients(const std::vector<PromotionBatch>& batches) {
  if (batches.empty()) return {};
  ScriptWriter campaign("campaign", "campaign", false, campaign_client);
  for (const PromotionBatch& batch : batches) {
    for (const Duration at : batch.at) {
      if (!batch.file.rows) continue;
      for (const ImportPromotion& row : *batch.file.rows) {
        campaign.send(sim_start + at, {}, price_stream_of(row.meal), row);
      }
    }
  }
  ScriptWriter clock("price-clock", "price-clock", false, price_clock_client);
  for (const auto& [meal, times] : times_of(batches)) {
    for (const Duration at : times) {
      clock.send(sim_start + at, {}, price_stream_of(meal), AdvanceTime{.meal = meal, .now = at});
      clock.restate();
    }
  }
  campaign.sort();
  clock.sort();
  clock.go_by_clock();
  std::vector<ClientScript> clients;
  clients.push_back(campaign.take());
  clients.push_back(clock.take());
  return clients;
}

}  // namespace crisper::smart_fridge
