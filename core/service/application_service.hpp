// ApplicationService: command -> events. Owns the states of a command, loads them, decides, appends, gives them back.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/runtime/kind_costs.hpp"
#include "core/service/direct_publisher.hpp"
#include "core/service/merger.hpp"
#include "core/service/ownership.hpp"
#include "core/service/repository.hpp"
#include "core/service/service.hpp"
#include "core/service/version_check.hpp"

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
  /// Where there is one, what a stream has got meanwhile is looked at, and only what conflicts is decided again.
  Merging merging{};
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
  StepCosts costs{};
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
    bool stream_moved = false;        ///< the append was refused because a stream had moved on
    std::optional<AppendEvents> overtaken{};  ///< that append, in the words of today, where it might merge
    std::vector<Payload> appended{};  ///< what is stored now
    std::vector<StreamHead> heads{};  ///< of the streams it is in, where somebody waits for these to come back
  };
  /// What the command asks of one of its states.
  struct Part {
    const CommandPart& asks;
    const Hold& hold;
    std::uint64_t earlier = 0;  ///< events that its parts on other states came to before
  };
  struct Decided {
    std::optional<Attempt> ended{};  ///< nothing was decided: this is what the attempt came to
    Decision decision{};
    StreamVersion version{};         ///< that it was made on
    std::uint64_t generation = 0;    ///< of the store then, where a token was shown
  };

  /// Again, a few times, while a stream moves on between the decision and the append: as it was decided where it merges
  /// with what came between, else decided anew.
  Task<Attempt> attempt_until_settled(Context& context, const DispatchedCommand& dispatched, const Owned& owned);
  Task<Attempt> attempt(Context& context, const DispatchedCommand& dispatched, const Owned& owned);
  /// On the state as it is stored, or as it is remembered.
  Task<Decided> load_and_decide(Context& context, const DispatchedCommand& dispatched, Part part);
  void add(AppendEvents& append, const Hold& hold, Decided decided) const;
  Task<Attempt> store(Context& context, const SubmitCommand& command, AppendEvents append);

  Attempt reject(Context& context, const SubmitCommand& command) const;
  /// The store has refused the append.
  Task<Attempt> give_way(Context& context, const SubmitCommand& command, AppendError error);
  /// Somebody has stored the command's events before.
  Task<Attempt> repeated(Context& context, const SubmitCommand& command, StreamId stream);
  void observe_each(Context& context, ObservationKind kind, const SubmitCommand& command, const Owned& owned) const;

  ApplicationServiceOptions options_;
  std::unique_ptr<Ownership> ownership_;
  Repository repository_;
  VersionCheck versions_;
  Merger merger_;
  DirectPublisher publisher_;
};

}  // namespace crisper
