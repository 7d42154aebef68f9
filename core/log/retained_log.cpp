#include "core/log/retained_log.hpp"

#include <algorithm>

namespace crisper {
namespace {

constexpr std::uint32_t step = 64;

std::vector<LoggedEvent> next(const EventSource& source, LogOffset after, std::uint32_t limit) {
  return placed(OffsetKind::position, LogOffset{after.value + 1}, source.read(after, limit));
}

}  // namespace

Task<> RetainedLog::receive(Context& context, const Envelope& envelope) {
  if (const auto* request = envelope.payload.as<ReadLog>()) {
    age(context);
    read(context, envelope, *request);
  } else if (const auto* archived = envelope.payload.as<ArchivedThrough>()) {
    archived_ = std::max(archived_, archived->offset);
  }
  co_return;
}

void RetainedLog::see(const Context& context) {
  while (!seen_.empty() && seen_.front().head <= expired_) seen_.pop_front();
  if (source_.head() > (seen_.empty() ? expired_ : seen_.back().head)) {
    seen_.push_back({source_.head(), context.monotonic()});
  }
}

void RetainedLog::age(const Context& context) {
  see(context);  // after a restart nothing pushes before something new comes
  pass_older(context, expired_, options_.retention);
  if (!options_.compaction) return;
  for (bool more = true; more;) {
    const std::vector<LoggedEvent> events = next(source_, looked_, step);
    for (const LoggedEvent& event : events) last_[event.recorded().stream] = looked_ = event.offset;
    more = events.size() == step;
  }
  pass_older(context, compacted_, options_.compact_after);
}

bool RetainedLog::is_older(const Context& context, const LoggedEvent& event, Duration than) const {
  if (options_.clock == ClockKind::wall) return context.now() - event.recorded().recorded_at >= than;
  const auto seen = std::ranges::lower_bound(seen_, event.offset, {}, &Seen::head);
  return seen == seen_.end() || context.monotonic() - seen->at >= than;
}

void RetainedLog::pass_older(const Context& context, LogOffset& through, Duration than) const {
  while (true) {
    const std::vector<LoggedEvent> events = next(source_, through, step);
    for (const LoggedEvent& event : events) {
      if (!is_older(context, event, than)) return;
      if (options_.archived && archived_ < event.offset) return;
      through = event.offset;
    }
    if (events.size() < step) return;
  }
}

bool RetainedLog::is_gone(const LoggedEvent& event) const {
  if (event.offset <= expired_) return true;
  if (!options_.compaction || event.offset > compacted_) return false;
  const auto last = last_.find(event.recorded().stream);
  return last != last_.end() && last->second > event.offset;
}

void RetainedLog::read(Context& context, const Envelope& envelope, const ReadLog& request) {
  const LogOffset not_whole = std::max(expired_, options_.compaction ? compacted_ : LogOffset{});
  if (options_.archived && request.after < not_whole) {
    return context.reply(envelope, Payload::of(LogExpired{.through = not_whole}));
  }
  LogBatch page{.first = LogOffset{request.after.value + 1}, .events = {}};
  LogOffset at = request.after;
  for (bool more = true; more && page.events.size() < request.limit;) {
    const std::vector<LoggedEvent> events = next(source_, at, step);
    for (const LoggedEvent& event : events) {
      if (page.events.size() == request.limit) break;
      at = event.offset;
      if (is_gone(event)) {
        give_up(context, request.consumer, event);
      } else {
        page.events.push_back(event.event);
      }
    }
    more = events.size() == step;
  }
  context.reply(envelope, Payload::of(std::move(page)));
}

void RetainedLog::give_up(Context& context, ProcessId consumer, const LoggedEvent& event) {
  if (consumer.value == 0 || event.offset <= told_[consumer]) return;
  told_[consumer] = event.offset;
  context.observe({.kind = ObservationKind::event_given_up,
                   .peer = consumer,
                   .message = subject(event.recorded().id),
                   .correlation = event.recorded().correlation,
                   .stream = event.recorded().stream,
                   .a = event.offset.value});
}

}  // namespace crisper
