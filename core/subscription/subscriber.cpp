#include "core/subscription/subscriber.hpp"

#include <algorithm>
#include <utility>

#include "core/runtime/retry.hpp"

namespace crisper {
namespace {

/// To itself: look whether there is more.
struct PollNow {
  CRISPER_BODY(PollNow);
  CRISPER_FIELDS()
};

/// Journal record: this one is dealt with, whatever became of those before it.
struct EventHandled {
  CRISPER_BODY(EventHandled);
  LogOffset offset;
  LogOffset after;
  CRISPER_FIELDS(offset, after)
};

/// Journal record: this is the last event of its stream that took its effect.
struct VersionReached {
  CRISPER_BODY(VersionReached);
  StreamId stream;
  StreamVersion version;
  CRISPER_FIELDS(stream, version)
};

/// To itself: go on duty, or off.
struct ChangeDuty {
  CRISPER_BODY(ChangeDuty);
  CRISPER_FIELDS()
};

}  // namespace

Subscriber::Subscriber(SubscriberOptions options)
    : options_(std::move(options)),
      store_(options_.store()),
      guard_(options_.guarantees.failures),
      inbox_(options_.guarantees),
      sequencer_(options_.guarantees),
      replay_(options_.guarantees.replays) {}

Task<> Subscriber::receive_other(Context&, const Envelope&) { co_return; }

void Subscriber::restore_any(const Payload& change) {
  if (const auto* seen = change.as<EventSeen>()) {
    inbox_.restore(*seen);
  } else if (const auto* reached = change.as<CheckpointReached>()) {
    checkpoint_ = std::max(checkpoint_, reached->through);
  } else if (const auto* handled = change.as<EventHandled>()) {
    note_handled(handled->offset, handled->after);
  } else if (const auto* parked = change.as<EventParked>()) {
    guard_.restore(*parked);
    parked_.push_back(change);
  } else if (const auto* version = change.as<VersionReached>()) {
    versions_[version->stream] = version->version;
  } else if (!promise_.restore(change) && !replay_.restore(change)) {
    restore(change);
  }
}

Task<> Subscriber::start(Context& context) {
  store_->recover(context, [this](const Payload& change) { restore_any(change); });
  saved_ = checkpoint_;
  recovered(context);
  off_duty_ = !is_on_duty(context.monotonic());
  plan_duty(context);
  if (!off_duty_) co_await join(context);
  replay_.await_next(context);
}

Task<> Subscriber::join(Context& context) {
  // Where it stands, also before its first event: so that nobody takes a consumer that has not begun for one at rest.
  context.observe({.kind = ObservationKind::checkpoint_saved, .a = saved_.value});
  switch (options_.feed.mode) {
    case FeedMode::subscribed:
      co_return co_await subscribe(context);
    case FeedMode::polled:
      co_return context.remind(options_.feed.poll, Payload::of(PollNow{}));
    case FeedMode::transacted:
      if (promise_.open()) ask_what_was_decided(context);
      co_return;
    case FeedMode::handed_over:
      co_return;
  }
}

Task<> Subscriber::subscribe(Context& context) {
  const Payload request = Payload::of(Subscribe{.after = checkpoint_});
  Retry retry;
  while (true) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.feed.source, request, options_.feed.timeout);
    if (answer) break;
    co_await retry.pause(context, answer.error());
  }
}

Task<> Subscriber::receive(Context& context, const Envelope& envelope) {
  const bool replays = envelope.payload.as<ReplayNow>() || envelope.payload.as<ReplayPage>();
  if (replays && off_duty_) {
    put_off_ = envelope.payload;  // it takes no history while it takes no events
  } else if (envelope.payload.as<ReplayNow>()) {
    co_await start_replay(context);
  } else if (envelope.payload.as<ReplayPage>()) {
    co_await replay_page(context);
  } else if (envelope.payload.as<ChangeDuty>()) {
    co_await change_duty(context);
  } else {
    const bool taken = co_await take_from_feed(context, envelope);
    if (!taken) co_await receive_other(context, envelope);
  }
}

