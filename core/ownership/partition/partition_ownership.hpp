// PartitionOwnership: a state belongs to whom the queue gives its commands.
#pragma once

#include "core/service/ownership.hpp"

namespace crisper {

/// The state comes with the command: the queue gives no other handler a command of it meanwhile.
class PartitionOwnership final : public Ownership {
 public:
  explicit PartitionOwnership(bool fencing) : fencing_(fencing) {}
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    Owned owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
    for (Hold& hold : owned.holds) {
      hold.token = dispatched.assignment;
      if (fencing_) hold.fence = dispatched.assignment;
    }
    co_return owned;
  }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}

 private:
  bool fencing_;
};

}  // namespace crisper
