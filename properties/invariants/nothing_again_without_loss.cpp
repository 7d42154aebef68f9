// nothing_again_without_loss: where nothing is lost, late or down, nothing is handed over again. What hides a fault by
// repeating is a fault all the same: somebody pays for each repetition, and the day comes when it doesn't help.
//
// An event comes again to a consumer for no reason, if the turn that brought it there has ended, and its answer had the
// time to come back; or if the consumer has asked for what follows. A command comes again for no reason, if its handler
// had decided it long before, or had taken another one since without giving this one back, or still had time for it.
//
// Only calm is looked at: from the first sign of trouble on, and for a while after the last one, whatever comes again
// may do so because of it.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/design/design.hpp"
#include "core/log/log_protocol.hpp"
#include "core/log/partitioned_log.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class NothingAgainWithoutLoss final : public Property {
 public:
  NothingAgainWithoutLoss(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    const Design& d = design();
    const Duration first = std::min({d.event_log.redeliver_after, d.publication.retry, d.publication.claim_for});
    late_ = first / 2;
    const Duration longest = std::max({d.command_queue.visibility_timeout, d.event_log.redeliver_after,
                                       d.publication.claim_for, d.relay.timeout, d.publication.session});
    recovery_ = 4 * longest;
    per_request_ = d.executor.kind == ExecutorKind::per_request;
    several_publish_ = d.publication.relays > 1 && d.publication.claim == OutboxClaim::none;
    const PublicationMethod method = d.publication.method;
    by_place_ = method == PublicationMethod::outbox || method == PublicationMethod::dual_write ||
                method == PublicationMethod::single_publisher;
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::turn_begun: return turn_begun(seen);
      case ObservationKind::turn_ended: return turn_ended(seen);
      case ObservationKind::event_delivered: return event_delivered(seen, id);
      case ObservationKind::event_published: return event_published(seen, id);
      case ObservationKind::event_held: return held(seen);
      case ObservationKind::command_dispatched: return command_dispatched(seen, id);
      case ObservationKind::command_handled:
      case ObservationKind::command_rejected:
      case ObservationKind::command_repeated: return decided(seen);
      case ObservationKind::command_retried: return given_back(seen);
      case ObservationKind::process_crashed:
      case ObservationKind::process_paused: return down(seen, true);
      case ObservationKind::process_started:
      case ObservationKind::process_resumed: return down(seen, false);
      default: return trouble(seen.at);
    }
  }

 private:
  struct ToConsumer {
    ProcessId consumer;
    std::int64_t offset = 0;
    friend bool operator==(const ToConsumer&, const ToConsumer&) = default;
    std::uint64_t hash() const { return mix_bits(static_cast<std::uint64_t>(offset) ^ mix_bits(consumer.value + 1)); }
  };
  struct HandedOver {
    bool asked = false;      ///< it was the answer to a question: whoever asks again has it
    SimTime at{};
    SimTime arrived = sim_never;
    SimTime dealt_with = sim_never;  ///< the end of the turn that brought it
    ObservationId said;
  };
  struct Command {
    ProcessId handler;
    SimTime at{};
    SimTime decided = sim_never;
    bool given_back = false;
    ObservationId said;
  };
  /// What a turn has brought.
  struct Turn {
    MessageId message;
    Payload batch;
  };

  // ---- calm

  bool is_calm(SimTime now) const { return down_count_ == 0 && now >= calm_from_; }

  /// What was handed over until now may come again.
  void trouble(SimTime at) {
    calm_from_ = at + recovery_;
    if (!events_.empty()) events_ = {};
    if (!published_.empty()) published_ = {};
    if (!commands_.empty()) commands_ = {};
  }

  void down(const Observation& seen, bool is_down) {
    bool* known = down_.find(seen.process);
    if (!is_down && (!known || !*known)) return;  // its first start
    bool& was_down = known ? *known : down_[seen.process];
    if (was_down != is_down) is_down ? ++down_count_ : --down_count_;
    was_down = is_down;
    trouble(seen.at);
  }

  // ---- events

  void turn_begun(const Observation& seen) {
    if (Duration(seen.b) >= late_) trouble(seen.at);
    if (body_as<ReadFeed>(seen.payload) || body_as<FetchPartitions>(seen.payload)) question_ = seen.message;
    if (!body_as<LogBatch>(seen.payload) && !body_as<HandOver>(seen.payload)) return;
    Turn& turn = turns_[seen.process];
    turn = {seen.message, Payload::shared(seen.payload)};
    for_each_event(seen.process, turn.batch, [&](HandedOver& event) { event.arrived = seen.at; });
  }

  void turn_ended(const Observation& seen) {
    Turn* turn = turns_.find(seen.process);
    if (!turn || turn->message != seen.message) return;
    for_each_event(seen.process, turn->batch, [&](HandedOver& event) { event.dealt_with = seen.at; });
    *turn = {};
  }

  template <class Visit>
  void for_each_event(ProcessId process, const Payload& batch, Visit&& visit) {
    const ProcessId* consumer = consumer_of_.find(process);
    if (!consumer) return;
    const auto look_at = [&](LogOffset offset) {
      HandedOver* event = events_.find(ToConsumer{*consumer, offset.value});
      if (event) visit(*event);
    };
    if (const auto* handed = batch.as<HandOver>()) {
      for (const LoggedEvent& each : handed->events) look_at(each.offset);
    } else if (const auto* log = batch.as<LogBatch>()) {
      std::int64_t next = log->first.value;
      for (const Payload& each : log->events) {
        look_at(by_place_ ? LogOffset{next} : LogOffset{each.as<RecordedEvent>()->position.value});
        ++next;
      }
    }
  }

  void event_delivered(const Observation& seen, ObservationId id) {
    consumer_of_[ProcessId{static_cast<std::uint32_t>(seen.b)}] = seen.peer;
    if (!is_calm(seen.at)) return;
    look();
    const bool asked = seen.causation.value == question_.value && question_.value != 0;
    const HandedOver before =
        std::exchange(events_[ToConsumer{seen.peer, seen.a}], {.asked = asked, .at = seen.at, .said = id});
    if (before.said.value == 0 || !is_again_for_nothing(before, seen)) return;
    violate(seen.at, {before.said, id}, [&] {
      return fmt::format("{} handed offset {} to {} at {}, and again at {}, though nothing was lost or late",
                         names().process(seen.process), seen.a, names().process(seen.peer), to_text(before.at),
                         to_text(seen.at));
    });
  }

  void held(const Observation& seen) {
    if (std::int64_t* lowest = held_.find(seen.process)) {
      *lowest = std::min(*lowest, seen.a);
    } else {
      held_[seen.process] = seen.a;
    }
  }

  bool is_again_for_nothing(const HandedOver& before, const Observation& seen) const {
    // What waits for others needn't be answered for; what it waits for must be, where events are answered for one by
    // one.
    const std::int64_t* lowest = held_.find(seen.peer);
    if (lowest && (!by_place_ || seen.a >= *lowest)) return false;
    if (before.asked) return true;
    if (before.dealt_with == sim_never) return false;  // it is still at it
    const Duration way = before.arrived - before.at;
    return seen.at - before.dealt_with > 4 * way + std::chrono::milliseconds(10);
  }

  void event_published(const Observation& seen, ObservationId id) {
    if (several_publish_ || !is_calm(seen.at)) return;
    look();
    const ObservationId before = std::exchange(published_[seen.message], id);
    if (before.value == 0) return;
    violate(seen.at, {before, id}, [&] {
      return fmt::format("an event of {} was published again, though nothing was lost or late",
                         names().stream(seen.stream));
    });
  }

  // ---- commands

  void command_dispatched(const Observation& seen, ObservationId id) {
    const Command* known = commands_.find(seen.message);
    const MessageId* now_at = known ? latest_of_.find(known->handler) : nullptr;
    const bool let_go = !per_request_ && now_at && *now_at != seen.message;
    latest_of_[seen.peer] = seen.message;
    if (!is_calm(seen.at)) return;
    look();
    const Command before = std::exchange(commands_[seen.message], {.handler = seen.peer, .at = seen.at, .said = id});
    if (before.said.value == 0 || before.given_back) return;
    const bool decided = before.decided != sim_never && seen.at - before.decided > late_;
    const bool early = seen.at - before.at < design().command_queue.visibility_timeout;
    if (!decided && !let_go && !early) return;
    violate(seen.at, {before.said, id}, [&] {
      return fmt::format("{} gave the command {:x} for {} to {} again, though nothing was lost or late",
                         names().process(seen.process), seen.message.value, names().stream(seen.stream),
                         names().process(seen.peer));
    });
  }

  void decided(const Observation& seen) {
    Command* command = commands_.find(seen.message);
    if (command && command->decided == sim_never) command->decided = seen.at;
  }

  void given_back(const Observation& seen) {
    if (Command* command = commands_.find(seen.message)) command->given_back = true;
  }

  Duration late_{};      ///< what waits for so long is late
  Duration recovery_{};  ///< after trouble
  bool per_request_ = false;
  bool several_publish_ = false;
  bool by_place_ = false;  ///< a batch counts its offsets on; else they are positions
  std::uint32_t down_count_ = 0;
  SimTime calm_from_ = sim_start;
  MessageId question_;  ///< the latest request for a page of events whose turn has begun
  OrderedTable<ProcessId, bool> down_;
  OrderedTable<ProcessId, std::int64_t> held_;  ///< the lowest offset that a consumer has held back
  OrderedTable<ProcessId, ProcessId> consumer_of_;
  OrderedTable<ProcessId, Turn> turns_;
  OrderedTable<ToConsumer, HandedOver> events_;
  OrderedTable<MessageId, ObservationId> published_;
  OrderedTable<MessageId, Command> commands_;
  OrderedTable<ProcessId, MessageId> latest_of_;
};

}  // namespace

PropertyEntry entries::nothing_again_without_loss() {
  using enum ObservationKind;
  return entry<NothingAgainWithoutLoss>(
      {.name = "nothing_again_without_loss",
       .meaning = "where nothing is lost, late or down, nothing is handed over again",
       .wants = {turn_begun, turn_ended, event_delivered, event_published, event_held, command_dispatched,
                 command_handled, command_rejected, command_repeated, command_retried, process_crashed, process_paused,
                 process_started, process_resumed, fault_fired, message_dropped, reply_late, call_timed_out,
                 session_broken, memory_exhausted, replay_begun, replay_ended, consumer_joined, consumer_left,
                 partition_revoked, delivery_throttled, handler_left, event_parked, event_given_up}});
}

}  // namespace crisper::properties
