// LockOwnership: locks from the lock service, for the length of a lease that the holder counts on its own clock. Which
// locks a command needs, and in which order they are taken, is what the lock strategies differ in.
#pragma once

#include "core/service/ownership.hpp"

namespace crisper {

/// What one lock covers.
enum class LockScope : std::uint8_t { stream, category };

struct LockOwnershipOptions {
  ProcessId lock_service;  ///< where there is one process of it
  LockScope scope = LockScope::stream;
  bool in_order = true;  ///< taken in the order of their keys, so that no two commands wait for each other in a circle
  Duration lease{};
  ClockKind clock = ClockKind::monotonic;  ///< by which the lease, or the session, is counted
  Duration wait{};       ///< for each lock
  bool fencing = true;   ///< the tokens are shown to the store
  bool goes_on_unlocked = false;  ///< who doesn't get a lock works without it
};

class LockOwnership : public Ownership {
 public:
  explicit LockOwnership(LockOwnershipOptions options, Duration margin = std::chrono::milliseconds(500))
      : options_(options), margin_(margin) {}
  /// Takes the locks one after the other; gives back those it has where one can't be had.
  Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) override;
  void leave(Context& context, const SubmitCommand& command, const Owned& owned,
             std::span<const Payload> appended) override;

 protected:
  /// Asks for one lock and waits for it.
  virtual Task<Result<FencingToken, OwnershipError>> take(Context& context, StreamId key);
  virtual void give_back(Context& context, StreamId key, FencingToken token);
  const LockOwnershipOptions& options() const { return options_; }
  /// The service answers within the wait; a little more covers the way there and back.
  Duration patience() const { return options_.wait + margin_; }

 private:
  StreamId key_of(StreamId stream) const;
  std::vector<StreamId> keys_of(const SubmitCommand& command) const;

  LockOwnershipOptions options_;
  Duration margin_;  ///< of an answer beyond the wait
};

}  // namespace crisper
