#include "core/log/log_archive.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

LogOffset offset_of(const Payload& event) { return LogOffset{event.as<RecordedEvent>()->position.value}; }

}  // namespace

Task<> LogArchive::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (record.as<RecordedEvent>()) events_.push_back(record);
  }
  while (true) {
    const LogOffset end = events_.empty() ? LogOffset{} : offset_of(events_.back());
    context.cast(options_.log, Payload::of(ArchivedThrough{.offset = end}));
    const Payload read = Payload::of(ReadLog{.consumer = {}, .after = end, .limit = options_.batch});
    const Result<Payload, CallError> answer = co_await context.call(options_.log, read, options_.timeout);
    const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
    if (!page || page->events.empty()) {
      co_await context.sleep(options_.poll);
      continue;
    }
    co_await context.work(context.service_time());
    std::vector<Payload> records = page->events;
    co_await durably(context, std::move(records));
    events_.insert(events_.end(), page->events.begin(), page->events.end());
  }
}

Task<> LogArchive::receive(Context& context, const Envelope& envelope) {
  const auto* request = envelope.payload.as<ReadLog>();
  if (!request) co_return;
  const auto first = std::ranges::upper_bound(events_, request->after, {}, offset_of);
  const auto there = static_cast<std::size_t>(events_.end() - first);
  const auto last = first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(there, request->limit));
  context.reply(envelope, Payload::of(LogBatch{.first = LogOffset{request->after.value + 1}, .events = {first, last}}));
}

void LogArchive::inspect(Audit& audit) const {
  for (const Payload& event : events_) {
    audit.take({.kind = AuditKind::event_archived,
                .message = subject(event.as<RecordedEvent>()->id),
                .stream = event.as<RecordedEvent>()->stream,
                .a = offset_of(event).value,
                .payload = event});
  }
}

}  // namespace crisper
