// Ownership: who may change a state. The port through which a service asks; core/ownership is what stands behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.hpp"
#include "core/command/protocol.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// The right to operate on one state, as its holder knows it.
struct Hold {
  StreamId stream{};
  FencingToken token{};  ///< what a release must name; zero where the strategy has none
  FencingToken fence{};  ///< what the store is shown; zero: nothing
};

/// All that one command needs.
struct Owned {
  std::vector<Hold> holds;    ///< one for each stream of the command, in the command's order
  SimTime until = sim_never;  ///< on the holder's own clock, this one:
  ClockKind clock = ClockKind::monotonic;
};

enum class OwnershipError : std::uint8_t {
  not_granted,  ///< somebody else has it and did not give it back in time, or this one was chosen to give way
  unreachable,  ///< whoever decides did not answer
};

/// One per service instance; volatile.
class Ownership {
 public:
  virtual ~Ownership() = default;

  /// Waits for all states of the command, within the strategy's patience; all or none.
  virtual Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) = 0;
  /// Asked when the decision has been made: may these events be appended? A strategy that shares out a countable takes
  /// from its share here. False: try the command again later.
  virtual Task<bool> admit(Context& context, const SubmitCommand& command, std::span<const Payload> events);
  /// An append (AppendEvents) was sent and not answered: it may become stored at any later time, unless the next read
  /// bars it.
  virtual void append_in_doubt(const Payload& append);
  /// Gives them back. Never waits. `appended`: the events, empty where nothing was stored.
  virtual void leave(Context& context, const SubmitCommand& command, const Owned& owned,
                     std::span<const Payload> appended) = 0;
  /// A message that was not for the handler itself: a renewal's answer, a request to give something back.
  virtual Task<> receive(Context& context, const Envelope& envelope);
  /// As Process::inspect: what its holder has of what is shared out.
  virtual void inspect(Audit& audit) const;
  /// What the holder believes, by its own clock: asked before it writes.
  virtual bool still_holds(const Context& context, const Owned& owned) const {
    return context.time(owned.clock) < owned.until;
  }
};

/// Holds without tokens, for strategies that keep nobody out.
std::vector<Hold> bare_holds(const SubmitCommand& command);

using OwnershipFactory = std::function<std::unique_ptr<Ownership>()>;

}  // namespace crisper
