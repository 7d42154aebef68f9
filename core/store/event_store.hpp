// EventStore: the port behind which events become durable. One store, one local transaction per append: the events, the
// command they came from, the highest fencing token, and the outbox entries that will publish them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/message/recorded_event.hpp"
#include "core/observe/observation_kind.hpp"
#include "core/runtime/disk.hpp"

namespace crisper {

/// Why a store refuses to append (`a` of append.refused).
CRISPER_ENUM(AppendError,
             // decide again
             (wrong_version, "it has moved on since the decision"),
             // this owner's time is over
             (stale_token, "another has been granted it since"),
             // nothing was done, nothing need be
             (already_appended, "the command's events are stored already"),
             // nothing was done
             (storage_failed, "the storage failed"),
             // something that the decision doesn't write: decide again
             (read_changed, "what the decision was read from has moved on"),
             // it can never be stored; nor can the next
             (other_partition, "it is in another partition than the rest of the transaction"),
             (batch_too_large, "there are more events than a transaction may have"),
             // neither a repetition nor new
             (partly_appended, "some of the command's events are stored and others aren't"))

/// All streams of a kind, as a decision has read them: those that aren't there, too.
struct CategoryRead {
  StreamCategory category;
  GlobalPosition through;  ///< the store's head at that time
  CRISPER_FIELDS(category, through)
};

/// What a decision has read and doesn't write.
struct StreamRead {
  StreamId stream;
  StreamVersion version;
  CRISPER_FIELDS(stream, version)
};

/// What is wrong with a store's own file, and where (see StoreDamageKind).
struct StoreDamage {
  StoreDamageKind kind{};
  std::int64_t place = 0;
  friend bool operator==(const StoreDamage&, const StoreDamage&) = default;
};

/// What one append adds to one stream.
struct StreamAppend {
  StreamId stream;
  std::optional<StreamVersion> expected;  ///< empty: any version will do
  FencingToken token;                     ///< zero: not fenced
  std::vector<Payload> events;            ///< at least one
  std::vector<EventId> ids{};             ///< of the events, by which a repetition is known; none: after the command
  CRISPER_FIELDS(stream, expected, token, events, ids)
};

/// One transaction: all its streams are appended to, or none.
struct AppendRequest {
  CommandId command;
  CorrelationId correlation;
  SimTime now{};
  std::vector<StreamAppend> parts;  ///< at least one, each stream once
  ProcessId writer{};               ///< who asked for it
  /// Of its first event, where a sequence has given out its positions already; else it goes to the end.
  std::optional<GlobalPosition> first_position{};
};

/// What the store knows of a command's events, whichever streams they are in.
struct StoredCommand {
  CRISPER_BODY(StoredCommand);
  ProcessId writer;             ///< whose append it was: a command's events are stored once
  std::vector<Payload> events;  ///< RecordedEvents; none: nothing of this command is stored yet
  CRISPER_FIELDS(writer, events)
};

/// What a stream holds after a version, and whether a command's events are among all it holds.
struct StreamSlice {
  CRISPER_BODY(StreamSlice);
  std::vector<Payload> events;  ///< RecordedEvents, in the order of their versions
  StreamVersion head;           ///< of the whole stream; zero where it doesn't exist
  bool command_known = false;
  std::uint64_t generation = 0;  ///< of the store's process, which forgets the tokens of readers when it restarts
  CRISPER_FIELDS(events, head, command_known, generation)
};

/// Not itself a process: EventStoreProcess makes one reachable. At most one append is staged at a time. What is staged
/// is invisible to every read until commit(); the caller syncs the disk between the two, and a crash in between loses
/// (or keeps) the whole of it.
class EventStore {
 public:
  virtual ~EventStore() = default;

  /// Once after a (re)start, before anything else. `disk` belongs to the store's process and outlives the store. Fails
  /// where what is there isn't what was stored; nothing else may be called then.
  virtual Result<void, StoreDamage> recover(Disk& disk) = 0;

  /// Checks and writes, invisibly. Gives the events as they will be recorded.
  virtual Result<std::vector<Payload>, AppendError> stage(const AppendRequest& request) = 0;
  /// Makes the staged append visible. Can't fail: what is on the disk by now is told to be durable.
  virtual void commit() = 0;
  /// Forgets it.
  virtual void rollback() = 0;

  virtual StreamSlice read(StreamId stream, StreamVersion after, CommandId command) const = 0;
  /// Whoever holds this token is about to decide on the stream: from now on a lower one is stale. False where it is
  /// stale itself. Volatile.
  virtual bool fence(StreamId stream, FencingToken token) = 0;
  /// What is stored of this command. May cost a look at every event.
  virtual StoredCommand find(CommandId command) const = 0;
  /// Events after this position in the order of positions, at most `limit`.
  virtual std::vector<Payload> read_all(GlobalPosition after, std::uint32_t limit) const = 0;

  /// Of everything committed; zero where there is nothing.
  virtual GlobalPosition head() const = 0;

  /// The outbox: everything committed and not yet marked, oldest first.
  virtual std::vector<Payload> unpublished(std::uint32_t limit) const = 0;
  /// Marks all that is committed up to this position as published, whoever has seen it or not. Needn't be durable:
  /// forgetting it costs a repetition.
  virtual void mark_published(GlobalPosition through) = 0;
  /// Marks these and no others.
  virtual void mark_published(std::span<const GlobalPosition> positions) = 0;
};

}  // namespace crisper
