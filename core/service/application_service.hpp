// ApplicationService: command -> events. Owns the states of a command, loads them, decides, appends, gives them back.
#pragma once

#include <memory>
#include <vector>

#include "core/service/counting.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/own_events.hpp"
#include "core/service/ownership.hpp"
#include "core/service/service.hpp"
#include "core/service/state_snapshots.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

struct ApplicationServiceOptions {
  ProcessId event_store;
  std::shared_ptr<const Dispatcher> dispatcher;
  OwnershipFactory ownership;
  bool several_states = true;  ///< false: a command with parts on other states is rejected
  bool expect_version = true;  ///< appends name the version they were decided on
  /// Where there is one, an append of nothing but what it counts commutes; any other names the version it was decided
  /// on.
  Counting counting{};
  bool commutes = false;       ///< its appends claim to mean the same whatever others append meanwhile
  /// The state in memory is taken for the truth: only what isn't there is read. True to life where the owner is the
  /// only one who ever changes it. A command that may have been carried out before, or that the state rejects, is
  /// looked up all the same: the state it left must not be asked whether it may happen.
  bool trusts_memory = false;
  std::uint32_t decide_again_limit = 3;             ///< how often a moved stream makes it decide anew
  Duration backoff{};                               ///< before the first of these; doubles, with full jitter
  Duration call_timeout = std::chrono::seconds(1);  ///< of calls to the event store
  std::size_t cached_states = 10'000;
  ProcessId append_to;    ///< takes appends: the event store, or who stands in its place
  ProcessId tell{};       ///< is sent what was appended, once it is stored; zero: nobody
  OwnEventsUse own_events{};
  SnapshotUse snapshots{};
  Release release{};
};

/// Volatile: what it remembers of states is gone with its process.
class ApplicationService final : public Service {
 public:
  explicit ApplicationService(ApplicationServiceOptions options);
  Task<Outcome> carry_out(Context& context, Payload dispatched) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  /// What one attempt came to.
  struct Attempt {
    Outcome outcome = Outcome::try_again;
    bool stream_moved = false;      ///< the append was refused because a stream had moved on
    std::vector<Payload> appended;  ///< what is stored now
    std::vector<StreamHead> heads{};  ///< of the streams it is in, where somebody waits for these to come back
  };
  /// One state of the command, ready to decide on.
  struct Loaded {
    StreamId stream;
    const AnyDecider* decider = nullptr;
    FencingToken fence{};
  };

  Task<Attempt> attempt(Context& context, const DispatchedCommand& dispatched, const Owned& owned);
  bool names_version(StreamId stream, const std::vector<Payload>& events) const;
  /// Whether the state in memory can be decided on as it is.
  bool is_remembered(const Loaded& state);
  /// Brings the state in the cache up to what is stored; false where it can't be had.
  Task<bool> load(Context& context, const SubmitCommand& command, Loaded state, bool& command_known);
  /// Folds what was read onto the state in the cache; false where that is of another history.
  bool fold(Context& context, const SubmitCommand& command, Loaded state, const StreamSlice& slice);
  /// As so many events of today as the event is; nothing where it is read as it is written.
  std::optional<std::size_t> evolve(Context& context, const AnyDecider& decider, AnyState& state,
                                    const Payload& event) const;
  /// With the new release begins a new process: what the old one remembered was of another schema.
  void upgrade(SimTime now);
  Task<Attempt> append(Context& context, const SubmitCommand& command, AppendEvents request);
  /// Asks for the state what knows it: the store, or the events that have come back.
  Task<Result<Payload, CallError>> read(Context& context, const SubmitCommand& command, Loaded state,
                                        StreamVersion after);
  /// Where this command's events are, if somebody else has stored them.
  Task<std::vector<StreamHead>> stored_heads(Context& context, CommandId command);
  /// Sends stored events on, a few times. Nobody remembers those that could not be sent.
  Task<> tell(Context& context, std::vector<Payload> events);
  /// After an append: the states go on from what was decided, or are forgotten.
  void remember(Context& context, const AppendEvents& request, const EventsAppended& appended);
  void observe_each(Context& context, ObservationKind kind, const SubmitCommand& command, const Owned& owned) const;
  void forget(const SubmitCommand& command);

  ApplicationServiceOptions options_;
  std::unique_ptr<Ownership> ownership_;
  StateCache states_;
  StateSnapshots snapshots_;
  bool upgraded_ = false;
};

}  // namespace crisper
