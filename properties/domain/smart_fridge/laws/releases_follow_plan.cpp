// releases_follow_plan: each release that became due was planned, meal by meal, for what was wanted since the one
// before, among the events that the kitchen's schedule has taken: no less, no more, and once; and nothing else was
// planned but what the refill planner planned. That what is planned is loaded, refills_follow says.
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
#include "properties/support/taken_events.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class ReleasesFollowPlan final : public Property {
 public:
  ReleasesFollowPlan(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    if (const auto* here = dynamic_cast<const SmartFridge*>(domain())) margin_ = here->options().schedule_margin;
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (!taken_.observe(seen, names())) appended(seen, id);
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
  struct Due {
    StreamId stream;
    Quantity wanted = 0;
    SimTime at{};
    ObservationId id;
  };
  struct Plan {
    StreamId stream;
    Quantity quantity = 0;
    SimTime at{};
    ObservationId id;
  };

  void appended(const Observation& seen, ObservationId id) {
    if (const auto* due = body_as<ReleaseDue>(seen.payload)) {
      heard_[seen.message] = {.fridge = stream_of(due->fridge), .wanted = {}, .due = true, .at = seen.at, .id = id};
    } else if (body_as<StockLow>(seen.payload)) {
      const CommandId answer = answer_id("refill-planner", EventId{seen.message.value});
      by_planner_[subject(event_id_of(answer, 0))] = true;
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

  /// In the order in which they were taken.
  void follow(MessageId event) {
    const Heard* heard = heard_.find(event);
    if (!heard) return;
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
      const CommandId answer = answer_id(KitchenSchedule::called, EventId{event.value}, n++);
      due_[subject(event_id_of(answer, 0))] = {
          .stream = plan_stream_of(FridgeId{heard->fridge.number()}, each.meal),
          .wanted = each.quantity,
          .at = heard->at,
          .id = heard->id};
    }
    demand.clear();
  }

  /// The smallest whole number that is no less than what was wanted, and so many of a hundred more.
  bool is_enough(Quantity planned, Quantity wanted) const { return planned * 100 >= wanted * (100 + margin_); }
  bool is_right(Quantity planned, Quantity wanted) const {
    return is_enough(planned, wanted) && !is_enough(planned - 1, wanted);
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    if (taken_.was_replayed()) return leave_open("the schedule's history was read to it again");
    for (const MessageId event : taken_.events()) follow(event);
    std::uint64_t missing = 0;
    for (const auto& [event, due] : due_) {
      const Plan* made = made_.find(event);
      if (!made) {
        ++missing;
        if (!end.quiet) continue;
      } else if (made->stream == due.stream && is_right(made->quantity, due.wanted)) {
        continue;
      }
      violate(due.at, {due.id, made ? made->id : ObservationId{}}, [&, &wanted = due] {
        return fmt::format("{}: {} were wanted since the release before, and {} are planned, with a margin of {} %",
                           names().stream(wanted.stream), wanted.wanted, made ? made->quantity : 0, margin_);
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "plan")));
    check_others(end);
  }

  void check_others(const RunEnd& end) {
    for (const auto& [event, plan] : made_) {
      if (due_.find(event) || by_planner_.find(event)) continue;
      if (!end.quiet) return leave_open(end.trouble() + ": there are plans that no release is known to ask for");
      violate(plan.at, {plan.id}, [&, &made = plan] {
        return fmt::format("{}: {} are planned, and no release asks for them", names().stream(made.stream),
                           made.quantity);
      });
    }
  }

  std::int64_t margin_ = 0;
  OrderedTable<MessageId, Heard> heard_;
  TakenEvents taken_{KitchenSchedule::called};
  OrderedTable<StreamId, std::vector<Wanted>> demand_;  ///< by fridge
  OrderedTable<MessageId, Due> due_;                    ///< by the event that must be there
  OrderedTable<MessageId, Plan> made_;
  OrderedTable<MessageId, bool> by_planner_;  ///< what it may make of a stock that is low
};

}  // namespace

PropertyEntry laws::releases_follow_plan() {
  return entry<ReleasesFollowPlan>({.name = "releases_follow_plan",
                                    .meaning = "each release is planned for what was wanted since the one before",
                                    .wants = {ObservationKind::event_appended, ObservationKind::event_applied,
                                              ObservationKind::event_ignored, ObservationKind::replay_begun}});
}

}  // namespace crisper::smart_fridge
