#include "core/ownership/lock/lock_service.hpp"

#include <span>

#include "core/runtime/compaction.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {

LockService::LockService(LockTableOptions options)
    : table_(options, [](Context& context, Payload record) { context.disk().append(std::move(record)); }) {}

Task<> LockService::start(Context& context) {
  for (const Payload& record : context.disk().records()) table_.recover(record);
  arm(context);
  co_return;
}

Task<> LockService::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* acquire = payload.as<AcquireLock>()) {
    table_.request(context, envelope, *acquire);
  } else if (const auto* give_back = payload.as<ReleaseLock>()) {
    table_.release(context, *give_back);
  } else if (const auto* rang = payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) table_.tick(context);
  }
  arm(context);
  co_await publish_grants(context);
  compact(context);
}

Task<> LockService::publish_grants(Context& context) {
  const std::vector<LockTable::Grant> grants = table_.take_grants();
  if (grants.empty()) co_return;
  const Result<void, DiskError> synced = co_await sync_or_lose(context);
  if (!synced) co_return;  // the askers will time out; the leases run out
  for (const LockTable::Grant& grant : grants) LockTable::tell(context, grant);
}

void LockService::compact(Context& context) {
  const std::span<const Payload> records = context.disk().records();
  if (is_worth_compacting(records.size(), table_.size())) context.disk().rewrite(table_.still_matter(records));
}

void LockService::arm(Context& context) {
  if (const SimTime next = table_.next_limit(context); next != sim_never) alarm_.arm(context, next);
}

}  // namespace crisper
