// relays_share_rows: several relays over one outbox.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_relays_share_rows(const LintInput& in, LintFindings& found) {
  const PublicationDesign& chosen = in.design.publication;
  if (chosen.method != PublicationMethod::outbox || chosen.relays < 2) return;
  if (chosen.claim == OutboxClaim::none) {
    found.warning("design.publication.claim", fmt::format("each of {} relays publishes every row: all comes {} times",
                                                          chosen.relays, chosen.relays));
  }
  if (chosen.claim == OutboxClaim::rows) {
    found.warning("design.publication.claim",
                  "a relay that is faster publishes a stream's next event before another has published the one before");
  }
}

}  // namespace

LintRule lint_rules::relays_share_rows() {
  return {.name = "relays_share_rows",
          .meaning = "several relays that publish the same rows, or of which one overtakes another",
          .why = "every row is published twice, or a stream's events out of their order",
          .mend = "publication: {claim: streams}, or one relay",
          .known =
              "hazard 13, relay-double-claim (altarwed#615); hazard 14, relay-reorder "
              "(MassTransit#3512)",
          .level = LintLevel::warning,
          .look = find_relays_share_rows};
}

}  // namespace crisper::properties
