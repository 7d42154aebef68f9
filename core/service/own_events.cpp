#include "core/service/own_events.hpp"

#include <algorithm>

#include "core/runtime/retry.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

bool OwnEvents::apply(Context&, const LoggedEvent& event) {
  keep(event.event);
  stage(event.event);
  return true;
}

void OwnEvents::restore(const Payload& change) {
  if (change.as<RecordedEvent>()) keep(change);
}

void OwnEvents::snapshot(std::vector<Payload>& records) const {
  for (const auto& [id, stream] : streams_) {
    records.insert(records.end(), stream.events.begin(), stream.events.end());
    for (const auto& [version, event] : stream.ahead) records.push_back(event);
  }
}

void OwnEvents::keep(const Payload& event) {
  const auto& recorded = *event.as<RecordedEvent>();
  Stream& stream = streams_[recorded.stream];
  if (recorded.version <= stream.head()) return;
  stream.ahead.emplace(recorded.version, event);
  while (!stream.ahead.empty() && stream.ahead.begin()->first.value == stream.head().value + 1) {
    stream.events.push_back(std::move(stream.ahead.begin()->second));
    stream.ahead.erase(stream.ahead.begin());
    commands_.insert(stream.events.back().as<RecordedEvent>()->command);
  }
}

void OwnEvents::advanced(Context& context) {
  waiting_.answer([&](const Envelope& each) {
    if (!is_back(*each.payload.as<AwaitOwnEvents>())) return false;
    context.reply(each, Payload::of(OwnEventsBack{}));
    return true;
  });
}

Task<> OwnEvents::receive_other(Context& context, const Envelope& envelope) {
  if (const auto* request = envelope.payload.as<ReadOwnEvents>()) {
    context.reply(envelope, Payload::of(read(*request)));
  } else if (const auto* wanted = envelope.payload.as<AwaitOwnEvents>()) {
    if (is_back(*wanted)) {
      context.reply(envelope, Payload::of(OwnEventsBack{}));
    } else {
      waiting_.add(envelope);
    }
  }
  co_return;
}

StreamSlice OwnEvents::read(const ReadOwnEvents& request) const {
  StreamSlice slice{.events = {}, .head = {}, .command_known = commands_.contains(request.command)};
  const auto found = streams_.find(request.stream);
  if (found == streams_.end()) return slice;
  const std::vector<Payload>& events = found->second.events;
  slice.head = found->second.head();
  const auto seen = std::min(static_cast<std::ptrdiff_t>(request.after.value), std::ssize(events));
  slice.events.assign(events.begin() + seen, events.end());
  return slice;
}

bool OwnEvents::is_back(const AwaitOwnEvents& wanted) const {
  const auto found = streams_.find(wanted.stream);
  return found != streams_.end() && found->second.head() >= wanted.version;
}

Task<std::vector<StreamHead>> stored_heads(Context& context, StoredHeadsQuestion question) {
  std::vector<StreamHead> heads;
  const Payload find = Payload::of(FindCommand{.command = question.command});
  const Result<Payload, CallError> answer = co_await context.call(question.store, find, question.timeout);
  const StoredCommand* stored = answer ? answer->as<StoredCommand>() : nullptr;
  if (!stored) co_return heads;
  for (const Payload& event : stored->events) {
    const auto& recorded = *event.as<RecordedEvent>();
    heads.push_back({recorded.stream, recorded.version});
  }
  co_return heads;
}

Task<> hold_until_back(Context& context, const OwnEventsUse& use, CommandId command, std::vector<StreamHead> heads,
                       SimTime until) {
  constexpr Duration ask_again = std::chrono::milliseconds(200);  // the question, or its answer, may be lost
  const Moment since = context.moment();
  until = std::min(until, context.monotonic() + use.within);
  for (const StreamHead& head : heads) {
    const Payload wanted = Payload::of(AwaitOwnEvents{.stream = head.stream, .version = head.version});
    bool back = false;
    Retry retry;
    while (!back && context.monotonic() < until) {
      const Duration patience = std::min(ask_again, until - context.monotonic());
      const Result<Payload, CallError> answer = co_await context.call(use.process, wanted, patience);
      back = answer.has_value();
      if (!back) co_await retry.pause(context, answer.error(), std::max(until - context.monotonic(), Duration::zero()));
    }
    if (back) continue;
    context.observe({.kind = ObservationKind::own_events_late,
                     .message = subject(command),
                     .stream = head.stream,
                     .a = head.version.value,
                     .since = since});
  }
}

}  // namespace crisper
