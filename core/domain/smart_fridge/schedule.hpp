// Schedule: the kitchen releases meals once or twice a day, each time as many as were wanted since the time before. Who
// plans that reads along at its own pace, and never asks anybody.
//
//   PlanRelease                        -> ReleaseDue       (a schedule's own decider)
//   MealReserved, ReservationRefused … -> remembered       (kitchen-schedule, a policy)
//   ReleaseDue                         -> RefillPlanned …  (kitchen-schedule)
//   RefillPlanned                      -> LoadMeals        (refiller)
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/reaction/policy.hpp"
#include "core/service/decider.hpp"

namespace crisper::smart_fridge {

inline constexpr StreamCategory schedule_category{7};
constexpr StreamId schedule_stream_of(FridgeId fridge) { return StreamId::of(schedule_category, fridge.value); }

/// The kitchen is about to fill this fridge, for the n-th time.
struct PlanRelease {
  CRISPER_BODY(PlanRelease);
  FridgeId fridge;
  std::uint64_t number = 0;
  CRISPER_FIELDS(fridge, number)
};

struct ReleaseDue {
  CRISPER_BODY(ReleaseDue);
  FridgeId fridge;
  std::uint64_t number = 0;
  CRISPER_FIELDS(fridge, number)
};

/// Each release is due once, and none after a later one.
struct ScheduleDecider {
  struct State {
    std::uint64_t last = 0;
  };
  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command);
  static State evolve(State state, const Payload& event);
};

/// How many of a meal are to be released where so many were wanted: `margin` more of a hundred, rounded up.
constexpr Quantity planned_for(Quantity wanted, std::int64_t margin) {
  return wanted + (wanted * margin + 99) / 100;
}

/// Remembers by fridge how many of each meal were wanted since its last release: reserved, or asked for in vain, less
/// what came back. Plans that many, and some more.
class KitchenSchedule final : public Policy {
 public:
  explicit KitchenSchedule(Options options) : options_(options) {}
  static constexpr const char* called = "kitchen-schedule";
  std::string name() const override { return called; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  Payload remember(const Payload& memory, const RecordedEvent& event) const override;
  std::vector<NewEvent> apply(const Payload& memory, const RecordedEvent& event) const override;

 private:
  Options options_;
};

}  // namespace crisper::smart_fridge
