// law_not_promised: a property that is asked for by name, and that this design doesn't promise.
#include <fmt/format.h>

#include "core/design/design_rules.hpp"
#include "core/design/publication_method.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

bool asks_one_of_several(const Design& design) {
  if (design.reads.from != ReadFrom::any) return false;
  for (const auto& [name, consumer] : design.consumers) {
    if (consumer.read_nodes > 1 || !consumer.read_scale.empty()) return true;
  }
  return false;
}

bool all_keep_order(const Design& design) {
  for (const auto& [name, consumer] : design.consumers) {
    if (!keeps_order(design, consumer)) return false;
  }
  return keeps_order(design, {});
}

/// What the design lacks for the property; empty where it lacks nothing, or nobody knows.
std::string missing_promise(const Design& design, const std::string& property) {
  const SessionGuarantee session = design.reads.session;
  const PublicationEntry& method = entry_of(design.publication.method);
  if (property == "answered_in_step" && !method.claims.contains(DeliveryGuarantee::in_step)) {
    return fmt::format("{} answers before every consumer has its events", method.name);
  }
  if (property == "taken_in_turn" && design.event_log.fan_out == FanOutOrder::parallel) {
    return "no consumer waits for another (event_log.fan_out)";
  }
  const bool sees_own = session == SessionGuarantee::read_your_writes || session == SessionGuarantee::both;
  if (property == "reads_own_writes" && !sees_own && design.respond.when != RespondWhen::projected) {
    return "a view that is behind answers all the same (reads.session)";
  }
  const bool goes_on_seeing = session == SessionGuarantee::monotonic || session == SessionGuarantee::both;
  if (property == "reads_monotonic" && !goes_on_seeing && asks_one_of_several(design)) {
    return "the next read node may be further behind (reads.session)";
  }
  if (property == "events_in_order_per_stream" && !all_keep_order(design)) {
    return "nothing keeps a stream's order on the way to a consumer";
  }
  return {};
}

void find_law_not_promised(const LintInput& in, LintFindings& found) {
  const Design& design = in.design;
  const auto& asked = in.scenario.properties;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string promise = missing_promise(design, asked[i].name);
    if (!promise.empty()) found.error(fmt::format("properties.{}", i), fmt::format("{}: {}", asked[i].name, promise));
  }
}

}  // namespace

LintRule lint_rules::law_not_promised() {
  return {.name = "law_not_promised",
          .meaning = "a chosen property that the design makes no claim to keep",
          .why = "some run fails it, and no fault is needed",
          .mend = "a design that promises it, or a scenario that doesn't ask for it",
          .known = "R31, consistency or availability; hazard 60, read-your-writes",
          .level = LintLevel::error,
          .look = find_law_not_promised};
}

}  // namespace crisper::properties
