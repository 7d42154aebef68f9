#include "core/subscription/effect_promise.hpp"

#include <algorithm>

namespace crisper {

bool EffectPromise::restore(const Payload& change) {
  if (const auto* promise = change.as<PrepareEvents>()) {
    open_ = *promise;
  } else if (const auto* over = change.as<PromiseSettled>()) {
    settle(over->transaction);
  } else {
    return false;
  }
  return true;
}

void EffectPromise::snapshot(std::vector<Payload>& records) const {
  if (settled_.value != 0) records.push_back(Payload::of(PromiseSettled{.transaction = settled_}));
  if (open_) records.push_back(Payload::of(*open_));
}

PromiseSettled EffectPromise::settle(TransactionId transaction) {
  settled_ = std::max(settled_, transaction);
  if (open_ && open_->transaction <= settled_) open_.reset();
  return PromiseSettled{.transaction = settled_};
}

}  // namespace crisper
