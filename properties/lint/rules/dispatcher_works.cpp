// dispatcher_works: a pool behind one process that takes time itself.
#include <fmt/format.h>

#include <algorithm>

#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

void find_dispatcher_works(const LintInput& in, LintFindings& found) {
  const auto chosen = in.design.roles.find("forwarder");
  if (chosen == in.design.roles.end() || chosen->second.service_time.is_zero()) return;
  const auto has_role = [&](std::string_view role) {
    return std::ranges::find(in.graph.elements, role, &sim::Element::role) != in.graph.elements.end();
  };
  if (!has_role("forwarder")) return;
  const Duration forwards = turn_of(in, "forwarder").average();
  TimeSum work = work_on_state(in);
  work.add(turn_of(in, "service"));
  const std::uint32_t size = in.design.executor.size;
  if (forwards * std::int64_t{size} < work.average()) {
    return found.note("design.roles.forwarder.service_time",
                      fmt::format("forwarder takes {} for each command, one after the other: it should only pass "
                                  "them on",
                                  sim::exact_text(chosen->second.service_time)));
  }
  found.warning("design.roles.forwarder.service_time",
                fmt::format("forwarder takes {} for each command, and each of its {} processes {}: they are never all "
                            "busy, however many there are",
                            sim::exact_text(forwards), size, sim::exact_text(work.average())));
}

}  // namespace

LintRule lint_rules::dispatcher_works() {
  return {.name = "dispatcher_works",
          .meaning = "a pool whose singleton works instead of only passing on",
          .why = "all commands wait for that one process: the pool behind it carries no more than it does",
          .mend =
              "roles: {forwarder: {service_time: 0ms}}: the work in the pool; or executor: {kind: pool}, which "
              "handlers address directly",
          .known = "R64, a pool whose singleton only forwards; R27, a singleton is a bottleneck",
          .level = LintLevel::warning,
          .look = find_dispatcher_works};
}

}  // namespace crisper::properties
