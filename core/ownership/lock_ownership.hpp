// LockOwnership: locks from the lock service, for the length of a lease that the holder counts on its own clock. Which
// locks a command needs, and in which order they are taken, is what the lock strategies differ in.
#pragma once

#include "core/ownership/ownership.hpp"

namespace crisper {

/// What one lock covers.
enum class LockScope : std::uint8_t { stream, category };

struct LockOwnershipOptions {
  ProcessId lock_service;
  LockScope scope = LockScope::stream;
  bool in_order = true;  ///< taken in the order of their keys, so that no two commands wait for each other in a circle
  Duration lease{};
  Duration wait{};       ///< for each lock
  bool fencing = true;   ///< the tokens are shown to the store
};

class LockOwnership final : public Ownership {
 public:
  explicit LockOwnership(LockOwnershipOptions options) : options_(options) {}
  /// Takes the locks one after the other; gives back those it has where one can't be had.
  Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) override;
  void leave(Context& context, const SubmitCommand& command, const Owned& owned,
             std::span<const Payload> appended) override;

 private:
  StreamId key_of(StreamId stream) const;
  std::vector<StreamId> keys_of(const SubmitCommand& command) const;
  void release(Context& context, StreamId key, FencingToken token) const;

  LockOwnershipOptions options_;
};

}  // namespace crisper
