// consumer_polling: the store has a feed of pages; each consumer fetches the next one when it likes, and keeps its own
// position. Nothing is ever sent twice unless it is asked for twice.
#include "core/design/publication_method.hpp"

namespace crisper {

PublicationPlan methods::consumer_polling(PublicationBuild& build) {
  PublicationPlan plan;
  plan.store.is_source = true;
  plan.feed = {.source = build.event_store,
               .mode = FeedMode::polled,
               .offsets = OffsetKind::position,
               .timeout = build.design.event_log.redeliver_after,
               .poll = build.design.publication.poll,
               .batch = build.design.publication.batch};
  return plan;
}

}  // namespace crisper
