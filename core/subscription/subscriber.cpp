#include "core/subscription/subscriber.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace crisper {

Subscriber::Subscriber(SubscriberOptions options)
    : options_(std::move(options)),
      work_(options_.store()),
      feed_(feed_client(options_.feed, *this)),
      roster_(options_.duties),
      sequencer_(options_.guarantees),
      guard_(options_.guarantees.failures),
      inbox_(options_.guarantees),
      replay_(options_.guarantees.replays) {}

Task<> Subscriber::receive_other(Context&, const Envelope&) { co_return; }
Task<> Subscriber::ask_first(Context&, const LoggedEvent&) { co_return; }

// ---- its life

Task<> Subscriber::start(Context& context) {
  work_.recover(context, [this](const Payload& change) { restore_any(change); });
  progress_.recovered();
  recovered(context);
  roster_.look(context);
  if (is_on_duty()) co_await join(context);
  replay_.await_next(context);
}

void Subscriber::restore_any(const Payload& change) {
  if (inbox_.restore(change) || progress_.restore(change) || guard_.restore(change) || versions_.restore(change) ||
      feed_->restore(change) || replay_.restore(change)) {
    return;
  }
  restore(change);
}

Task<> Subscriber::join(Context& context) {
  // Where it stands, also before its first event: so that nobody takes a consumer that has not begun for one at rest.
  context.observe({.kind = ObservationKind::checkpoint_saved, .a = progress_.saved().value});
  co_await feed_->join(context);
}

Task<> Subscriber::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  const bool replays = payload.as<ReplayNow>() || payload.as<ReplayPage>();
  if (replays && !is_on_duty()) {
    replay_put_off_ = payload;  // it takes no history while it takes no events
  } else if (payload.as<ReplayNow>()) {
    co_await start_replay(context);
  } else if (payload.as<ReplayPage>()) {
    co_await replay_page(context);
  } else if (payload.as<ChangeDuty>()) {
    co_await change_duty(context);
  } else if (payload.as<GapIsOld>()) {
    co_await skip_gap(context, envelope);
  } else {
    const bool is_of_the_feed = co_await feed_->receive(context, envelope);
    if (!is_of_the_feed) co_await receive_other(context, envelope);
  }
}

Task<> Subscriber::change_duty(Context& context) {
  if (!roster_.look(context)) co_return;
  if (is_on_duty()) {
    context.observe({.kind = ObservationKind::consumer_joined, .a = position().value});
    co_await join(context);
    if (replay_put_off_) context.remind(Duration(1), std::exchange(replay_put_off_, Payload()));
  } else {
    context.observe({.kind = ObservationKind::consumer_left, .a = position().value});
    feed_->leave(context);
  }
}

// ---- what an event goes through

Task<std::vector<LoggedEvent>> Subscriber::take_in_order(Context& context, std::vector<LoggedEvent> arrived) {
  if (options_.guarantees.sequencer) arrived = sequencer_.admit(context, position(), std::move(arrived));
  if (!arrived.empty()) co_await take(context, arrived);
  co_return arrived;
}

Task<> Subscriber::skip_gap(Context& context, const Envelope& gap_is_old) {
  if (is_held()) co_return context.remind(options_.feed.poll, gap_is_old.payload);
  std::vector<LoggedEvent> events = sequencer_.skip_gap(context, position());
  if (!events.empty()) co_await take(context, std::move(events));
}

Task<> Subscriber::take(Context& context, std::vector<LoggedEvent> events) {
  const std::size_t count = events.size();
  const std::size_t batch = options_.guarantees.batch == 0 ? count : options_.guarantees.batch;
  for (std::size_t next = 0; next < count; next += batch) {
    const auto first = events.begin() + static_cast<std::ptrdiff_t>(next);
    const auto last = events.begin() + static_cast<std::ptrdiff_t>(std::min(next + batch, count));
    std::vector<LoggedEvent> together(std::make_move_iterator(first), std::make_move_iterator(last));
    co_await handle(context, std::move(together));
  }
  if (options_.guarantees.snapshot_every > 0) co_await take_snapshot(context, count);
}

Task<> Subscriber::handle(Context& context, std::vector<LoggedEvent> events) {
  if (guard_.is_needed()) events = co_await weed_out(context, std::move(events));
  if (asks_first()) co_await ask_about(context, events);
  co_await context.work(cost_of(context, events));
  switch (options_.guarantees.checkpoint) {
    case CheckpointMode::transactional:
      take_effects(context, events);
      stage_checkpoint(context, events);
      break;
    case CheckpointMode::after:
      take_effects(context, events);
      co_await commit(context);
      stage_checkpoint(context, events);
      break;
    case CheckpointMode::before:
      for (const LoggedEvent& event : events) progress_.note_handled(event.offset, event.after);
      stage_checkpoint(context, events);
      co_await commit(context);
      take_effects(context, events);
      break;
  }
  co_await commit(context);
  advanced(context);
  if (!options_.guarantees.pace.is_zero()) co_await context.sleep(context.draw(options_.guarantees.pace, "pace"));
}

Task<> Subscriber::ask_about(Context& context, const std::vector<LoggedEvent>& events) {
  // Before it asks, and not again before it takes them: what it forgot in between would take an effect without answer.
  if (options_.guarantees.inbox) inbox_.forget_old(context.monotonic());
  for (const LoggedEvent& event : events) {
    if (!taken_before(event)) co_await ask_first(context, event);
  }
}

