// How a consumer takes its history again.
#include "core/subscription/subscriber.hpp"

namespace crisper {

Duration Subscriber::replay_cost(Context& context, const std::vector<Payload>& recorded) const {
  Duration cost{};
  for (const Payload& each : recorded) {
    cost += options_.costs.apply.draw_recorded(context, each, "apply");
  }
  return cost;
}

Task<> Subscriber::start_replay(Context& context) {
  if (replay_.is_running()) co_return;
  replay_.begin();
  context.observe({.kind = ObservationKind::replay_begun, .a = static_cast<std::int64_t>(replay_.current().kind)});
  begin_replay(context, replay_.current());
  co_await commit(context);
  context.remind(Duration(1), Payload::of(ReplayPage{}));
}

Task<> Subscriber::replay_page(Context& context) {
  constexpr std::uint32_t page_size = 256;
  const Payload request = Payload::of(ReadFeed{.after = LogOffset{replay_.after().value}, .limit = page_size});
  const Result<Payload, CallError> answer = co_await context.call(options_.history, request, options_.feed.timeout);
  const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
  if (!page) co_return context.remind(options_.feed.poll, Payload::of(ReplayPage{}));
  co_await context.work(replay_cost(context, page->events));
  const bool held_back = !replay_.current().effects;
  for (const LoggedEvent& event : placed(OffsetKind::position, page->first, page->events)) {
    replay_.took(event);
    for (const Payload& each : read_today(context, event.event)) replay(context, *each.as<RecordedEvent>());
    say(context, {.kind = ObservationKind::event_replayed,
                  .message = subject(event.recorded().id),
                  .correlation = event.recorded().correlation,
                  .stream = event.recorded().stream,
                  .a = event.recorded().position.value,
                  .b = held_back ? 1 : 0});
  }
  const bool is_last = page->events.size() < page_size;
  // In the turn of the page that brought the last of it: nothing new has come between.
  if (is_last && replay_.has_caught_up()) co_return co_await finish_replay(context);
  co_await commit(context);
  context.remind(is_last ? options_.feed.poll : Duration(1), Payload::of(ReplayPage{}));
}

Task<> Subscriber::finish_replay(Context& context) {
  const bool held = is_held();
  const bool is_guarded = replay_.current().kind != ReplayKind::unguarded;
  const std::vector<LoggedEvent> taken = replay_.taken();
  end_replay(context);
  for (const LoggedEvent& event : taken) {
    if (!is_guarded) break;
    if (options_.guarantees.inbox && !inbox_.knows(event)) remember(context, event);
    reach_version(event.recorded());
  }
  const ReplayEnded ended = replay_.end();
  stage(Payload::of(ended));
  say(context, {.kind = ObservationKind::replay_ended,
                .a = ended.through.value,
                .b = static_cast<std::int64_t>(taken.size())});
  co_await commit(context);
  advanced(context);
  replay_.await_next(context);
  if (held) co_await feed_->resume(context);
}

}  // namespace crisper
