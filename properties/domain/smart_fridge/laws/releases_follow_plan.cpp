// releases_follow_plan: each release that became due was planned, meal by meal, for what was wanted since the one
// before, among the events that the kitchen's schedule has taken: no less, no more, and once. That what is planned is
// loaded, refills_follow says.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/counted.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/reaction/reaction.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class ReleasesFollowPlan final : public Property {
 public:
  ReleasesFollowPlan(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    if (const auto* here = dynamic_cast<const SmartFridge*>(domain())) margin_ = here->options().schedule_margin;
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_applied: return taken(seen);
      case ObservationKind::event_ignored:
        if (seen.b == static_cast<std::int64_t>(IgnoreReason::not_interesting)) taken(seen);
        return;
      case ObservationKind::replay_begun: replays_ = true; return;
      default: return appended(seen, id);
    }
  }

 private:
  struct Wanted {
    MealId meal;
    Quantity quantity = 0;
  };
  struct Heard {
    StreamId fridge;
    Wanted wanted;
    bool due = false;
    SimTime at{};
    ObservationId id{};
  };
  struct Plan {
    StreamId stream;
    Quantity quantity = 0;
    SimTime at{};
    ObservationId due;
  };

  void appended(const Observation& seen, ObservationId id) {
    if (const auto* due = body_as<ReleaseDue>(seen.payload)) {
      heard_[seen.message] = {.fridge = stream_of(due->fridge), .wanted = {}, .due = true, .at = seen.at, .id = id};
    } else if (const auto* planned = body_as<RefillPlanned>(seen.payload)) {
      made_[seen.message] = {seen.stream, planned->quantity, seen.at, id};
    } else if (const auto event = fridge_event(seen)) {
      Quantity wanted = 0;
      if (event->what == FridgeEvent::What::reserved || event->what == FridgeEvent::What::refused) {
        wanted = event->quantity;
      } else if (event->what == FridgeEvent::What::released) {
        wanted = -event->quantity;
      }
      if (wanted != 0) heard_[seen.message] = {.fridge = seen.stream, .wanted = {event->meal, wanted}};
    }
  }

  /// By the schedule: each event counts once, however often it came.
  void taken(const Observation& seen) {
    if (names().process(seen.process) != KitchenSchedule::called) return;
    const Heard* heard = heard_.find(seen.message);
    if (!heard || counted_[seen.message]) return;
    counted_[seen.message] = true;
    std::vector<Wanted>& demand = demand_[heard->fridge];
    if (!heard->due) {
      const auto same = std::ranges::find(demand, heard->wanted.meal, &Wanted::meal);
      if (same == demand.end()) {
        demand.push_back(heard->wanted);
      } else {
        same->quantity += heard->wanted.quantity;
      }
      return;
    }
    std::uint64_t n = 0;
    for (const Wanted& each : demand) {
      if (each.quantity <= 0) continue;
      look();
      const CommandId answer = answer_id(KitchenSchedule::called, EventId{seen.message.value}, n++);
      due_[subject(event_id_of(answer, 0))] = {
          .stream = plan_stream_of(FridgeId{heard->fridge.number()}, each.meal),
          .quantity = planned_for(each.quantity, margin_),
          .at = heard->at,
          .due = heard->id};
    }
    demand.clear();
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut() || replays_) return;
    std::uint64_t missing = 0;
    for (const auto& [event, plan] : due_) {
      const Plan* made = made_.find(event);
      if (!made) {
        ++missing;
        if (!end.quiet) continue;
      } else if (made->stream == plan.stream && made->quantity == plan.quantity) {
        continue;
      }
      violate(plan.at, {plan.due, made ? made->due : ObservationId{}}, [&, &wanted = plan] {
        return fmt::format("{}: {} were wanted since the release before, and {} are planned",
                           names().stream(wanted.stream), wanted.quantity, made ? made->quantity : 0);
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "plan")));
  }

  std::int64_t margin_ = 0;
  bool replays_ = false;
  OrderedTable<MessageId, Heard> heard_;
  OrderedTable<MessageId, bool> counted_;
  OrderedTable<StreamId, std::vector<Wanted>> demand_;  ///< by fridge
  OrderedTable<MessageId, Plan> due_;                   ///< by the event that must be there
  OrderedTable<MessageId, Plan> made_;
};

}  // namespace

PropertyEntry laws::releases_follow_plan() {
  return entry<ReleasesFollowPlan>({.name = "releases_follow_plan",
                                    .meaning = "each release is planned for what was wanted since the one before",
                                    .wants = {ObservationKind::event_appended, ObservationKind::event_applied,
                                              ObservationKind::event_ignored, ObservationKind::replay_begun}});
}

}  // namespace crisper::smart_fridge
