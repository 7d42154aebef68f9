// stock_never_negative: no fridge ever promises more of a meal than it has.
#include <fmt/format.h>

#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class StockNeverNegative final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const auto event = fridge_event(seen);
    if (!event) return;
    look();
    const Quantity change = change_of_stock(*event);
    if (change == 0) return;
    Row& row = rows_[StockKey{seen.stream, event->meal}];
    row.stock += change;
    if (change < 0 && row.stock < 0) {
      violate(seen.at, {row.last_taken, id}, [&] {
        return fmt::format("{} has {} of meal {} for sale", names().stream(seen.stream), row.stock, event->meal.value);
      });
    }
    if (change < 0) row.last_taken = id;
  }

 private:
  struct Row {
    Quantity stock = 0;
    ObservationId last_taken;
  };
  OrderedTable<StockKey, Row> rows_;
};

}  // namespace

PropertyEntry laws::stock_never_negative() {
  return entry<StockNeverNegative>({.name = "stock_never_negative",
                                    .meaning = "no fridge ever promises more of a meal than it has",
                                    .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
