// compaction_keeps_last: what a log's compaction takes away is not the last event of its stream.
//
// A log says what it can't give to a reader any more. Where it is older than the log's retention it has left it as it
// should; anything else was compacted, and then the stream must go on behind it: who reads only last values then misses
// nothing.
#include <fmt/format.h>

#include <algorithm>

#include "core/design/design.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class CompactionKeepsTheLast final : public Property {
 public:
  CompactionKeepsTheLast(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    compacts_ = design().publication.method == PublicationMethod::log_is_truth && design().publication.compaction;
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (!compacts_) return;
    if (seen.kind == ObservationKind::event_appended) {
      events_[seen.message] = {.version = seen.a, .at = seen.at, .said = id};
      std::int64_t& last = last_[seen.stream];
      last = std::max(last, seen.a);
      return;
    }
    const Event* event = events_.find(seen.message);
    if (!event || seen.at - event->at >= design().publication.retention) return;
    look();
    if (event->version < last_[seen.stream]) return;
    violate(seen.at, {event->said, id}, [&] {
      return fmt::format("{} has taken away version {} of {}, the last that there is", names().process(seen.process),
                         event->version, names().stream(seen.stream));
    });
  }

 private:
  struct Event {
    std::int64_t version = 0;
    SimTime at{};
    ObservationId said;
  };

  bool compacts_ = false;
  OrderedTable<MessageId, Event> events_;
  OrderedTable<StreamId, std::int64_t> last_;
};

}  // namespace

PropertyEntry entries::compaction_keeps_last() {
  return entry<CompactionKeepsTheLast>(
      {.name = "compaction_keeps_last",
       .meaning = "what a log's compaction takes away is not the last event of its stream",
       .wants = {ObservationKind::event_appended, ObservationKind::event_given_up}});
}

}  // namespace crisper::properties