Task<bool> Subscriber::take_from_feed(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  const bool polls = payload.as<PollNow>() != nullptr;
  const auto* batch = payload.as<LogBatch>();
  const auto* handed = payload.as<HandOver>();
  const auto* request = payload.as<PrepareEvents>();
  const auto* decision = payload.as<Decide>();
  const bool later = polls || payload.as<GapIsOld>();
  // Whoever has not had an answer sends it again.
  if (replay_.holds_the_feed() && (later || batch || handed || request || decision)) {
    if (later) context.remind(options_.feed.poll, payload);
    co_return true;
  }
  if (off_duty_ && (polls || batch || handed)) co_return true;
  if (batch) {
    co_await on_batch(context, *batch);
  } else if (handed) {
    co_await on_hand_over(context, envelope, *handed);
  } else if (request) {
    co_await prepare(context, *request);
  } else if (decision) {
    co_await decide(context, *decision);
  } else if (const auto* still = payload.as<EffectInDoubt>()) {
    if (promise_.is_open(still->transaction)) ask_what_was_decided(context);
  } else if (polls) {
    co_await poll(context);
  } else if (payload.as<GapIsOld>()) {
    std::vector<LoggedEvent> events = sequencer_.skip_gap(context, checkpoint_);
    if (!events.empty()) co_await handle(context, std::move(events));
  } else {
    co_return false;
  }
  co_return true;
}

Task<> Subscriber::on_batch(Context& context, const LogBatch& batch) {
  const std::vector<LoggedEvent> events = admit(context, placed(options_.feed.offsets, batch.first, batch.events));
  if (!events.empty()) co_await handle(context, events);
  context.cast(options_.feed.source, Payload::of(LogAcknowledge{.through = checkpoint_}));
}

Task<> Subscriber::poll(Context& context) {
  const Feed& feed = options_.feed;
  const Payload request = Payload::of(ReadFeed{.after = checkpoint_, .limit = feed.batch});
  const Result<Payload, CallError> answer = co_await context.call(feed.source, request, feed.timeout);
  const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
  bool more = false;
  if (page && !page->events.empty()) {
    more = page->events.size() == feed.batch;
    co_await handle(context, placed(feed.offsets, page->first, page->events));
  }
  // One page for each turn, so that questions have theirs.
  context.remind(more ? Duration(1) : feed.poll, Payload::of(PollNow{}));
}

Task<> Subscriber::on_hand_over(Context& context, const Envelope& envelope, const HandOver& handed) {
  inbox_.turn_to(envelope.from);
  const std::vector<LoggedEvent> events = admit(context, handed.events);
  if (!events.empty()) co_await handle(context, events);
  EventsHandled answer;
  for (const LoggedEvent& event : handed.events) {
    if (is_handled(event.offset)) answer.offsets.push_back(event.offset);
  }
  // What had been held for one of these was handed over by somebody who waits for it, or will hand it over again.
  for (const LoggedEvent& event : events) {
    if (std::ranges::find(answer.offsets, event.offset) == answer.offsets.end()) answer.offsets.push_back(event.offset);
  }
  if (envelope.kind == MessageKind::request) {
    context.reply(envelope, Payload::of(std::move(answer)));
  } else {
    context.cast(envelope.from, Payload::of(std::move(answer)));
  }
}

std::vector<LoggedEvent> Subscriber::admit(Context& context, std::vector<LoggedEvent> arrived) {
  if (!options_.guarantees.sequencer) return arrived;
  return sequencer_.admit(context, checkpoint_, std::move(arrived));
}

Task<> Subscriber::handle(Context& context, std::vector<LoggedEvent> events) {
  const std::size_t handled = events.size();
  const std::size_t batch = options_.guarantees.batch;
  if (batch == 0 || handled <= batch) {
    co_await handle_together(context, std::move(events));
  } else {
    for (std::size_t next = 0; next < handled; next += batch) {
      const auto first = events.begin() + static_cast<std::ptrdiff_t>(next);
      const auto last = events.begin() + static_cast<std::ptrdiff_t>(std::min(next + batch, handled));
      std::vector<LoggedEvent> some(first, last);
      co_await handle_together(context, std::move(some));
    }
  }
  if (options_.guarantees.snapshot_every > 0) co_await take_snapshot(context, handled);
}

Task<> Subscriber::handle_together(Context& context, std::vector<LoggedEvent> events) {
  if (guard_.is_needed()) events = co_await weed_out(context, std::move(events));
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
      for (const LoggedEvent& event : events) note_handled(event.offset, event.after);
      stage_checkpoint(context, events);
      co_await commit(context);
      take_effects(context, events);
      break;
  }
  co_await commit(context);
  advanced(context);
}

