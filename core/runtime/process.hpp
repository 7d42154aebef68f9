// Process: sequential inside, concurrent outside, addressed by messages. Everything that runs is one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/distribution.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/envelope.hpp"
#include "core/runtime/task.hpp"

namespace crisper {

class Audit;
class Context;

/// One process. Its members are volatile: a crash destroys the object, a restart builds another from the same factory.
class Process {
 public:
  virtual ~Process() = default;

  /// The first turn after every (re)start: read the disk, subscribe, or loop for ever. Messages wait until it is over
  /// where turns are sequential.
  virtual Task<> start(Context& context);

  /// One turn: one message from start to end. `envelope` lives as long as the turn.
  virtual Task<> receive(Context& context, const Envelope& envelope);

  /// Says what it holds that a crash must not take: asked once, when the run is over, on behalf of judges. What it says
  /// is what is there, not what it has said before.
  virtual void inspect(Audit& audit) const;
};

/// May a second message be begun while a turn is suspended?
CRISPER_ENUM(TurnPolicy,
             (sequential, "one command after the other"),
             (reentrant, "the next begins while one waits"))

/// What a full mailbox does.
CRISPER_ENUM(OverflowPolicy,
             (block_caller, "a request waits outside; a cast is dropped"),
             (reject, "a request is refused at once; a cast is dropped"),
             (drop_newest, "what arrives is dropped"),
             (drop_oldest, "what waited longest is dropped"))

struct MailboxSpec {
  std::uint32_t capacity = 1'000'000;  ///< messages waiting, not counting those in a turn
  OverflowPolicy overflow = OverflowPolicy::reject;
  friend bool operator==(const MailboxSpec&, const MailboxSpec&) = default;
};

/// What a process may take: its mailbox, its turns under way and the processes it has spawned are charged to it. Who
/// goes over the budget dies of it, and its spawned processes with it.
struct MemorySpec {
  std::uint64_t budget_bytes = 64 * 1024;
  std::optional<Duration> restart_after{};  ///< nothing: it stays dead
  friend bool operator==(const MemorySpec&, const MemorySpec&) = default;
};

/// What holds for all processes of one role, whoever starts them and when.
struct RoleSettings {
  Distribution service_time{};
  MailboxSpec mailbox{};
  std::optional<MemorySpec> memory{};
  friend bool operator==(const RoleSettings&, const RoleSettings&) = default;
};

/// By role ("handler", "event-store" …); what is not listed is as its spec says.
using Roles = std::map<std::string, RoleSettings>;

/// Builds the process; called at the start and after each crash. What it captures is configuration, never state.
using ProcessFactory = std::function<std::unique_ptr<Process>()>;

/// Everything an engine must know to run a process.
struct ProcessSpec {
  std::string name{};  ///< unique in the system: "handler-2"
  std::string role{};  ///< what its siblings share: "handler"
  ProcessFactory factory{};
  TurnPolicy turns = TurnPolicy::sequential;
  MailboxSpec mailbox{};
  std::optional<MemorySpec> memory{};  ///< nothing: it may take what it likes
  Distribution service_time{};  ///< CPU time of every turn but the first, at the host's reference speed; see Context
  std::string host{};       ///< empty: the deployment places it
};

}  // namespace crisper