Duration Subscriber::cost_of(Context& context, const std::vector<LoggedEvent>& events) const {
  Duration cost{};
  if (options_.costs.apply.are_zero()) return cost;
  for (const LoggedEvent& event : events) {
    if (!taken_before(event)) cost += options_.costs.apply.draw_recorded(context, event.event, "apply");
  }
  return cost;
}

Task<std::vector<LoggedEvent>> Subscriber::weed_out(Context& context, std::vector<LoggedEvent> events) {
  std::vector<LoggedEvent> fit;
  for (LoggedEvent& event : events) {
    Fitness fitness = Fitness::fit;
    if (!taken_before(event)) fitness = co_await guard_.admit(context, event);
    if (fitness == Fitness::fit) {
      fit.push_back(std::move(event));
    } else {
      give_up(context, event, fitness);
    }
  }
  co_return fit;
}

void Subscriber::give_up(Context& context, const LoggedEvent& event, Fitness why) {
  progress_.note_handled(event.offset, event.after);
  if (options_.guarantees.inbox) remember(context, event);
  if (feed_->answers_each()) stage_handled(event);
  ignored(context, event, IgnoreReason::given_up);
  if (why == Fitness::skipped) return;
  stage(guard_.set_aside(event));
  say(context, {.kind = ObservationKind::event_parked,
                .message = subject(event.recorded().id),
                .correlation = event.recorded().correlation,
                .stream = event.recorded().stream,
                .a = event.offset.value});
}

void Subscriber::take_effects(Context& context, const std::vector<LoggedEvent>& events) {
  if (options_.guarantees.inbox && !asks_first()) inbox_.forget_old(context.monotonic());
  for (const LoggedEvent& event : events) {
    const RecordedEvent& recorded = event.recorded();
    progress_.note_handled(event.offset, event.after);
    if (replay_.handled(recorded.position)) stage(Payload::of(PositionHandled{.position = recorded.position}));
    if (const std::optional<IgnoreReason> reason = taken_before(event)) {
      ignored(context, event, *reason);
      continue;
    }
    if (options_.guarantees.inbox) remember(context, event);
    reach_version(recorded);
    bool did = false;
    for (const Payload& each : read_today(context, event.event)) {
      if (apply(context, {.offset = event.offset, .after = event.after, .event = each})) did = true;
    }
    if (!did) {
      ignored(context, event, IgnoreReason::not_interesting);
      continue;
    }
    say(context, {.kind = ObservationKind::event_applied,
                  .message = subject(recorded.id),
                  .correlation = recorded.correlation,
                  .stream = recorded.stream,
                  .a = event.offset.value,
                  .b = recorded.position.value});
  }
}

std::optional<IgnoreReason> Subscriber::taken_before(const LoggedEvent& event) const {
  const RecordedEvent& recorded = event.recorded();
  if (replay_.covers(recorded.position)) return IgnoreReason::before_checkpoint;
  if (options_.guarantees.inbox && inbox_.knows(event)) return IgnoreReason::duplicate;
  if (options_.guarantees.versions && !versions_.is_newer(recorded)) return IgnoreReason::duplicate;
  return std::nullopt;
}

void Subscriber::remember(Context& context, const LoggedEvent& event) {
  stage(Payload::of(inbox_.remember(event, context.monotonic())));
}

void Subscriber::reach_version(const RecordedEvent& event) {
  if (options_.guarantees.versions) stage(Payload::of(versions_.reach(event)));
}

std::vector<Payload> Subscriber::read_today(Context& context, const Payload& event) {
  const RecordedEvent& written = *event.as<RecordedEvent>();
  std::optional<std::vector<Payload>> today = options_.release.read(written.body, context.monotonic());
  if (!today) return {event};
  say(context, upcast_observed(written, today->size()));
  for (Payload& each : *today) {
    RecordedEvent recorded = written;
    recorded.body = each;
    each = Payload::of(std::move(recorded));
  }
  return std::move(*today);
}

void Subscriber::ignored(Context& context, const LoggedEvent& event, IgnoreReason reason) {
  const RecordedEvent& recorded = event.recorded();
  say(context, {.kind = ObservationKind::event_ignored,
                .message = subject(recorded.id),
                .correlation = recorded.correlation,
                .stream = recorded.stream,
                .a = event.offset.value,
                .b = static_cast<std::int64_t>(reason)});
}

// ---- what is saved of it

void Subscriber::stage_checkpoint(Context& context, const std::vector<LoggedEvent>& events) {
  if (feed_->answers_each()) {
    for (const LoggedEvent& event : events) {
      if (event.offset > position()) stage_handled(event);
    }
  }
  std::optional<Payload> reached = progress_.save();
  if (!reached) return;
  stage(std::move(*reached));
  say(context, {.kind = ObservationKind::checkpoint_saved, .a = progress_.saved().value});
}

void Subscriber::stage_handled(const LoggedEvent& event) {
  stage(Payload::of(EventHandled{.offset = event.offset, .after = event.after}));
}

Task<> Subscriber::take_snapshot(Context& context, std::size_t handled) {
  since_snapshot_ += handled;
  if (since_snapshot_ < options_.guarantees.snapshot_every || !work_.is_clean()) co_return;
  since_snapshot_ = 0;
  std::vector<Payload> records;
  progress_.snapshot(records);
  inbox_.snapshot(records);
  feed_->snapshot(records);
  guard_.snapshot(records);
  versions_.snapshot(records);
  replay_.snapshot(records);
  snapshot(records);
  co_await work_.snapshot(context, std::move(records));
}

void Subscriber::inspect(Audit& audit) const {
  progress_.inspect(audit);
  inbox_.inspect(audit);
  sequencer_.inspect(audit);
  guard_.inspect(audit);
}

}  // namespace crisper
