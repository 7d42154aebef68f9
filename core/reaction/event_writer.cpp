#include "core/reaction/event_writer.hpp"

#include "core/message/delivery.hpp"
#include "core/runtime/retry.hpp"

namespace crisper {

Task<> EventWriter::start(Context& context) {
  std::int64_t published = 0;
  while (true) {
    const Payload fetch = Payload::of(FetchOutbox{.limit = options_.batch, .published_through = published});
    const Result<Payload, CallError> answer = co_await context.call(options_.source, fetch, options_.timeout);
    const OutboxBatch* batch = answer ? answer->as<OutboxBatch>() : nullptr;
    bool all = batch && !batch->entries.empty();
    if (all) co_await context.work(context.service_time());
    for (std::size_t i = 0; all && i < batch->entries.size(); ++i) {
      const OutboxEntry& entry = batch->entries[i];
      all = co_await append(context, entry);
      if (all) published = entry.sequence;
    }
    if (!all) co_await context.sleep(options_.poll);
  }
}

Task<bool> EventWriter::append(Context& context, OutboxEntry entry) {
  const Result<Payload, CallError> answer = co_await context.call(entry.destination, entry.item, options_.timeout);
  if (!answer) co_return false;
  if (const auto* refused = answer->as<AppendRefused>()) co_return refused->error == AppendError::already_appended;
  const auto* recorded = answer->as<EventsRecorded>();
  if (!recorded || options_.tell.value == 0) co_return true;
  const std::int64_t first = recorded->events.front().as<RecordedEvent>()->position.value;
  const Payload delivery = Payload::of(Delivery{.first = first, .items = recorded->events});
  constexpr int attempts = 3;
  Retry retry;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Result<Payload, CallError> received = co_await context.call(options_.tell, delivery, options_.timeout);
    if (received) break;
    co_await retry.pause(context, received.error());
  }
  co_return true;
}

}  // namespace crisper
