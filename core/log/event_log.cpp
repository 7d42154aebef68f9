#include "core/log/event_log.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {

Task<> EventLog::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (record.as<RecordedEvent>()) {
      events_.push_back(record);
    } else {
      distributor_->restore(context, record);
    }
  }
  distributor_->push(context);
  co_return;
}

Task<> EventLog::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await append(context, envelope, delivery->items);
  } else {
    co_await distributor_->receive(context, envelope);
  }
}

Task<> EventLog::append(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* event = item.as<RecordedEvent>();
    if (!event) continue;
    context.disk().append(item);
    const LogOffset offset{head().value + static_cast<std::int64_t>(once_durable.size()) + 1};
    once_durable.push_back(published(*event, offset));
  }
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (!synced) co_return;  // the relay will hand them over again
  for (const Payload& item : items) {
    if (item.as<RecordedEvent>()) events_.push_back(item);
  }
  context.reply(envelope, Payload::of(Received{}));
  distributor_->push(context);
}

std::vector<Payload> EventLog::read(LogOffset after, std::uint32_t limit) const {
  const std::size_t begin = std::min(static_cast<std::size_t>(after.value), events_.size());
  const std::size_t end = std::min(begin + limit, events_.size());
  return {events_.begin() + static_cast<std::ptrdiff_t>(begin), events_.begin() + static_cast<std::ptrdiff_t>(end)};
}

void EventLog::inspect(Audit& audit) const {
  std::int64_t offset = 0;
  for (const Payload& event : events_) audit.take(logged(LogOffset{++offset}, event));
}

}  // namespace crisper
