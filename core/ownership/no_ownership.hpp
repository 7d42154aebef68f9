// NoOwnership: nobody is kept out. The unsafe baseline.
#pragma once

#include "core/ownership/ownership.hpp"

namespace crisper {

class NoOwnership final : public Ownership {
 public:
  Task<Result<Owned, OwnershipError>> enter(Context&, StreamId stream) override {
    co_return Owned{.stream = stream, .token = {}};
  }
  void leave(Context&, const Owned&) override {}
};

}  // namespace crisper
