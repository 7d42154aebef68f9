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
  context.disk().append(Payload::of(ConsumerTransaction{.changes = std::move(staged_)}));
  staged_.clear();
  co_return co_await context.sync();
}

}  // namespace crisper
