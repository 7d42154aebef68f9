// effect_not_once: at least once, into a consumer that can't take repetition, or that forgets what it has not done.
#include <fmt/format.h>

#include "core/design/design_rules.hpp"
#include "core/design/publication_method.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_effect_not_once(const LintInput& in, LintFindings& found) {
  Design judged = in.design;
  if (judged.publication.method == PublicationMethod::dual_write) {
    judged.publication.method = PublicationMethod::outbox;  // what it loses is another rule's
  }
  for_each_consumer(in, [&](const std::string& name, const ConsumerDesign& consumer) {
    if (claims_once(judged, consumer)) return;
    const std::string path = "design.consumers." + name;
    if (consumer.checkpoint == CheckpointMode::before) {
      return found.error(
          path + ".checkpoint",
          fmt::format("{} saves its position before the effect: a crash between loses the effect", name));
    }
    if (!consumer.inbox) {
      return found.error(path + ".inbox", fmt::format("{} sends again what may have come, and {} doesn't know it again",
                                                      entry_of(in.design.publication.method).name, name));
    }
    if (consumer.inbox_key == InboxKey::command) {
      return found.error(path + ".inbox.key",
                         fmt::format("{} takes the second event of a command for a repetition of the first", name));
    }
    if (consumer.inbox_scope == InboxScope::node) {
      return found.error(path + ".inbox.scope", fmt::format("what one node of {} has had is new to another", name));
    }
    found.error(path + ".inbox.key", fmt::format("what is published twice is two to {}", name));
  });
}

}  // namespace

LintRule lint_rules::effect_not_once() {
  return {.name = "effect_not_once",
          .meaning =
              "a consumer that doesn't know a repetition, or saves its position before the "
              "effect",
          .why = "an effect is taken twice, or not at all",
          .mend = "inbox: on with the event's id, kept by the consumer; checkpoint: transactional",
          .known =
              "R38, idempotence; hazards 8 and 18 (dual write of effect and checkpoint, dedup "
              "outside the transaction), 20, 21, 54",
          .level = LintLevel::error,
          .look = find_effect_not_once};
}

}  // namespace crisper::properties
