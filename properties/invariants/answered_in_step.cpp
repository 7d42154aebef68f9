// answered_in_step: when a client hears that its command is done, every consumer has dealt with the command's events.
// Off unless asked for: only designs that wait for the read side promise it.
#include <fmt/format.h>

#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AnsweredInStep final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: events_[seen.message].appended = id; break;
      case ObservationKind::event_delivered: consumer(seen.peer); break;
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: events_[seen.message].had_by.push_back(consumer(seen.process)); break;
      case ObservationKind::command_answered:
        if (static_cast<CommandStatus>(seen.a) == CommandStatus::handled) answered(seen, id);
        break;
      default: break;
    }
  }

 private:
  struct Event {
    ObservationId appended;
    std::vector<ProcessId> had_by;
  };

  ProcessId consumer(ProcessId process) {
    consumers_[process] = true;
    return process;
  }

  void answered(const Observation& seen, ObservationId id) {
    for (std::uint64_t n = 0;; ++n) {
      const Event* event = events_.find(subject(event_id_of(CommandId{seen.message.value}, n)));
      if (!event || event->appended.value == 0) return;
      look();
      for (const auto& [consumer, known] : consumers_) {
        bool had = false;
        for (const ProcessId each : event->had_by) had |= each == consumer;
        if (had) continue;
        violate(seen.at, {event->appended, id}, [&, &who = consumer] {
          return fmt::format("a client was told that a command for {} is done before {} had its events",
                             names().stream(seen.stream), names().process(who));
        });
      }
    }
  }

  OrderedTable<MessageId, Event> events_;
  OrderedTable<ProcessId, bool> consumers_;
};

}  // namespace

PropertyEntry entries::answered_in_step() {
  return entry<AnsweredInStep>({.name = "answered_in_step",
                                .meaning = "a client that hears that its command is done finds it in every view",
                                .on_by_default = false,
                                .wants = {ObservationKind::event_appended, ObservationKind::event_delivered,
                                          ObservationKind::event_applied, ObservationKind::event_ignored,
                                          ObservationKind::command_answered}});
}

}  // namespace crisper::properties