Task<> Subscriber::take_snapshot(Context& context, std::size_t handled) {
  since_snapshot_ += handled;
  if (since_snapshot_ < options_.guarantees.snapshot_every || staged_) co_return;
  since_snapshot_ = 0;
  std::vector<Payload> records{Payload::of(CheckpointReached{.through = checkpoint_})};
  inbox_.snapshot(records);
  for (const auto& [offset, after] : handled_ahead_) {
    records.push_back(Payload::of(EventHandled{.offset = offset, .after = after}));
  }
  promise_.snapshot(records);
  records.insert(records.end(), parked_.begin(), parked_.end());
  for (const auto& [stream, version] : versions_) {
    records.push_back(Payload::of(VersionReached{.stream = stream, .version = version}));
  }
  replay_.snapshot(records);
  snapshot(records);
  co_await store_->snapshot(context, std::move(records));
}

Task<std::vector<LoggedEvent>> Subscriber::weed_out(Context& context, std::vector<LoggedEvent> events) {
  std::vector<LoggedEvent> fit;
  for (LoggedEvent& event : events) {
    Fitness fitness = Fitness::fit;
    if (!taken_before(event)) fitness = co_await guard_.admit(context, event);
    if (fitness == Fitness::fit) {
      fit.push_back(std::move(event));
      continue;
    }
    note_handled(event.offset, event.after);
    if (options_.guarantees.inbox) remember(context, event);
    if (options_.feed.mode == FeedMode::handed_over) {
      stage(Payload::of(EventHandled{.offset = event.offset, .after = event.after}));
    }
    ignored(context, event, IgnoreReason::given_up);
    if (fitness == Fitness::skipped) continue;
    parked_.push_back(Payload::of(EventParked{.event = event}));
    stage(parked_.back());
    say(context, {.kind = ObservationKind::event_parked,
                  .message = subject(event.recorded().id),
                  .correlation = event.recorded().correlation,
                  .stream = event.recorded().stream,
                  .a = event.offset.value});
  }
  co_return fit;
}

void Subscriber::stage_checkpoint(Context& context, const std::vector<LoggedEvent>& events) {
  if (options_.feed.mode == FeedMode::handed_over) {
    // Nobody hands over again what was answered, so what is ahead must not be forgotten.
    for (const LoggedEvent& event : events) {
      if (event.offset > checkpoint_) stage(Payload::of(EventHandled{.offset = event.offset, .after = event.after}));
    }
  }
  if (checkpoint_ == saved_) return;
  saved_ = checkpoint_;
  stage(Payload::of(CheckpointReached{.through = checkpoint_}));
  say(context, {.kind = ObservationKind::checkpoint_saved, .a = saved_.value});
}

void Subscriber::stage(Payload change) {
  store_->stage(std::move(change));
  staged_ = true;
}

void Subscriber::say(Context& context, Observation observation) {
  if (staged_) {
    said_.push_back(observation);
  } else {
    context.observe(observation);
  }
}

Task<> Subscriber::commit(Context& context) {
  constexpr Duration pause = std::chrono::milliseconds(10);
  while (staged_) {
    const Result<void, DiskError> committed = co_await store_->commit(context, said_);
    if (committed) {
      staged_ = false;
      said_.clear();
    } else {
      co_await context.sleep(pause);
    }
  }
}

std::optional<IgnoreReason> Subscriber::taken_before(const LoggedEvent& event) const {
  const RecordedEvent& recorded = event.recorded();
  if (replay_.covers(recorded.position)) return IgnoreReason::before_checkpoint;
  if (options_.guarantees.inbox && inbox_.knows(event)) return IgnoreReason::duplicate;
  if (options_.guarantees.versions) {
    const auto last = versions_.find(recorded.stream);
    if (last != versions_.end() && recorded.version <= last->second) return IgnoreReason::duplicate;
  }
  return std::nullopt;
}

