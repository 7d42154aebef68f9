// sold_at_most_loaded: nobody is sold a meal that was never loaded, nor found by a report that the book follows.
#include <fmt/format.h>

#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class SoldAtMostLoaded final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const auto event = fridge_event(seen);
    if (!event) return;
    if (event->what == FridgeEvent::What::loaded) {
      rows_[StockKey{seen.stream, event->meal}].loaded += event->quantity;
    } else if (event->what == FridgeEvent::What::found) {
      rows_[StockKey{seen.stream, event->meal}].found += event->quantity;
    } else if (event->what == FridgeEvent::What::confirmed) {
      look();
      Row& row = rows_[StockKey{seen.stream, event->meal}];
      row.sold += event->quantity;
      if (row.sold > row.loaded + row.found) {
        violate(seen.at, {row.last_sale, id}, [&] {
          return fmt::format("{} sold {} of meal {}, but was loaded with only {}{}", names().stream(seen.stream),
                             row.sold, event->meal.value, row.loaded,
                             row.found == 0 ? "" : fmt::format(", and {} were found there", row.found));
        });
      }
      row.last_sale = id;
    }
  }

 private:
  struct Row {
    Quantity loaded = 0;
    Quantity found = 0;
    Quantity sold = 0;
    ObservationId last_sale;
  };
  OrderedTable<StockKey, Row> rows_;
};

}  // namespace

PropertyEntry laws::sold_at_most_loaded() {
  return entry<SoldAtMostLoaded>({.name = "sold_at_most_loaded",
                                  .meaning = "no more of a meal is sold than was loaded, or found by a report",
                                  .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
