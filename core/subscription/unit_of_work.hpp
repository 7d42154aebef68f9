// UnitOfWork: what of a consumer becomes durable in one write, and what there is to say once it is.
#pragma once

#include <memory>
#include <vector>

#include "core/subscription/consumer_store.hpp"

namespace crisper {

class UnitOfWork {
 public:
  explicit UnitOfWork(std::unique_ptr<ConsumerStore> store) : store_(std::move(store)) {}

  /// As ConsumerStore has it.
  void recover(Context& context, const std::function<void(const Payload&)>& restore) {
    store_->recover(context, restore);
  }
  void stage(Payload change);
  /// Observed as soon as what was staged is durable: a crash before that leaves nothing to tell.
  void say(Context& context, Observation observation);
  /// Makes what was staged durable, however often that fails, and says what there was to say. Free where nothing was.
  Task<> commit(Context& context);
  /// Nothing is staged.
  bool is_clean() const { return !staged_; }
  /// As ConsumerStore has it: nothing must be staged.
  Task<> snapshot(Context& context, std::vector<Payload> state) { return store_->snapshot(context, std::move(state)); }

 private:
  std::unique_ptr<ConsumerStore> store_;
  bool staged_ = false;
  std::vector<Observation> said_;  ///< becomes true with the next commit
};

}  // namespace crisper
