#include "core/command/relay.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"

namespace crisper {

Task<> Relay::start(Context& context) {
  std::int64_t published = 0;
  while (true) {
    const Payload fetch = Payload::of(FetchOutbox{.limit = options_.batch, .published_through = published});
    const Result<Payload, CallError> answer = co_await context.call(options_.source, fetch, options_.timeout);
    const OutboxBatch* batch = answer ? answer->as<OutboxBatch>() : nullptr;
    if (!batch || batch->entries.empty()) {
      co_await context.sleep(options_.poll);
      continue;
    }
    Duration work = context.service_time();
    for (const OutboxEntry& entry : batch->entries) {
      work += options_.publish.draw_recorded(context, entry.item, "publish");
    }
    co_await context.work(work);
    const std::int64_t safe = co_await deliver(context, batch->entries);
    if (safe < batch->entries.back().sequence) co_await context.sleep(options_.poll);
    published = std::max(published, safe);
  }
}

Task<std::int64_t> Relay::deliver(Context& context, std::vector<OutboxEntry> entries) {
  std::int64_t safe = 0;
  std::size_t next = 0;
  while (next < entries.size()) {
    const ProcessId receiver = entries[next].destination;
    Delivery delivery{.first = entries[next].sequence, .items = {}};
    std::size_t end = next;
    while (end < entries.size() && entries[end].destination == receiver) delivery.items.push_back(entries[end++].item);
    const Payload request = Payload::of(std::move(delivery));
    const Result<Payload, CallError> answer = co_await context.call(receiver, request, options_.timeout);
    if (!answer) break;  // order matters more than speed: nothing behind it may pass
    safe = entries[end - 1].sequence;
    next = end;
  }
  co_return safe;
}

}  // namespace crisper
