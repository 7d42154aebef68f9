// dual_write: the handler stores the events, and when they are stored it sends them to the log. Nothing connects the
// two: whoever dies between them has stored what nobody hears of.
#include "core/design/publication_method.hpp"

namespace crisper {

PublicationPlan methods::dual_write(PublicationBuild& build) {
  PublicationPlan plan;
  plan.store.answers_with_events = true;
  plan.told_by_service = build.event_log;
  plan.feed = {.source = build.event_log, .timeout = build.design.event_log.redeliver_after};
  return plan;
}

}  // namespace crisper
