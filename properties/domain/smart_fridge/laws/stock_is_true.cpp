// stock_is_true: once all is quiet, what a fridge's book says is in it (for sale or promised) lies there, of each meal
// that the fridge has counted and reported since it last changed there. The world says what lies where, and when it was
// counted; no book has a say in it.
#include <fmt/format.h>

#include <algorithm>

#include "core/domain/smart_fridge/report.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class StockIsTrue final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::world_changed) {
      there_[StockKey{seen.stream, MealId{seen.message.value}}] = {seen.a, id};
    } else if (seen.kind == ObservationKind::world_counted) {
      counts_[Count{seen.stream, static_cast<std::uint64_t>(seen.a)}] = id;
    } else if (const auto* report = body_as<FridgeReported>(seen.payload)) {
      reported(*report, seen.stream);
    } else if (const auto event = fridge_event(seen); event && change_in_fridge(*event) != 0) {
      Amount& book = book_[StockKey{seen.stream, event->meal}];
      book.quantity += change_in_fridge(*event);
      book.last = id;
    }
  }

 private:
  struct Amount {
    Quantity quantity = 0;
    ObservationId last;
  };
  struct Count {
    StreamId fridge;
    std::uint64_t number = 0;
    friend bool operator==(const Count&, const Count&) = default;
    std::uint64_t hash() const { return mix_bits(fridge.value ^ mix_bits(number + 1)); }
  };

  /// A report is of when the fridge counted, however late it comes, and of the meals that it names.
  void reported(const FridgeReported& report, StreamId fridge) {
    const ObservationId* counted = counts_.find(Count{fridge, report.number});
    if (!counted) return;
    for (const MealBook& each : report.counts) {
      ObservationId& latest = counted_[StockKey{fridge, each.meal}];
      latest = std::max(latest, *counted);
    }
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const auto& [key, counted] : counted_) {
      const Amount there = amount_of(there_, key), book = amount_of(book_, key);
      if (counted < there.last) continue;
      look();
      if (!end.quiet || book.quantity == there.quantity) continue;  // a correction may be under way
      violate(end.at, {there.last, counted, book.last}, [&, &row = key] {
        return fmt::format("the book of {} has {} of meal {}, and {} lie there, which it has reported since",
                           names().stream(row.fridge), book.quantity, row.meal.value, there.quantity);
      });
    }
    if (!end.quiet && observed() > 0) leave_open(end.trouble());
  }

  using Amounts = OrderedTable<StockKey, Amount>;
  /// Nothing where nobody ever said anything of it.
  static Amount amount_of(const Amounts& amounts, const StockKey& key) {
    const Amount* found = amounts.find(key);
    return found ? *found : Amount{};
  }

  Amounts there_;
  Amounts book_;
  OrderedTable<Count, ObservationId> counts_;
  OrderedTable<StockKey, ObservationId> counted_;  ///< by the latest of what was reported
};

}  // namespace

PropertyEntry laws::stock_is_true() {
  return entry<StockIsTrue>({.name = "stock_is_true",
                             .meaning = "what a fridge's book has lies in it, once it has reported",
                             .wants = {ObservationKind::event_appended, ObservationKind::world_changed,
                                       ObservationKind::world_counted}});
}

}  // namespace crisper::smart_fridge
