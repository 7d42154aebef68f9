// outbox_delivered: what is in an outbox reaches its receiver before anybody marks it as delivered, and nothing leaves
// an outbox in another way. The rows are read where they are handed out, the receiver's answer where it is given, and
// what is left where it lies: on the wire and in the audit, so that no relay is believed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/base/counted.hpp"
#include "core/command/protocol.hpp"
#include "core/message/delivery.hpp"
#include "core/publication/outbox_desk.hpp"
#include "core/store/store_protocol.hpp"
#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class OutboxDelivered final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::message_sent: return sent(seen, id);
      case ObservationKind::outbox_added: {
        Outbox& outbox = outboxes_[seen.process];
        outbox.filled = std::max(outbox.filled, seen.a);
        outbox.filled_at.push_back({seen.a, seen.at, id});
        return;
      }
      case ObservationKind::command_accepted: {
        Command& command = commands_[seen.message];
        command.store = seen.process;
        command.at = seen.at;
        command.accepted = id;
        return;
      }
      default: return;
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::outbox_row: {
        Outbox& outbox = outboxes_[there.process];
        outbox.left[there.a] = there.peer;
        const auto* submit = there.payload.as<SubmitCommand>();
        Command* command = submit ? commands_.find(subject(submit->command)) : nullptr;
        if (command && command->store == there.process) command->waits = true;
        return;
      }
      case AuditKind::command_known: {
        Command* command = commands_.find(there.message);
        if (command) command->open = static_cast<CommandStatus>(there.a) == CommandStatus::accepted;
        return;
      }
      case AuditKind::outbox_end: outboxes_[there.process].audited = true; return;
      case AuditKind::process_down: down_[there.process] = true; return;
      default: return;
    }
  }

 private:
  struct Row {
    ProcessId receiver;
    std::uint64_t item = 0;  ///< what it is, by its content
    MessageId command{};     ///< zero: it is something else
    SimTime handed_at{};
    ObservationId handed;
    bool delivered = false;
  };
  struct Filled {
    std::int64_t sequence = 0;
    SimTime at{};
    ObservationId id;
  };
  /// Of one process. Rows are forgotten when they are delivered and marked; of those that
  /// are marked one by one, what they were is kept.
  struct Outbox {
    std::map<std::int64_t, Row> rows;
    std::int64_t marked = 0;             ///< somebody has claimed that everything up to here is delivered
    std::map<std::int64_t, std::uint64_t> gone;  ///< rows of which somebody has claimed that, and what they were
    std::int64_t filled = 0;             ///< its owner has said that everything up to here is durable
    std::vector<Filled> filled_at;       ///< when it said so, in the order of the run
    std::map<std::int64_t, ProcessId> left;  ///< what is there at the end, and for whom
    bool audited = false;

    bool is_marked(std::int64_t sequence) const { return sequence <= marked || gone.contains(sequence); }
    bool is_marked(std::int64_t sequence, std::uint64_t item) const {
      const auto row = gone.find(sequence);
      return sequence <= marked || (row != gone.end() && row->second == item);
    }
  };
  struct Command {
    ProcessId store;
    SimTime at{};
    ObservationId accepted;
    bool handed_over = false;  ///< its receiver has answered that it has it
    bool waits = false;        ///< it is in the outbox at the end
    bool open = false;         ///< the command store knows no outcome at the end
  };
  /// A relay's call that carries rows.
  struct Carried {
    ProcessId relay;
    ProcessId receiver;
    std::vector<std::uint64_t> items;
  };

  void sent(const Observation& seen, ObservationId id) {
    if (!seen.payload) return;
    const auto* batch = body_as<OutboxBatch>(seen.payload);
    if (!batch && !sources_.find(seen.process) && !sources_.find(seen.peer)) return;
    if (was_said(seen)) return;
    if (batch) {
      handed_out(seen, id, *batch);
    } else if (const auto* fetch = body_as<FetchOutbox>(seen.payload)) {
      claimed_through(seen, id, fetch->published_through);
    } else if (const auto* claim = body_as<ClaimOutbox>(seen.payload)) {
      for (const GlobalPosition position : claim->published) claimed(seen, id, position.value);
    } else if (sources_.find(seen.process)) {
      carried(seen);
    } else {
      answered(seen);
    }
  }

  /// A session sends a message again until it is confirmed; it means what it meant when it was sent first. On one way
  /// messages are sent first in the order of their ids.
  bool was_said(const Observation& seen) {
    if (seen.message == MessageId{}) return false;
    MessageId& latest = said_[ProcessLink{seen.process, seen.peer}];
    if (seen.message <= latest) return true;
    latest = seen.message;
    return false;
  }

  void handed_out(const Observation& seen, ObservationId id, const OutboxBatch& batch) {
    sources_[seen.peer] = seen.process;
    Outbox& outbox = outboxes_[seen.process];
    for (const OutboxEntry& entry : batch.entries) {
      // A crash made its owner forget the mark, or the claim is still on its way.
      if (outbox.is_marked(entry.sequence, entry.item->content_hash())) continue;
      const auto [row, fresh] = outbox.rows.try_emplace(entry.sequence);
      if (!fresh) continue;
      look();
      const auto* submit = entry.item.as<SubmitCommand>();
      row->second = {.receiver = entry.destination,
                     .item = entry.item->content_hash(),
                     .command = submit ? subject(submit->command) : MessageId{},
                     .handed_at = seen.at,
                     .handed = id};
    }
  }

  void carried(const Observation& seen) {
    Carried call{.relay = seen.process, .receiver = seen.peer, .items = {}};
    if (const auto* delivery = body_as<Delivery>(seen.payload)) {
      for (const Payload& item : delivery->items) call.items.push_back(item->content_hash());
    } else if (body_as<AppendEvents>(seen.payload)) {
      call.items.push_back(seen.payload->content_hash());
    }
    if (call.items.empty()) return;
    latest_[seen.process] = seen.message;
    under_way_[seen.message] = std::move(call);
  }

  /// Who appends answers when its transaction ends, in whichever turn that is: then it is the relay's latest call.
  void answered(const Observation& seen) {
    const auto* refused = body_as<AppendRefused>(seen.payload);
    const bool is_stored = body_as<EventsAppended>(seen.payload) || body_as<EventsRecorded>(seen.payload) ||
                           (refused && refused->error == AppendError::already_appended);
    if (!is_stored && !body_as<Received>(seen.payload)) return;
    auto call = under_way_.find(MessageId{seen.causation.value});
    if (call == under_way_.end() && is_stored) call = under_way_.find(latest_[seen.peer]);
    if (call == under_way_.end() || call->second.relay != seen.peer || call->second.receiver != seen.process) return;
    const ProcessId owner = sources_[seen.peer];
    for (auto& [sequence, row] : outboxes_[owner].rows) {
      if (row.delivered || row.receiver != seen.process) continue;
      row.delivered = std::ranges::find(call->second.items, row.item) != call->second.items.end();
      Command* command = row.delivered ? commands_.find(row.command) : nullptr;
      if (command && command->store == owner) command->handed_over = true;
    }
    under_way_.erase(call);
  }

  void claimed_through(const Observation& seen, ObservationId id, std::int64_t through) {
    Outbox& outbox = outboxes_[seen.peer];
    while (!outbox.rows.empty() && outbox.rows.begin()->first <= through) {
      check_claim(seen, id, outbox.rows.begin()->first, outbox.rows.begin()->second);
      outbox.rows.erase(outbox.rows.begin());
    }
    outbox.marked = std::max(outbox.marked, through);
    outbox.gone.erase(outbox.gone.begin(), outbox.gone.upper_bound(through));
  }

  void claimed(const Observation& seen, ObservationId id, std::int64_t sequence) {
    Outbox& outbox = outboxes_[seen.peer];
    const auto row = outbox.rows.find(sequence);
    if (row == outbox.rows.end()) return;
    check_claim(seen, id, sequence, row->second);
    outbox.gone[sequence] = row->second.item;
    outbox.rows.erase(row);
  }

  void check_claim(const Observation& seen, ObservationId id, std::int64_t sequence, const Row& row) {
    if (row.delivered) return;
    violate(seen.at, {row.handed, id}, [&] {
      return fmt::format("{} says that row {} of the outbox of {} is delivered, and {} never said that it has it",
                         names().process(seen.process), sequence, names().process(seen.peer),
                         names().process(row.receiver));
    });
  }

  void judge_end(const RunEnd& end) override {
    if (!end.audited || end.is_cut()) return;
    for (const auto& [owner, outbox] : outboxes_) {
      if (!outbox.audited || down_.find(owner)) continue;
      check_kept(owner, outbox);
      check_rest(owner, outbox, end);
    }
    for (const auto& [id, command] : commands_) check_command(id, command);
  }

  /// A command that waits for its outcome is in the outbox, or its receiver has it.
  void check_command(MessageId id, const Command& command) {
    if (!command.open || command.waits || command.handed_over || down_.find(command.store)) return;
    violate(command.at, {command.accepted}, [&] {
      return fmt::format("the command {:x} was accepted, and is neither in the outbox of {} nor with its receiver",
                         id.value, names().process(command.store));
    });
  }

  /// What its owner said to be durable, and nobody has claimed to have delivered, is still there.
  void check_kept(ProcessId owner, const Outbox& outbox) {
    for (const Filled& each : outbox.filled_at) {
      if (outbox.is_marked(each.sequence) || outbox.left.contains(each.sequence)) continue;
      violate(each.at, {each.id}, [&] {
        return fmt::format("{} wrote row {} into its outbox, and it is neither there nor delivered",
                           names().process(owner), each.sequence);
      });
    }
  }

  /// At rest nothing waits in it; in a run that was not at rest, nothing stands still.
  void check_rest(ProcessId owner, const Outbox& outbox, const RunEnd& end) {
    std::uint64_t waiting = 0;
    for (const auto& [sequence, receiver] : outbox.left) {
      const auto row = outbox.rows.find(sequence);
      if (outbox.is_marked(sequence) || (row != outbox.rows.end() && row->second.delivered)) continue;
      ++waiting;
      const SimTime since = waits_since(outbox, sequence);
      const bool waits_long = since != sim_never && end.at - since >= end.standstill_after;
      const bool stands_still = waits_long && !is_in_the_way(owner, receiver);
      if (!end.quiet && !stands_still) continue;
      violate(since == sim_never ? end.at : since,
              {row == outbox.rows.end() ? ObservationId{} : row->second.handed}, [&, at = sequence, to = receiver] {
                return fmt::format("row {} of the outbox of {} never reached {}{}", at, names().process(owner),
                                   names().process(to), end.quiet ? "" : ": it stands still");
              });
    }
    if (waiting > 0) leave_open(fmt::format("{}: {} in outboxes", end.trouble(), counted_was(waiting, "row")));
  }

  static SimTime waits_since(const Outbox& outbox, std::int64_t sequence) {
    if (const auto row = outbox.rows.find(sequence); row != outbox.rows.end()) return row->second.handed_at;
    const auto filled = std::ranges::find_if(outbox.filled_at, [&](const Filled& each) {
      return each.sequence >= sequence;
    });
    return filled == outbox.filled_at.end() ? sim_never : filled->at;
  }

  /// A process that is down, so that nobody can expect the row to move.
  bool is_in_the_way(ProcessId owner, ProcessId receiver) const {
    if (down_.find(receiver)) return true;
    return std::ranges::any_of(sources_, [&](const auto& each) {
      return each.second == owner && down_.find(each.first);
    });
  }

  OrderedTable<ProcessId, Outbox> outboxes_;
  OrderedTable<ProcessId, ProcessId> sources_;  ///< relay -> whose outbox it empties
  std::map<MessageId, Carried> under_way_;
  OrderedTable<ProcessId, MessageId> latest_;   ///< of a relay
  OrderedTable<ProcessLink, MessageId> said_;   ///< the latest
  OrderedTable<MessageId, Command> commands_;
  OrderedTable<ProcessId, bool> down_;
};

}  // namespace

PropertyEntry entries::outbox_delivered() {
  return entry<OutboxDelivered>(
      {.name = "outbox_delivered",
       .meaning = "what is in an outbox reaches its receiver before it is marked, and nothing is lost from it",
       .tells_why_open = true,
       .wants = {ObservationKind::message_sent, ObservationKind::outbox_added, ObservationKind::command_accepted},
       .audits = {AuditKind::outbox_row, AuditKind::outbox_end, AuditKind::command_known, AuditKind::process_down}});
}

}  // namespace crisper::properties
