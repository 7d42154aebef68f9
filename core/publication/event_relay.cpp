#include "core/publication/event_relay.hpp"

#include "core/message/delivery.hpp"

namespace crisper {

Task<> EventRelay::start(Context& context) {
  std::vector<GlobalPosition> published;
  const Duration wait = options_.waits ? options_.poll : Duration::zero();
  while (true) {
    const Payload claim = Payload::of(ClaimOutbox{.limit = options_.batch,
                                                  .claim = options_.claim,
                                                  .claim_for = options_.claim_for,
                                                  .wait = wait,
                                                  .published = published});
    const Result<Payload, CallError> answer =
        co_await context.call(options_.event_store, claim, options_.timeout + wait);
    const OutboxBatch* batch = answer ? answer->as<OutboxBatch>() : nullptr;
    if (batch) published.clear();
    if (!batch || batch->entries.empty()) {
      if (!batch || !options_.waits) co_await context.sleep(options_.poll);
      continue;
    }
    Duration work = context.service_time();
    for (const OutboxEntry& entry : batch->entries) {
      work += options_.publish.draw_recorded(context, entry.item, "publish");
    }
    co_await context.work(work);
    Delivery delivery{.first = batch->entries.front().sequence, .items = {}};
    std::vector<GlobalPosition> positions;
    for (const OutboxEntry& entry : batch->entries) {
      delivery.items.push_back(entry.item);
      positions.push_back(GlobalPosition{entry.sequence});
    }
    const Payload request = Payload::of(std::move(delivery));
    const Result<Payload, CallError> received =
        co_await context.call(options_.event_log, request, options_.timeout);
    if (received) {
      published = std::move(positions);
    } else {
      co_await context.sleep(options_.poll);
    }
  }
}

}  // namespace crisper
