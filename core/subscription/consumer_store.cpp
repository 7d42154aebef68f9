#include "core/subscription/consumer_store.hpp"

namespace crisper {
namespace {

/// Journal record: one commit, so that a crash can't split it.
struct ConsumerTransaction {
  CRISPER_BODY(ConsumerTransaction);
  std::vector<Payload> changes;
  static constexpr auto fields = std::tuple{field("changes", &ConsumerTransaction::changes)};
};

}  // namespace

void JournalConsumerStore::recover(Context& context, const std::function<void(const Payload&)>& restore) {
  for (const Payload& record : context.disk().records()) {
    const auto* transaction = record.as<ConsumerTransaction>();
    if (!transaction) continue;
    for (const Payload& change : transaction->changes) restore(change);
  }
}

Task<Result<void, DiskError>> JournalConsumerStore::commit(Context& context) {
  if (!transaction_) {
    transaction_ = Payload::of(ConsumerTransaction{.changes = std::move(staged_)});
    staged_.clear();
  }
  context.disk().append(transaction_);
  const Result<void, DiskError> synced = co_await context.sync();
  if (synced) transaction_ = Payload();
  co_return synced;
}

}  // namespace crisper
