// Ownership: who may change a state. One interface; every strategy is a small file behind it.
#pragma once

#include <cstdint>

#include "core/base/result.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// The right to operate on one state, as its holder knows it.
struct Owned {
  StreamId stream;
  FencingToken token;         ///< zero where the strategy has none
  SimTime until = sim_never;  ///< on the holder's own clock
};

enum class OwnershipError : std::uint8_t {
  not_granted,  ///< somebody else has it and did not give it back in time
  unreachable,  ///< the service that decides did not answer
};

/// One per handler; volatile.
class Ownership {
 public:
  virtual ~Ownership() = default;

  /// Waits for the state, within the strategy's patience.
  virtual Task<Result<Owned, OwnershipError>> enter(Context& context, StreamId stream) = 0;
  /// Gives it back. Never waits.
  virtual void leave(Context& context, const Owned& owned) = 0;
  /// What the holder believes, by its own clock: asked before it writes.
  bool still_holds(const Context& context, const Owned& owned) const { return context.now() < owned.until; }
};

}  // namespace crisper
