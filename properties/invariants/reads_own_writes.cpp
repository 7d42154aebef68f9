// reads_own_writes: a client that was told that its command is done, and asks then, is answered by a view that has the
// command's events. Off unless asked for: only sessions promise it.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class ReadsOwnWrites final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: events_[seen.message].appended = id; break;
      case ObservationKind::event_published: {
        Event& event = events_[seen.message];
        if (event.offset == 0) event.offset = seen.a;
        break;
      }
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: events_[seen.message].had_by.push_back(seen.process); break;
      case ObservationKind::command_answered:
        if (static_cast<CommandStatus>(seen.a) == CommandStatus::handled) wrote(seen);
        break;
      case ObservationKind::query_asked:
        asked_[ClientTurn{seen.process, seen.causation}] = written_[seen.process].size();
        break;
      case ObservationKind::query_answered: answered(seen, id); break;
      default: break;
    }
  }

 private:
  struct Event {
    ObservationId appended;
    std::int64_t offset = 0;  ///< where it was published first
    std::vector<ProcessId> had_by;
  };

  void wrote(const Observation& seen) {
    for (std::uint64_t n = 0;; ++n) {
      const MessageId event = subject(event_id_of(CommandId{seen.message.value}, n));
      const Event* known = events_.find(event);
      if (!known || known->appended.value == 0) return;
      written_[seen.process].push_back(event);
    }
  }

  void answered(const Observation& seen, ObservationId id) {
    const std::size_t* written = asked_.find(ClientTurn{seen.process, seen.causation});
    if (!written || *written == 0) return;
    look();
    const std::vector<MessageId>& own = written_[seen.process];
    for (std::size_t i = 0; i < *written; ++i) {
      const Event& event = events_[own[i]];
      const bool behind_position = event.offset != 0 && event.offset <= seen.b;
      if (behind_position || std::ranges::find(event.had_by, seen.peer) != event.had_by.end()) continue;
      return violate(seen.at, {event.appended, id}, [&] {
        return fmt::format("{} was told that its command is done, and then asked {}, which had not heard of it",
                           names().process(seen.process), names().process(seen.peer));
      });
    }
  }

  OrderedTable<MessageId, Event> events_;
  OrderedTable<ProcessId, std::vector<MessageId>> written_;  ///< by client, in the order of its answers
  OrderedTable<ClientTurn, std::size_t> asked_;              ///< how many of them it knew when it asked
};

}  // namespace

PropertyEntry entries::reads_own_writes() {
  return entry<ReadsOwnWrites>({.name = "reads_own_writes",
                                .meaning = "what a client was told is done, it sees when it asks",
                                .on_by_default = false,
                                .wants = {ObservationKind::event_appended, ObservationKind::event_published,
                                          ObservationKind::event_applied, ObservationKind::event_ignored,
                                          ObservationKind::command_answered, ObservationKind::query_asked,
                                          ObservationKind::query_answered}});
}

}  // namespace crisper::properties
