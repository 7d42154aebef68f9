// Repository: the states that a service decides on. Brings one up to what is stored, by what it remembers, a snapshot,
// and the events that follow; and goes on from what the service itself has appended.
#pragma once

#include <memory>
#include <optional>

#include "core/command/protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/own_events.hpp"
#include "core/service/state_cache.hpp"
#include "core/service/state_snapshots.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

struct RepositoryOptions {
  ProcessId event_store;
  std::shared_ptr<const Dispatcher> dispatcher;  ///< whose deciders fold the events
  Duration call_timeout{};
  std::size_t cached_states = 0;
  bool trusts_memory = false;  ///< as ApplicationServiceOptions has it
  OwnEventsUse own_events{};   ///< where these decide, states are read from them and not from the store
  SnapshotUse snapshots{};
  Release release{};
};

enum class Loaded : std::uint8_t {
  state,          ///< it is as it is stored
  command_known,  ///< and the command's events are among what is stored
  nothing,        ///< it can't be had
};

/// Volatile: what it remembers is gone with its process.
class Repository {
 public:
  explicit Repository(RepositoryOptions options);

  /// With a new release begins a new process: what the old one remembered was of another schema.
  void upgrade(SimTime now);

  /// Asks for it what `read` says, after what is remembered.
  Task<Loaded> load(Context& context, ReadStream read);
  /// As it is in memory; the initial state where nothing was ever loaded. Valid until the next call.
  const CachedState& state(StreamId stream);
  /// Whether the state in memory can be decided on as it is.
  bool is_remembered(StreamId stream) { return options_.trusts_memory && state(stream).known; }

  /// These are stored now: the states go on from what was decided, or are forgotten.
  void appended(Context& context, const AppendEvents& append, const EventsAppended& appended);
  /// Nobody knows what is stored of it, or somebody else knows better.
  void forget(const SubmitCommand& command);

 private:
  const AnyDecider& decider_of(StreamId stream) const { return *options_.dispatcher->find(stream); }
  CachedState& cached(StreamId stream) { return states_.get(stream, decider_of(stream)); }
  Task<Result<Payload, CallError>> ask(Context& context, const ReadStream& read);
  /// Folds what was read onto the state in memory; false where that is of another history.
  bool fold(Context& context, const ReadStream& read, const StreamSlice& slice);
  /// As so many events of today as the event is; nothing where it is read as it is written.
  std::optional<std::size_t> evolve(Context& context, const AnyDecider& decider, AnyState& state,
                                    const Payload& event) const;

  RepositoryOptions options_;
  StateCache states_;
  StateSnapshots snapshots_;
  bool upgraded_ = false;
};

}  // namespace crisper
