#include "core/subscription/unit_of_work.hpp"

namespace crisper {

void UnitOfWork::stage(Payload change) {
  store_->stage(std::move(change));
  staged_ = true;
}

void UnitOfWork::say(Context& context, Observation observation) {
  if (staged_) {
    said_.push_back(observation);
  } else {
    context.observe(observation);
  }
}

Task<> UnitOfWork::commit(Context& context) {
  constexpr Duration pause = std::chrono::milliseconds(10);
  while (staged_) {
    const Result<void, DiskError> committed = co_await store_->commit(context, said_);
    if (committed) {
      staged_ = false;
      said_.clear();
    } else {
      co_await context.sleep(pause);
    }
  }
}

}  // namespace crisper
