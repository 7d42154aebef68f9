// dual_write: what is stored and what is told of it are two writes.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_dual_write(const LintInput& in, LintFindings& found) {
  if (in.design.publication.method != PublicationMethod::dual_write) return;
  found.error("design.publication.method", "the handler stores, then sends: a crash between the two loses the event");
}

}  // namespace

LintRule lint_rules::dual_write() {
  return {.name = "dual_write",
          .meaning = "events that are stored first and sent then, with nothing that connects the two",
          .why = "whoever dies between the two has stored what nobody hears of",
          .mend = "outbox, or another method that claims to lose nothing: docs/guide/publication.md",
          .known =
              "R34, store and queue in one transaction; hazard 11, dual-write (a page of "
              "NServiceBus)",
          .level = LintLevel::error,
          .look = find_dual_write};
}

}  // namespace crisper::properties
