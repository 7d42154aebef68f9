#include "core/domain/smart_fridge/fridge.hpp"

#include <algorithm>

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/fridge_event.hpp"
#include "core/domain/smart_fridge/reconcile.hpp"

namespace crisper::smart_fridge {
namespace {

using State = FridgeDecider::State;

Decision nothing() { return std::vector<Payload>{}; }

template <class Body>
Decision one(Body event) {
  return std::vector<Payload>{Payload::of(std::move(event))};
}

Decision rejected(const char* reason) { return failure(Rejection{reason}); }

Quantity quantity_of(const std::map<MealId, Quantity>& meals, MealId meal) {
  const auto found = meals.find(meal);
  return found == meals.end() ? 0 : found->second;
}

Decision load(const LoadMeals& command) {
  if (command.quantity <= 0) return rejected("nothing to load");
  return one(MealsLoaded{.meal = command.meal, .quantity = command.quantity});
}

Decision announce(const AnnounceMeals& command) {
  if (command.quantity <= 0) return rejected("nothing to release");
  const bool is_believed = command.trust == ReleaseTrust::full ||
                           (command.trust == ReleaseTrust::bounded && command.quantity <= command.at_most);
  if (is_believed) return one(MealsLoaded{.meal = command.meal, .quantity = command.quantity});
  return one(MealsAnnounced{.meal = command.meal, .quantity = command.quantity});
}

Decision reserve(const State& state, const ReserveMeal& command) {
  if (command.quantity <= 0) return rejected("nothing to reserve");
  // The same order asking again changes nothing: its saga has heard of the first answer.
  if (state.reserved.contains(command.order) || state.settled.contains(command.order)) return nothing();
  const Quantity available = quantity_of(state.stock, command.meal);
  if (available < command.quantity) {
    return one(ReservationRefused{
        .order = command.order, .meal = command.meal, .quantity = command.quantity, .available = available});
  }
  return one(MealReserved{.order = command.order, .meal = command.meal, .quantity = command.quantity});
}

Decision take(const State& state, const TakeMeal& command) {
  if (command.quantity <= 0) return rejected("nothing to take");
  if (state.reserved.contains(command.order) || state.settled.contains(command.order)) return nothing();
  if (quantity_of(state.stock, command.meal) < command.quantity) return rejected("not enough of this meal");
  return std::vector<Payload>{
      Payload::of(MealReserved{.order = command.order, .meal = command.meal, .quantity = command.quantity}),
      Payload::of(ReservationConfirmed{.order = command.order, .meal = command.meal, .quantity = command.quantity})};
}

Decision confirm(const State& state, const ConfirmReservation& command) {
  const auto found = state.reserved.find(command.order);
  if (found == state.reserved.end()) return rejected("no open reservation of this order");
  return one(
      ReservationConfirmed{.order = command.order, .meal = found->second.meal, .quantity = found->second.quantity});
}

Decision release(const State& state, const ReleaseReservation& command) {
  const auto found = state.reserved.find(command.order);
  if (found == state.reserved.end()) return rejected("no open reservation of this order");
  return one(
      ReservationReleased{.order = command.order, .meal = found->second.meal, .quantity = found->second.quantity});
}

Decision report(const State& state, const ReportStock& command) {
  if (command.counted < 0) return rejected("a count is never negative");
  const Quantity in_stock = quantity_of(state.stock, command.meal);
  const Quantity expected = in_stock + quantity_of(state.reserved_of, command.meal);
  std::vector<Payload> events{
      Payload::of(StockReported{.meal = command.meal, .counted = command.counted, .expected = expected})};
  // What is missing is gone from the unreserved stock; reserved meals are somebody's, and stay promised.
  const Quantity missing = std::min(expected - command.counted, in_stock);
  if (missing > 0) events.push_back(Payload::of(MealsRemoved{.meal = command.meal, .quantity = missing}));
  return events;
}

Decision write_off(const State& state, const WriteOff& command) {
  if (command.quantity <= 0) return rejected("nothing to write off");
  if (quantity_of(state.stock, command.meal) < command.quantity) return rejected("not so many that nobody waits for");
  return one(MealsWrittenOff{.meal = command.meal, .quantity = command.quantity});
}

Decision switch_off(const State& state, const SwitchOff& command) {
  if (state.off) return rejected("it is off");
  return one(FridgeSwitchedOff{.stand_in = command.stand_in});
}

Decision stand_in(const State& state) { return state.off ? rejected("it can't keep anything cold now") : nothing(); }

Decision switch_on(const State& state) { return state.off ? one(FridgeSwitchedOn{}) : nothing(); }

void settle(State& state, OrderId order) {
  const auto found = state.reserved.find(order);
  if (found != state.reserved.end()) {
    state.reserved_of[found->second.meal] -= found->second.quantity;
    state.reserved.erase(found);
  }
  state.settled.insert(order);
}

}  // namespace

Decision FridgeDecider::decide(const State& state, const Payload& command) {
  if (const auto* c = command.as<LoadMeals>()) return load(*c);
  if (const auto* c = command.as<AnnounceMeals>()) return announce(*c);
  if (const auto* c = command.as<ReserveMeal>()) return reserve(state, *c);
  if (const auto* c = command.as<TakeMeal>()) return take(state, *c);
  if (const auto* c = command.as<ConfirmReservation>()) return confirm(state, *c);
  if (const auto* c = command.as<ReleaseReservation>()) return release(state, *c);
  if (const auto* c = command.as<ReportStock>()) return report(state, *c);
  if (const auto* c = command.as<ReconcileStock>()) return reconcile(state, *c);
  if (const auto* c = command.as<WriteOff>()) return write_off(state, *c);
  if (const auto* c = command.as<SwitchOff>()) return switch_off(state, *c);
  if (command.as<StandIn>()) return stand_in(state);
  if (command.as<SwitchOn>()) return switch_on(state);
  return rejected("not a fridge's command");
}

State FridgeDecider::evolve(State state, const Payload& event) {
  if (const auto* loaded = event.as<MealsLoaded>()) {
    state.stock[loaded->meal] += loaded->quantity;
  } else if (const auto* reserved = event.as<MealReserved>()) {
    state.stock[reserved->meal] -= reserved->quantity;
    state.reserved_of[reserved->meal] += reserved->quantity;
    state.reserved[reserved->order] = Reservation{reserved->meal, reserved->quantity};
  } else if (const auto* refused = event.as<ReservationRefused>()) {
    state.settled.insert(refused->order);
  } else if (const auto* confirmed = event.as<ReservationConfirmed>()) {
    settle(state, confirmed->order);
  } else if (const auto* released = event.as<ReservationReleased>()) {
    state.stock[released->meal] += released->quantity;
    settle(state, released->order);
  } else if (const auto* removed = event.as<MealsRemoved>()) {
    state.stock[removed->meal] -= removed->quantity;
    state.by_reports[removed->meal] -= removed->quantity;
  } else if (const auto* found = event.as<MealsFound>()) {
    state.stock[found->meal] += found->quantity;
    state.by_reports[found->meal] += found->quantity;
  } else if (const auto* thrown = event.as<MealsWrittenOff>()) {
    state.stock[thrown->meal] -= thrown->quantity;
  } else if (const auto* told = event.as<FridgeReported>()) {
    state.last_report = std::max(state.last_report, told->number);
    for (const MealBook& each : told->counts) state.awaited.erase(each.meal);  // what it says itself comes next
  } else if (const auto* awaited = event.as<ConfirmationAwaited>()) {
    state.awaited[awaited->meal] = {.report = awaited->report, .by = awaited->by};
  } else if (event.as<FridgeSwitchedOff>()) {
    state.off = true;
  } else if (event.as<FridgeSwitchedOn>()) {
    state.off = false;
  }
  return state;
}

std::optional<CountChange> change_for_sale(const Payload& event) {
  using What = FridgeEvent::What;
  const auto said = fridge_event(event.get());
  if (!said || said->what == What::refused || said->what == What::reported) return std::nullopt;
  return CountChange{.item = said->meal.value, .change = change_of_stock(*said)};
}

bool merge_in_fridge(const Overtaken& pair) {
  using What = FridgeEvent::What;
  const auto decided = fridge_event(pair.decided.get());
  if (decided && decided->what == What::loaded) return true;
  const auto stored = fridge_event(pair.stored.get());
  if (!decided || !stored || stored->what == What::reported || stored->order == decided->order) return false;
  switch (decided->what) {
    case What::reserved: return stored->meal != decided->meal || change_of_stock(*stored) >= 0;
    case What::confirmed:
    case What::released: return true;
    default: return false;  // tells a number that was true when it was decided, or follows from one
  }
}

}  // namespace crisper::smart_fridge
