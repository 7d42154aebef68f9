#include "core/log/fan_out.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: who subscribed, so that a restarted source goes on sending.
struct SubscriberKnown {
  CRISPER_BODY(SubscriberKnown);
  ProcessId subscriber;
  LogOffset acknowledged;
  CRISPER_FIELDS(subscriber, acknowledged)
};

/// Journal record: it wants nothing more.
struct SubscriberGone {
  CRISPER_BODY(SubscriberGone);
  ProcessId subscriber;
  CRISPER_FIELDS(subscriber)
};

/// To its process: time to look who has fallen behind.
struct LogTick {
  CRISPER_BODY(LogTick);
  CRISPER_FIELDS()
};

}  // namespace

void FanOut::restore(Context& context, const Payload& record) {
  if (const auto* gone = record.as<SubscriberGone>()) forget(gone->subscriber);
  const auto* known = record.as<SubscriberKnown>();
  if (!known) return;
  forget(known->subscriber);
  cursors_.push_back(cursor_of(known->subscriber, known->acknowledged, context.monotonic(), true));
}

Task<> FanOut::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* acknowledged = payload.as<LogAcknowledge>()) {
    acknowledge(context, envelope.from, acknowledged->through);
  } else if (const auto* request = payload.as<Subscribe>()) {
    co_await subscribe(context, envelope, *request);
  } else if (payload.as<Unsubscribe>()) {
    forget(envelope.from);
    // Without a sync: to be sent something more does no harm.
    context.disk().append(Payload::of(SubscriberGone{.subscriber = envelope.from}));
  } else if (payload.as<LogTick>()) {
    check_progress(context);
  }
}

Task<> FanOut::subscribe(Context& context, const Envelope& envelope, const Subscribe& request) {
  std::vector<Payload> records{
      Payload::of(SubscriberKnown{.subscriber = envelope.from, .acknowledged = request.after})};
  co_await durably(context, std::move(records));  // a source that forgot it would never send it anything again
  forget(envelope.from);
  cursors_.push_back(cursor_of(envelope.from, request.after, context.monotonic(), false));
  context.reply(envelope, Payload::of(Subscribed{.head = source_.head()}));
  push_after(context, cursors_.back());
}

void FanOut::forget(ProcessId subscriber) {
  std::erase_if(cursors_, [&](const Cursor& each) { return each.subscriber == subscriber; });
}

void FanOut::acknowledge(Context& context, ProcessId subscriber, LogOffset through) {
  const auto cursor = std::ranges::find(cursors_, subscriber, &Cursor::subscriber);
  if (cursor == cursors_.end() || through > source_.head()) return;
  if (through <= cursor->acknowledged && !cursor->unsure) return;
  cursor->unsure = false;
  cursor->acknowledged = std::max(cursor->acknowledged, through);
  cursor->sent = std::max(cursor->sent, through);
  cursor->progress = context.monotonic();
  push_after(context, *cursor);
}

std::span<const ProcessId> FanOut::line() const {
  return options_.line ? std::span<const ProcessId>(*options_.line) : std::span<const ProcessId>();
}

FanOut::Cursor FanOut::cursor_of(ProcessId subscriber, LogOffset acknowledged, SimTime now, bool unsure) const {
  const auto place = static_cast<std::size_t>(std::ranges::find(line(), subscriber) - line().begin());
  return {subscriber, place, acknowledged, acknowledged, now, unsure};
}

std::vector<LogOffset> FanOut::reaches() const {
  std::vector<LogOffset> acknowledged(line().size());  // nothing, by who has not subscribed
  for (const Cursor& each : cursors_) {
    if (each.place < acknowledged.size()) acknowledged[each.place] = each.acknowledged;  // or more, where it is unsure
  }
  std::vector<LogOffset> reaches{source_.head()};
  for (const LogOffset before : acknowledged) reaches.push_back(std::min(reaches.back(), before));
  return reaches;
}

void FanOut::push_after(Context& context, Cursor& cursor) {
  if (!options_.line) return push(context, cursor, source_.head());
  const std::vector<LogOffset> reach = reaches();
  for (Cursor& each : cursors_) {
    if (!each.unsure) push(context, each, reach[each.place]);  // who is unsure has been asked
  }
}

void FanOut::push(Context& context) {
  const std::vector<LogOffset> reach = reaches();
  for (Cursor& each : cursors_) push(context, each, reach[each.place]);
}

void FanOut::ask(Context& context, Cursor& cursor) {
  // The answer to a batch is an acknowledgement, even where the batch is empty.
  cursor.progress = context.monotonic();
  context.cast(cursor.subscriber, Payload::of(LogBatch{.first = LogOffset{cursor.sent.value + 1}, .events = {}}));
  check_later(context, options_.redeliver_after);
}

void FanOut::push(Context& context, Cursor& cursor, LogOffset reach) {
  if (cursor.unsure) return ask(context, cursor);
  if (cursor.sent == cursor.acknowledged) cursor.progress = context.monotonic();
  while (cursor.sent < reach && cursor.sent.value - cursor.acknowledged.value < options_.window) {
    const std::int64_t room = options_.window - (cursor.sent.value - cursor.acknowledged.value);
    const auto limit = static_cast<std::uint32_t>(std::min(room, static_cast<std::int64_t>(options_.batch)));
    LogBatch batch{.first = LogOffset{cursor.sent.value + 1}, .events = source_.read(cursor.sent, limit)};
    std::vector<LoggedEvent> events = placed(options_.offsets, batch.first, batch.events);
    while (!events.empty() && events.back().offset > reach) {
      events.pop_back();
      batch.events.pop_back();
    }
    if (events.empty()) break;
    for (const LoggedEvent& event : events) {
      context.observe(delivered(event, {.consumer = cursor.subscriber}));
      cursor.sent = event.offset;
    }
    context.cast(cursor.subscriber, Payload::of(std::move(batch)));
  }
  if (cursor.sent > cursor.acknowledged) check_later(context, options_.redeliver_after);
}

void FanOut::check_later(Context& context, Duration delay) {
  if (checking_) return;
  checking_ = true;
  context.remind(delay, Payload::of(LogTick{}));
}

void FanOut::check_progress(Context& context) {
  checking_ = false;
  const std::vector<LogOffset> reach = reaches();
  for (Cursor& cursor : cursors_) {
    if (cursor.sent == cursor.acknowledged && !cursor.unsure) continue;
    if (context.monotonic() - cursor.progress >= options_.redeliver_after) {
      cursor.sent = cursor.acknowledged;  // go back and send again all that is not acknowledged
      push(context, cursor, reach[cursor.place]);
    } else {
      check_later(context, options_.redeliver_after - (context.monotonic() - cursor.progress));
    }
  }
}

}  // namespace crisper
