#include "core/publication/store_publisher.hpp"

#include <algorithm>

#include "core/log/log_protocol.hpp"
#include "core/message/delivery.hpp"
#include "core/runtime/compaction.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: everything up to here is with the log.
struct PublishedThrough {
  CRISPER_BODY(PublishedThrough);
  LogOffset position;
  CRISPER_FIELDS(position)
};

}  // namespace

Task<> StorePublisher::start(Context& context) {
  LogOffset position;
  for (const Payload& record : context.disk().records()) {
    if (const auto* saved = record.as<PublishedThrough>()) position = std::max(position, saved->position);
  }
  while (true) {
    const Payload read = Payload::of(ReadFeed{.after = position, .limit = options_.batch});
    const Result<Payload, CallError> answer = co_await context.call(options_.event_store, read, options_.timeout);
    const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
    if (!page || page->events.empty()) {
      co_await context.sleep(options_.poll);
      continue;
    }
    Duration work = context.service_time();
    for (const Payload& event : page->events) work += options_.publish.draw_recorded(context, event, "publish");
    co_await context.work(work);
    const Payload delivery = Payload::of(Delivery{.first = page->first.value, .items = page->events});
    const Result<Payload, CallError> received =
        co_await context.call(options_.event_log, delivery, options_.timeout);
    if (!received) {
      co_await context.sleep(options_.poll);
      continue;
    }
    position = placed(OffsetKind::position, page->first, page->events).back().offset;
    const Payload saved = Payload::of(PublishedThrough{.position = position});
    if (is_worth_compacting(context.disk().records().size(), 1)) context.disk().rewrite({saved});
    std::vector<Payload> records{saved};
    co_await durably(context, std::move(records));
  }
}

}  // namespace crisper
