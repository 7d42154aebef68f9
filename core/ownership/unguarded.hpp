// Unguarded: nobody is kept out. What protects the states, if anything does, is elsewhere.
#pragma once

#include "core/ownership/ownership.hpp"

namespace crisper {

class Unguarded final : public Ownership {
 public:
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    co_return Owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
  }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}
};

/// The same, but what the store is shown is given once and for all: by the owner's own generation.
class Fenced final : public Ownership {
 public:
  explicit Fenced(FencingToken token) : token_(token) {}
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    Owned owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
    for (Hold& hold : owned.holds) hold.token = hold.fence = token_;
    co_return owned;
  }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}

 private:
  FencingToken token_;
};

}  // namespace crisper
