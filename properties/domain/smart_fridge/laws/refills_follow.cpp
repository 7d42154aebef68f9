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

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class RefillsFollow final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_applied: return taken(seen);
      case ObservationKind::event_ignored:  // by its own word it changed nothing: that is what is judged here
        if (seen.b == static_cast<std::int64_t>(IgnoreReason::not_interesting)) taken(seen);
        return;
      case ObservationKind::replay_begun:
        if (names().process(seen.process) == planner) is_replayed_ = true;
        return;
      default: return appended(seen, id);
    }
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

  /// By the planner: each event counts once, however often it came. In one transaction with its event it is said
  /// first.
  void taken(const Observation& seen) {
    if (names().process(seen.process) != planner || counted_[seen.message]) return;
    counted_[seen.message] = true;
    taken_.push_back(seen.message);
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
    for (const MessageId event : taken_) follow(event);
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

  /// Who is read its history again begins to count anew, and not at the same event.
  void check_quantity(const Step& low, const Step& plan, MessageId event) {
    const Quantity* planned = plans_.find(event);
    if (is_replayed_ || !planned || *planned >= low.reserved) return;
    violate(plan.at, {low.id, plan.id}, [&] {
      return fmt::format("{}: {} were planned, and {} had been reserved since the plan before",
                         names().stream(plan.stream), *planned, low.reserved);
    });
  }

  static constexpr std::string_view planner = "refill-planner";

  bool is_replayed_ = false;
  OrderedTable<MessageId, Step> steps_;
  OrderedTable<MessageId, Quantity> plans_;
  OrderedTable<MessageId, Reserved> reserved_;
  OrderedTable<MessageId, bool> counted_;
  std::vector<MessageId> taken_;
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