void Subscriber::take_effects(Context& context, const std::vector<LoggedEvent>& events) {
  if (options_.guarantees.inbox) inbox_.forget_old(context.monotonic());
  for (const LoggedEvent& event : events) {
    const RecordedEvent& recorded = event.recorded();
    note_handled(event.offset, event.after);
    if (replay_.handled(recorded.position)) stage(Payload::of(PositionHandled{.position = recorded.position}));
    if (const std::optional<IgnoreReason> reason = taken_before(event)) {
      ignored(context, event, *reason);
      continue;
    }
    if (options_.guarantees.inbox) remember(context, event);
    reach_version(recorded);
    if (!apply_today(context, event)) {
      ignored(context, event, IgnoreReason::not_interesting);
    } else {
      say(context, {.kind = ObservationKind::event_applied,
                    .message = subject(recorded.id),
                    .correlation = recorded.correlation,
                    .stream = recorded.stream,
                    .a = event.offset.value,
                    .b = recorded.position.value});
    }
  }
}

bool Subscriber::apply_today(Context& context, const LoggedEvent& event) {
  const std::optional<std::vector<Payload>> today = read_today(context, event.recorded());
  if (!today) return apply(context, event);
  bool any = false;
  for (const Payload& each : *today) {
    const bool did = apply(context, {.offset = event.offset, .after = event.after, .event = each});
    any = any || did;
  }
  return any;
}

std::optional<std::vector<Payload>> Subscriber::read_today(Context& context, const RecordedEvent& event) {
  std::optional<std::vector<Payload>> today = options_.release.read(event.body, context.monotonic());
  if (!today) return today;
  say(context, upcast_observed(event, today->size()));
  for (Payload& each : *today) {
    RecordedEvent recorded = event;
    recorded.body = each;
    each = Payload::of(std::move(recorded));
  }
  return today;
}

void Subscriber::reach_version(const RecordedEvent& event) {
  if (!options_.guarantees.versions) return;
  versions_[event.stream] = event.version;
  stage(Payload::of(VersionReached{.stream = event.stream, .version = event.version}));
}

void Subscriber::remember(Context& context, const LoggedEvent& event) {
  stage(Payload::of(inbox_.remember(event, context.monotonic())));
}

void Subscriber::note_handled(LogOffset offset, LogOffset after) {
  if (offset <= checkpoint_) return;
  handled_ahead_.emplace(offset, after);
  while (!handled_ahead_.empty() && handled_ahead_.begin()->second <= checkpoint_) {
    checkpoint_ = std::max(checkpoint_, handled_ahead_.begin()->first);
    handled_ahead_.erase(handled_ahead_.begin());
  }
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

// ---- duty

bool Subscriber::is_on_duty(SimTime now) const {
  if (options_.duties.empty()) return true;
  return std::ranges::any_of(options_.duties, [&](const Duty& duty) { return duty.from <= now && now < duty.until; });
}

void Subscriber::plan_duty(Context& context) {
  SimTime next = sim_never;
  for (const Duty& duty : options_.duties) {
    for (const SimTime change : {duty.from, duty.until}) {
      if (change > context.monotonic()) next = std::min(next, change);
    }
  }
  if (next != sim_never) context.remind(next - context.monotonic(), Payload::of(ChangeDuty{}));
}

Task<> Subscriber::change_duty(Context& context) {
  plan_duty(context);
  const bool wanted = is_on_duty(context.monotonic());
  if (wanted == !off_duty_) co_return;
  off_duty_ = !wanted;
  if (!wanted) co_return leave(context);
  context.observe({.kind = ObservationKind::consumer_joined, .a = checkpoint_.value});
  co_await join(context);
  if (put_off_) context.remind(Duration(1), std::exchange(put_off_, Payload()));
}

void Subscriber::leave(Context& context) {
  context.observe({.kind = ObservationKind::consumer_left, .a = checkpoint_.value});
  if (options_.feed.mode == FeedMode::subscribed) context.cast(options_.feed.source, Payload::of(Unsubscribe{}));
}

void Subscriber::inspect(Audit& audit) const {
  audit.take({.kind = AuditKind::position, .a = checkpoint_.value, .b = saved_.value});
  inbox_.inspect(audit);
  sequencer_.inspect(audit);
  for (const Payload& parked : parked_) {
    const LoggedEvent& event = parked.as<EventParked>()->event;
    audit.take({.kind = AuditKind::event_set_aside,
                .message = subject(event.recorded().id),
                .stream = event.recorded().stream,
                .a = event.offset.value,
                .payload = parked});
  }
}

}  // namespace crisper
