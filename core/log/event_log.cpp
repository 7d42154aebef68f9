#include "core/log/event_log.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/event_store.hpp"

namespace crisper {
namespace {

/// Journal record: who subscribed, so that a restarted log goes on sending.
struct SubscriberKnown {
  CRISPER_BODY(SubscriberKnown);
  ProcessId subscriber;
  LogOffset acknowledged;
  static constexpr auto fields = std::tuple{field("subscriber", &SubscriberKnown::subscriber),
                                            field("acknowledged", &SubscriberKnown::acknowledged)};
};

struct LogTick {
  CRISPER_BODY(LogTick);
  static constexpr auto fields = std::tuple{};
};

}  // namespace

Task<> EventLog::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (record.as<RecordedEvent>()) {
      events_.push_back(record);
    } else if (const auto* known = record.as<SubscriberKnown>()) {
      std::erase_if(cursors_, [&](const Cursor& each) { return each.subscriber == known->subscriber; });
      cursors_.push_back(Cursor{known->subscriber, known->acknowledged, known->acknowledged, context.now(), true});
    }
  }
  for (Cursor& cursor : cursors_) push(context, cursor);
  co_return;
}

Task<> EventLog::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* delivery = payload.as<Delivery>()) {
    co_await append(context, envelope, delivery->items);
  } else if (const auto* acknowledged = payload.as<LogAcknowledge>()) {
    acknowledge(context, envelope.from, acknowledged->through);
  } else if (const auto* request = payload.as<Subscribe>()) {
    co_await subscribe(context, envelope, *request);
  } else if (payload.as<LogTick>()) {
    check_progress(context);
  }
}

Task<> EventLog::append(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* event = item.as<RecordedEvent>();
    if (!event) continue;
    context.disk().append(item);
    once_durable.push_back({.kind = ObservationKind::event_published,
                            .message = subject(event->id),
                            .correlation = event->correlation,
                            .stream = event->stream,
                            .a = head().value + static_cast<std::int64_t>(once_durable.size()) + 1,
                            .b = event->position.value,
                            .payload = event->body.get()});
  }
  const Result<void, DiskError> synced = co_await context.sync(once_durable);
  if (!synced) co_return;  // the relay will hand them over again
  for (const Payload& item : items) {
    if (item.as<RecordedEvent>()) events_.push_back(item);
  }
  context.reply(envelope, Payload::of(Received{}));
  for (Cursor& cursor : cursors_) push(context, cursor);
}

Task<> EventLog::subscribe(Context& context, const Envelope& envelope, const Subscribe& request) {
  std::vector<Payload> records{
      Payload::of(SubscriberKnown{.subscriber = envelope.from, .acknowledged = request.after})};
  co_await durably(context, std::move(records));  // a log that forgot it would never send it anything again
  std::erase_if(cursors_, [&](const Cursor& each) { return each.subscriber == envelope.from; });
  cursors_.push_back(Cursor{envelope.from, request.after, request.after, context.now(), false});
  context.reply(envelope, Payload::of(Subscribed{.head = head()}));
  push(context, cursors_.back());
}

void EventLog::acknowledge(Context& context, ProcessId subscriber, LogOffset through) {
  const auto cursor = std::ranges::find(cursors_, subscriber, &Cursor::subscriber);
  if (cursor == cursors_.end() || through > head()) return;
  if (through <= cursor->acknowledged && !cursor->unsure) return;
  cursor->unsure = false;
  cursor->acknowledged = std::max(cursor->acknowledged, through);
  cursor->sent = std::max(cursor->sent, through);
  cursor->progress = context.now();
  push(context, *cursor);
}

void EventLog::push(Context& context, Cursor& cursor) {
  if (cursor.unsure) {
    // Asks how far it has come: the answer to a batch is an acknowledgement, even where the batch is empty.
    cursor.progress = context.now();
    context.cast(cursor.subscriber, Payload::of(LogBatch{.first = LogOffset{cursor.sent.value + 1}, .events = {}}));
    return check_later(context, options_.redeliver_after);
  }
  if (cursor.sent == cursor.acknowledged) cursor.progress = context.now();
  while (cursor.sent < head() && cursor.sent.value - cursor.acknowledged.value < options_.window) {
    const std::int64_t room = options_.window - (cursor.sent.value - cursor.acknowledged.value);
    const std::int64_t count =
        std::min({room, static_cast<std::int64_t>(options_.batch), head().value - cursor.sent.value});
    LogBatch batch{.first = LogOffset{cursor.sent.value + 1}, .events = {}};
    batch.events.assign(events_.begin() + cursor.sent.value, events_.begin() + cursor.sent.value + count);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto* event = batch.events[static_cast<std::size_t>(i)].as<RecordedEvent>();
      context.observe({.kind = ObservationKind::event_delivered,
                       .peer = cursor.subscriber,
                       .message = subject(event->id),
                       .correlation = event->correlation,
                       .stream = event->stream,
                       .a = cursor.sent.value + 1 + i,
                       .b = cursor.subscriber.value});
    }
    cursor.sent.value += count;
    context.cast(cursor.subscriber, Payload::of(std::move(batch)));
  }
  if (cursor.sent > cursor.acknowledged) check_later(context, options_.redeliver_after);
}

void EventLog::check_later(Context& context, Duration delay) {
  if (checking_) return;
  checking_ = true;
  context.remind(delay, Payload::of(LogTick{}));
}

void EventLog::check_progress(Context& context) {
  checking_ = false;
  for (Cursor& cursor : cursors_) {
    if (cursor.sent == cursor.acknowledged && !cursor.unsure) continue;
    if (context.now() - cursor.progress >= options_.redeliver_after) {
      cursor.sent = cursor.acknowledged;  // go back and send again all that is not acknowledged
      push(context, cursor);
    } else {
      check_later(context, options_.redeliver_after - (context.now() - cursor.progress));
    }
  }
}

}  // namespace crisper
