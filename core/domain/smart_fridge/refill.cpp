#include "core/domain/smart_fridge/refill.hpp"

#include <algorithm>

#include "core/domain/smart_fridge/fridge.hpp"

namespace crisper::smart_fridge {
namespace {

/// What the policy remembers of one meal in one fridge.
struct MealStock {
  CRISPER_BODY(MealStock);
  Quantity for_sale = 0;
  bool told = false;  ///< that it is low, and nothing has been loaded since
  CRISPER_FIELDS(for_sale, told)
};

/// What the enricher remembers of it.
struct MealDemand {
  CRISPER_BODY(MealDemand);
  Quantity reserved = 0;  ///< since the last refill was planned
  CRISPER_FIELDS(reserved)
};

/// The meal of a fridge that an event changes the stock of.
std::optional<StreamId> meal_of(const RecordedEvent& event) {
  if (event.stream.category() != fridge_category) return std::nullopt;
  const std::optional<CountChange> change = change_for_sale(event.body);
  if (!change) return std::nullopt;
  return refill_stream_of(FridgeId{event.stream.number()}, MealId{change->item});
}

template <class Memory>
Memory known(const Payload& memory) {
  const auto* here = memory.as<Memory>();
  return here ? *here : Memory{};
}

}  // namespace

// ---- low-stock

std::optional<StreamId> LowStock::correlate(const RecordedEvent& event) const { return meal_of(event); }

Payload LowStock::remember(const Payload& memory, const RecordedEvent& event) const {
  MealStock stock = known<MealStock>(memory);
  stock.for_sale += change_for_sale(event.body)->change;
  if (event.body.as<MealsLoaded>()) stock.told = false;
  if (stock.for_sale < options_.refill_below) stock.told = true;
  return Payload::of(stock);
}

std::vector<NewEvent> LowStock::apply(const Payload& memory, const RecordedEvent& event) const {
  const MealStock before = known<MealStock>(memory);
  const bool told = before.told && !event.body.as<MealsLoaded>();
  const CountChange change = *change_for_sale(event.body);
  const Quantity for_sale = before.for_sale + change.change;
  if (told || for_sale >= options_.refill_below) return {};
  const FridgeId fridge{event.stream.number()};
  const MealId meal{change.item};
  return {NewEvent{.stream = refill_stream_of(fridge, meal),
                   .body = Payload::of(StockLow{.fridge = fridge, .meal = meal, .for_sale = for_sale})}};
}

// ---- refill-planner

std::optional<StreamId> RefillPlanner::correlate(const RecordedEvent& event) const {
  if (const auto* low = event.body.as<StockLow>()) return refill_stream_of(low->fridge, low->meal);
  return event.body.as<MealReserved>() ? meal_of(event) : std::nullopt;
}

Payload RefillPlanner::remember(const Payload& memory, const RecordedEvent& event) const {
  MealDemand demand = known<MealDemand>(memory);
  const auto* reserved = event.body.as<MealReserved>();
  demand.reserved = reserved ? demand.reserved + reserved->quantity : 0;
  return Payload::of(demand);
}

std::optional<NewEvent> RefillPlanner::enrich(const Payload& memory, const RecordedEvent& event) const {
  const auto* low = event.body.as<StockLow>();
  if (!low) return std::nullopt;
  const Quantity wanted = std::max(options_.refill_amount, known<MealDemand>(memory).reserved);
  return NewEvent{.stream = plan_stream_of(low->fridge, low->meal),
                  .body = Payload::of(RefillPlanned{.fridge = low->fridge, .meal = low->meal, .quantity = wanted})};
}

// ---- refiller

std::optional<StreamId> Refiller::correlate(const RecordedEvent& event) const {
  if (event.body.as<RefillPlanned>()) return event.stream;
  return std::nullopt;
}

std::vector<NewCommand> Refiller::receive(const Payload&, const RecordedEvent& event) const {
  const auto* planned = event.body.as<RefillPlanned>();
  return {NewCommand{.stream = stream_of(planned->fridge),
                     .body = Payload::of(LoadMeals{.meal = planned->meal, .quantity = planned->quantity})}};
}

}  // namespace crisper::smart_fridge
