// poison_event: an event on which a consumer always fails.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_poison_event(const LintInput& in, LintFindings& found) {
  for (const auto& [name, consumer] : in.design.consumers) {
    if (consumer.failures.poison == Probability{}) continue;
    const std::string path = "design.consumers." + name + ".failures";
    if (consumer.failures.then == PoisonPolicy::stop) {
      found.warning(path, fmt::format("{} stops at the first event that it can't take, and all behind it waits", name));
    } else if (consumer.failures.then == PoisonPolicy::skip) {
      found.warning(path, fmt::format("{} leaves out what it can't take: its effect is lost", name));
    }
  }
}

}  // namespace

LintRule lint_rules::poison_event() {
  return {.name = "poison_event",
          .meaning = "a consumer that stops at an event it can't take, or leaves it out",
          .why = "everything behind it waits for ever, or the view is without it and says nothing",
          .mend = "failures: {then: park}, or park_key where the order of a stream counts",
          .known =
              "R05, one failing subscriber holds no other; hazard 37, poison-head-of-line (a "
              "page of propulsion)",
          .level = LintLevel::warning,
          .look = find_poison_event};
}

}  // namespace crisper::properties
