// outside_not_idempotent: at least once, into a world outside that does again what it is asked again.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_outside_not_idempotent(const LintInput& in, LintFindings& found) {
  for (const sim::ForgetfulService& each : in.facts.forgetful) {
    found.error(each.path,
                fmt::format("{} asks again when it gets no answer, and {} does it again", each.asked_by, each.service));
  }
}

}  // namespace

LintRule lint_rules::outside_not_idempotent() {
  return {.name = "outside_not_idempotent",
          .meaning = "a service outside that carries out a repeated request once more",
          .why = "a customer is charged or written to twice",
          .mend = "a request with an id that the service knows again",
          .known = "R38, idempotence; hazard 12, relay-crash-duplicate (docs.particular#1816)",
          .level = LintLevel::error,
          .look = find_outside_not_idempotent};
}

}  // namespace crisper::properties
