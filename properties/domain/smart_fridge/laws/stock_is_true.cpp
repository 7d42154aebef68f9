// stock_is_true: once all is quiet, what a fridge's book says is in it (for sale or promised) lies there, wherever the
// fridge has reported since anything there last changed. The world says what lies where; no book has a say in it.
#include <fmt/format.h>

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
    } else if (body_as<FridgeReported>(seen.payload)) {
      reported_[seen.stream] = id;
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

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const auto& [key, there] : there_) {
      const ObservationId* reported = reported_.find(key.fridge);
      if (!reported || *reported < there.last) continue;
      look();
      if (!end.quiet) continue;  // a correction may be under way
      const Amount* book = book_.find(key);
      const Quantity booked = book ? book->quantity : 0;
      if (booked == there.quantity) continue;
      violate(end.at, {there.last, *reported, book ? book->last : ObservationId{}}, [&, &row = key, &lies = there] {
        return fmt::format("the book of {} has {} of meal {}, and {} lie there, which it has reported since",
                           names().stream(row.fridge), booked, row.meal.value, lies.quantity);
      });
    }
    if (!end.quiet && observed() > 0) leave_open(end.trouble());
  }

  OrderedTable<StockKey, Amount> there_;
  OrderedTable<StockKey, Amount> book_;
  OrderedTable<StreamId, ObservationId> reported_;
};

}  // namespace

PropertyEntry laws::stock_is_true() {
  return entry<StockIsTrue>({.name = "stock_is_true",
                             .meaning = "what a fridge's book has lies in it, once it has reported",
                             .wants = {ObservationKind::event_appended, ObservationKind::world_changed}});
}

}  // namespace crisper::smart_fridge
