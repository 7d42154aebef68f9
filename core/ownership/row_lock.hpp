// RowLock: one lock per stream, from the lock service, for the length of a lease that the holder counts on its own
// clock.
#pragma once

#include "core/ownership/ownership.hpp"

namespace crisper {

struct RowLockOptions {
  ProcessId lock_service;
  Duration lease{};
  Duration wait{};
  bool fencing = true;  ///< pass the token on to the store
};

class RowLock final : public Ownership {
 public:
  explicit RowLock(RowLockOptions options) : options_(options) {}
  Task<Result<Owned, OwnershipError>> enter(Context& context, StreamId stream) override;
  void leave(Context& context, const Owned& owned) override;

 private:
  RowLockOptions options_;
  FencingToken held_;  ///< what release must name, whether or not the store is shown it
};

}  // namespace crisper
