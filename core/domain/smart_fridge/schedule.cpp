#include "core/domain/smart_fridge/schedule.hpp"

#include <algorithm>

#include "core/domain/smart_fridge/fridge_event.hpp"

namespace crisper::smart_fridge {
namespace {

struct MealWanted {
  MealId meal;
  Quantity wanted = 0;
  friend bool operator==(const MealWanted&, const MealWanted&) = default;
  CRISPER_FIELDS(meal, wanted)
};

/// What is remembered of a fridge, in the order in which its meals were first wanted.
struct FridgeDemand {
  CRISPER_BODY(FridgeDemand);
  std::vector<MealWanted> meals;
  CRISPER_FIELDS(meals)
};

Quantity wanted_by(const FridgeEvent& event) {
  switch (event.what) {
    case FridgeEvent::What::reserved:
    case FridgeEvent::What::refused: return event.quantity;
    case FridgeEvent::What::released: return -event.quantity;
    default: return 0;
  }
}

}  // namespace

Decision ScheduleDecider::decide(const State& state, const Payload& command) {
  const auto* plan = command.as<PlanRelease>();
  if (!plan) return failure(Rejection{"not a schedule's command"});
  std::vector<Payload> events;
  if (plan->number > state.last) {
    events.push_back(Payload::of(ReleaseDue{.fridge = plan->fridge, .number = plan->number}));
  }
  return events;
}

ScheduleDecider::State ScheduleDecider::evolve(State state, const Payload& event) {
  if (const auto* due = event.as<ReleaseDue>()) state.last = due->number;
  return state;
}

std::optional<StreamId> KitchenSchedule::correlate(const RecordedEvent& event) const {
  if (event.body.as<ReleaseDue>()) return event.stream;
  if (event.stream.category() != fridge_category) return std::nullopt;
  const auto said = fridge_event(event.body.get());
  if (!said || wanted_by(*said) == 0) return std::nullopt;
  return schedule_stream_of(FridgeId{event.stream.number()});
}

Payload KitchenSchedule::remember(const Payload& memory, const RecordedEvent& event) const {
  if (event.body.as<ReleaseDue>()) return Payload::of(FridgeDemand{});
  const auto* known = memory.as<FridgeDemand>();
  FridgeDemand demand = known ? *known : FridgeDemand{};
  const auto said = fridge_event(event.body.get());
  auto meal = std::ranges::find(demand.meals, said->meal, &MealWanted::meal);
  if (meal == demand.meals.end()) meal = demand.meals.insert(meal, {.meal = said->meal, .wanted = 0});
  meal->wanted += wanted_by(*said);
  return Payload::of(std::move(demand));
}

std::vector<NewEvent> KitchenSchedule::apply(const Payload& memory, const RecordedEvent& event) const {
  const auto* due = event.body.as<ReleaseDue>();
  const auto* demand = memory.as<FridgeDemand>();
  std::vector<NewEvent> plans;
  if (!due || !demand) return plans;
  for (const MealWanted& each : demand->meals) {
    if (each.wanted <= 0) continue;
    const RefillPlanned planned{.fridge = due->fridge,
                                .meal = each.meal,
                                .quantity = planned_for(each.wanted, options_.schedule_margin)};
    plans.push_back({.stream = plan_stream_of(due->fridge, each.meal), .body = Payload::of(planned)});
  }
  return plans;
}

}  // namespace crisper::smart_fridge
