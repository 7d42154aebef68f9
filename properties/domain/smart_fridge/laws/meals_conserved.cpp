// meals_conserved: every meal that was loaded is for sale, set aside, sold or gone, and only one of these.
//
// Two books are kept that an error can't change alike. The shelf book believes every event: a release puts back what
// it says, a confirmation sells what it says. The order book knows what each order has open, and closes no more than
// that. Ending a reservation twice, or one that was never made, moves the first book and not the second. What handlers
// believed when they decided (`available` of a refusal, `expected` of a report) must agree with the books, too.
#include <fmt/format.h>

#include <algorithm>

#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class MealsConserved final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const auto event = fridge_event(seen);
    if (!event) return;
    look();
    Shelf& shelf = shelves_[StockKey{seen.stream, event->meal}];
    check_belief(seen, id, *event, shelf);
    shelf.for_sale += change_of_stock(*event);
    switch (event->what) {
      case FridgeEvent::What::found:
      case FridgeEvent::What::loaded: shelf.loaded += event->quantity; break;
      case FridgeEvent::What::removed: shelf.removed += event->quantity; break;
      case FridgeEvent::What::reserved: shelf.reserved += event->quantity; break;
      case FridgeEvent::What::confirmed: shelf.sold += event->quantity; break;
      default: break;
    }
    if (event->order.value != 0 && event->what != FridgeEvent::What::refused) {
      OpenOrder& order = orders_[ReservationKey{seen.stream, event->order, event->meal}];
      if (event->what == FridgeEvent::What::reserved) {
        order.open += event->quantity;
      } else {
        const Quantity closed = std::min(order.open, event->quantity);
        order.open -= closed;
        shelf.reserved -= closed;
      }
      check_sum(seen, order.last, id, event->meal, shelf);
      order.last = id;
    } else {
      check_sum(seen, shelf.last, id, event->meal, shelf);
    }
    shelf.last = id;
  }

 private:
  struct Shelf {
    Quantity loaded = 0;
    Quantity for_sale = 0;  ///< the shelf book
    Quantity sold = 0;
    Quantity removed = 0;
    Quantity reserved = 0;  ///< the order book's sum
    Quantity known_difference = 0;
    ObservationId last;
  };
  struct OpenOrder {
    Quantity open = 0;
    ObservationId last;
  };

  void check_belief(const Observation& seen, ObservationId id, const FridgeEvent& event, const Shelf& shelf) {
    const bool refused = event.what == FridgeEvent::What::refused;
    if (!refused && event.what != FridgeEvent::What::reported) return;
    const Quantity truth = refused ? shelf.for_sale : shelf.for_sale + shelf.reserved;
    if (event.believed == truth) return;
    violate(seen.at, {shelf.last, id}, [&] {
      return fmt::format("{} was decided on {} of meal {} {}, when there were {}", names().stream(seen.stream),
                         event.believed, event.meal.value, refused ? "for sale" : "in it", truth);
    });
  }

  void check_sum(const Observation& seen, ObservationId before, ObservationId id, MealId meal,
                 Shelf& shelf) {
    const Quantity difference = shelf.for_sale + shelf.reserved + shelf.sold + shelf.removed - shelf.loaded;
    if (difference == shelf.known_difference) return;  // an error is told once
    shelf.known_difference = difference;
    if (difference == 0) return;
    violate(seen.at, {before, id}, [&] {
      return fmt::format("{} loaded {} of meal {}, but has {} for sale, {} reserved, {} sold and {} removed",
                         names().stream(seen.stream), shelf.loaded, meal.value, shelf.for_sale, shelf.reserved,
                         shelf.sold, shelf.removed);
    });
  }

  OrderedTable<StockKey, Shelf> shelves_;
  OrderedTable<ReservationKey, OpenOrder> orders_;
};

}  // namespace

PropertyEntry laws::meals_conserved() {
  return entry<MealsConserved>(
      {.name = "meals_conserved",
       .meaning = "each loaded meal is for sale, reserved, sold or removed: exactly one of these",
       .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
