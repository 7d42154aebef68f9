// Unguarded: nobody is kept out. What protects the states, if anything does, is elsewhere.
#pragma once

#include "core/service/ownership.hpp"

namespace crisper {

class Unguarded final : public Ownership {
 public:
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    co_return Owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
  }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}
};

/// The same, but the store is shown a number that grows: with each generation of the only owner, and within one
/// whenever an append of its own may still be under way, which would otherwise land behind its back.
class Fenced final : public Ownership {
 public:
  explicit Fenced(std::int64_t generation) : token_{generation << 32} {}
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    Owned owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
    for (Hold& hold : owned.holds) hold.token = hold.fence = token_;
    co_return owned;
  }
  void append_in_doubt(const Payload&) override { ++token_.value; }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}

 private:
  FencingToken token_;
};

}  // namespace crisper
