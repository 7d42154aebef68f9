// EffectPromise: a consumer's part in a two-phase commit: effects that it has promised to take, and doesn't yet know
// whether it shall.
#pragma once

#include <optional>
#include <vector>

#include "core/subscription/transaction.hpp"

namespace crisper {

/// Journal record: a transaction that it promised to take part in is over.
struct PromiseSettled {
  CRISPER_BODY(PromiseSettled);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// To its process: ask, if it is still in doubt.
struct EffectInDoubt {
  CRISPER_BODY(EffectInDoubt);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

class EffectPromise {
 public:
  /// False where the record is not its own.
  bool restore(const Payload& change);
  void snapshot(std::vector<Payload>& records) const;

  /// The one in doubt.
  const std::optional<PrepareEvents>& open() const { return open_; }
  bool is_open(TransactionId transaction) const { return open_ && open_->transaction == transaction; }
  /// Of a transaction that is over, or of one before the one in doubt: must not be promised.
  bool is_ghost(TransactionId transaction) const {
    return transaction <= settled_ || (open_ && transaction < open_->transaction);
  }
  /// The request must be durable before.
  void give(const PrepareEvents& request) { open_ = request; }
  /// It is over; the record must become durable with the effects, if it has any.
  PromiseSettled settle(TransactionId transaction);

 private:
  std::optional<PrepareEvents> open_;
  TransactionId settled_;  ///< everything up to here is over
};

}  // namespace crisper
