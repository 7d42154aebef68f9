// refills_follow: where stock has become low, a refill is planned, and what is planned is loaded. Each of them once. No
// less is planned than was reserved of that meal since the plan before, among the events that the planner has taken.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/counted.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/release_before.hpp"
#include "core/reaction/reaction.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/taken_events.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class RefillsFollow final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (!taken_.observe(seen, names())) appended(seen, id);
  }

 private:
  enum class What : std::uint8_t { none, low, planned, loaded };
  struct Step {
    What what{};
    StreamId stream;
    SimTime at{};
    ObservationId id;
    Quantity reserved = 0;  ///< of a stock that is low: since the one before, as the planner knows it
  };
  struct Reserved {
    StreamId meal;
    Quantity quantity = 0;
  };

  void appended(const Observation& seen, ObservationId id) {
    if (const auto* reserved = body_as<MealReserved>(seen.payload)) {
      const FridgeId fridge{seen.stream.number()};
      reserved_[seen.message] = {.meal = refill_stream_of(fridge, reserved->meal),
                                 .quantity = reserved->quantity};
      return;
    }
    const auto* planned = body_as<RefillPlanned>(seen.payload);
    const bool low = body_as<StockLow>(seen.payload) != nullptr;
    const bool loaded = body_as<MealsLoaded>(seen.payload) != nullptr ||
                        body_as<TraysLoaded>(seen.payload) != nullptr;
    if (!low && !planned && !loaded) return;
    Step& step = steps_[seen.message];
    step = {.what = low       ? What::low
                    : planned ? What::planned
                              : What::loaded,
            .stream = seen.stream,
            .at = seen.at,
            .id = id};
    if (!loaded) look();
    if (planned) plans_[seen.message] = planned->quantity;
  }

  /// In the order in which they were taken.
  void follow(MessageId event) {
    if (const Reserved* reserved = reserved_.find(event)) {
      demand_[reserved->meal] += reserved->quantity;
    } else if (Step* low = steps_.find(event); low && low->what == What::low) {
      low->reserved = std::exchange(demand_[low->stream], 0);
    }
  }

  /// The id of the event that a reaction, or the command that it sent, must have led to.
  static MessageId answer_to(std::string_view reaction, MessageId cause) {
    return subject(event_id_of(answer_id(reaction, EventId{cause.value}), 0));
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const MessageId event : taken_.events()) follow(event);
    std::uint64_t missing = 0;
    for (const auto& [event, step] : steps_) {
      if (step.what != What::low && step.what != What::planned) continue;
      const bool low = step.what == What::low;
      const MessageId answer = answer_to(low ? planner : "refiller", event);
      if (const Step* follows = steps_.find(answer)) {
        if (low) check_quantity(step, *follows, answer);
        continue;
      }
      ++missing;
      if (!end.quiet) continue;
      violate(step.at, {step.id}, [&, low, &what = step] {
        const std::string which = names().stream(what.stream);
        return which + (low ? " became low, and no refill was planned" : " was planned, and nothing was loaded");
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "refill")));
  }

  void check_quantity(const Step& low, const Step& plan, MessageId event) {
    const Quantity* planned = plans_.find(event);
    if (taken_.was_replayed() || !planned || *planned >= low.reserved) return;
    violate(plan.at, {low.id, plan.id}, [&] {
      return fmt::format("{}: {} were planned, and {} had been reserved since the plan before",
                         names().stream(plan.stream), *planned, low.reserved);
    });
  }

  static constexpr std::string_view planner = "refill-planner";

  OrderedTable<MessageId, Step> steps_;
  OrderedTable<MessageId, Quantity> plans_;
  OrderedTable<MessageId, Reserved> reserved_;
  TakenEvents taken_{std::string(planner)};
  OrderedTable<StreamId, Quantity> demand_;  ///< by meal
};

}  // namespace

PropertyEntry laws::refills_follow() {
  return entry<RefillsFollow>({.name = "refills_follow",
                               .meaning = "where stock is low a refill is planned, and what is planned is loaded",
                               .wants = {ObservationKind::event_appended, ObservationKind::event_applied,
                                         ObservationKind::event_ignored, ObservationKind::replay_begun}});
}

}  // namespace crisper::smart_fridge
