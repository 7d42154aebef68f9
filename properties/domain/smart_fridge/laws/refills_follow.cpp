// refills_follow: where stock has become low, a refill is planned, and what is planned is loaded. Each of them once.
#include <fmt/format.h>

#include <string>

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
  }

 private:
  enum class What : std::uint8_t { none, low, planned, loaded };
  struct Step {
    What what{};
    StreamId stream;
    SimTime at{};
    ObservationId id;
  };

  /// The id of the event that a reaction, or the command that it sent, must have led to.
  static MessageId answer_to(std::string_view reaction, MessageId cause) {
    return subject(event_id_of(answer_id(reaction, EventId{cause.value}), 0));
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    std::uint64_t missing = 0;
    for (const auto& [event, step] : steps_) {
      if (step.what != What::low && step.what != What::planned) continue;
      const bool low = step.what == What::low;
      if (steps_.find(answer_to(low ? "refill-planner" : "refiller", event))) continue;
      ++missing;
      if (!end.quiet) continue;
      violate(step.at, {step.id}, [&, low, &what = step] {
        const std::string which = names().stream(what.stream);
        return which + (low ? " became low, and no refill was planned" : " was planned, and nothing was loaded");
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} refills were on their way", end.trouble(), missing));
  }

  OrderedTable<MessageId, Step> steps_;
};

}  // namespace

PropertyEntry laws::refills_follow() {
  return entry<RefillsFollow>({.name = "refills_follow",
                               .meaning = "where stock is low a refill is planned, and what is planned is loaded",
                               .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
