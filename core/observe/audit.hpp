// Audit: what a process holds when a run is over, as it says when it is asked. For judges, who compare what was claimed
// with what is there. Nobody else asks, and nothing of it is in the digest.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// CRISPER_AUDIT_KINDS(X): X(enumerator, "name", "meaning of a", "meaning of b", "what is there").
/// A new kind is one line here. Empty meanings stay zero.
#define CRISPER_AUDIT_KINDS(X)                                                                                         \
  X(process_down, "process.down", "1: paused", "", "nobody can say what this process holds: it is down")               \
  X(disk_stuck, "disk.stuck", "1: its syncs fail", "", "the disk of this process keeps nothing: it is full")           \
  X(unread, "unread", "", "", "the process has not read what is on its disk, or can't")                                \
  X(event_stored, "event.stored", "stream version", "global position", "the store has it (payload: RecordedEvent)")    \
  X(append_promised, "append.promised", "", "", "an append that the store has promised and not been told to make")     \
  X(outbox_row, "outbox.row", "outbox sequence", "", "it is still to reach its receiver (peer; payload: the item)")    \
  X(outbox_end, "outbox.end", "last sequence", "rows left", "how far an outbox was ever filled")                       \
  X(command_known, "command.known", "CommandStatus", "", "the command store has it, and this outcome")                 \
  X(command_queued, "command.queued", "deliveries", "1: with a handler", "the queue has it (payload: SubmitCommand)")  \
  X(command_dead, "command.dead", "", "", "the queue has set it aside, and the command store may not know it yet")     \
  X(event_logged, "event.logged", "log offset", "global position", "the log has it (payload: RecordedEvent)")          \
  X(event_archived, "event.archived", "log offset", "", "the archive has it (payload: RecordedEvent)")                 \
  X(position, "position", "log offset", "offset on disk", "a consumer has dealt with everything through there")        \
  X(event_seen, "event.seen", "", "", "an inbox knows this key (message) and would not take it again")                 \
  X(event_set_aside, "event.set_aside", "log offset", "", "a consumer has parked it (payload: EventParked)")           \
  X(event_held, "event.held", "log offset", "", "a sequencer keeps it until the gap before it closes")                 \
  X(view_row, "view.row", "value", "", "a view shows this (stream: its key, message: its item)")                       \
  X(saga_instance, "saga.instance", "its deadline in ns; -1: none", "", "a process manager has it (payload: state)")   \
  X(memory_kept, "memory.kept", "", "", "what a reaction remembers of a key (stream; payload: the memory)")            \
  X(quota_ledger, "quota.ledger", "lent", "returned", "the quota service's side (payload: QuotaEntry)")                \
  X(quota_book, "quota.book", "lent", "returned", "a holder's side (message: the account; payload: QuotaBook)")        \
  X(snapshot_kept, "snapshot.kept", "stream version", "", "a snapshot store has this of a state")                      \
  X(effect_kept, "effect.kept", "EffectKind", "1: done", "a service of the outside has taken it on (stream: for whom)")

enum class AuditKind : std::uint8_t {
#define CRISPER_KIND(enumerator, ...) enumerator,
  CRISPER_AUDIT_KINDS(CRISPER_KIND)
#undef CRISPER_KIND
};

struct AuditKindInfo {
  std::string_view name;
  std::string_view a;
  std::string_view b;
  std::string_view meaning;
};

inline constexpr auto audit_kinds = std::to_array<AuditKindInfo>({
#define CRISPER_KIND(enumerator, name, a, b, meaning) {name, a, b, meaning},
    CRISPER_AUDIT_KINDS(CRISPER_KIND)
#undef CRISPER_KIND
});

constexpr const AuditKindInfo& info(AuditKind kind) { return audit_kinds[static_cast<std::size_t>(kind)]; }

/// One thing that is there. A process fills kind and whatever applies; who says it is filled in by who asks.
struct AuditEntry {
  AuditKind kind{};
  ProcessId process{};  ///< who holds it
  ProcessId peer{};     ///< whom it is for, if another
  MessageId message{};  ///< the command or event that it is about (see `subject`)
  StreamId stream{};
  std::int64_t a = 0;  ///< meaning depends on the kind: see CRISPER_AUDIT_KINDS
  std::int64_t b = 0;
  Payload payload{};
};

/// Asks. What a process says comes in an order that is the same in every repetition of the run.
class Audit {
 public:
  virtual ~Audit() = default;
  virtual void take(const AuditEntry& entry) = 0;
  /// False: nobody listens to entries of this kind, and there is no need to make them.
  virtual bool wants(AuditKind) const { return true; }
};

}  // namespace crisper
