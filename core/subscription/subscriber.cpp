#include "core/subscription/subscriber.hpp"

#include <algorithm>
#include <utility>

namespace crisper {
namespace {

/// To itself: look whether there is more.
struct PollNow {
  CRISPER_BODY(PollNow);
  static constexpr auto fields = std::tuple{};
};

/// Journal record: this one is dealt with, whatever became of those before it.
struct EventHandled {
  CRISPER_BODY(EventHandled);
  LogOffset offset;
  LogOffset after;
  static constexpr auto fields =
      std::tuple{field("offset", &EventHandled::offset), field("after", &EventHandled::after)};
};

/// Journal record: a transaction that it promised to take part in is over.
struct PromiseSettled {
  CRISPER_BODY(PromiseSettled);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &PromiseSettled::transaction)};
};

/// To itself: ask, if it is still in doubt.
struct StillInDoubt {
  CRISPER_BODY(StillInDoubt);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &StillInDoubt::transaction)};
};

constexpr Duration doubt = std::chrono::milliseconds(300);

}  // namespace

Subscriber::Subscriber(SubscriberOptions options)
    : options_(std::move(options)), store_(options_.store()), guard_(options_.guarantees.failures) {}

Task<> Subscriber::receive_other(Context&, const Envelope&) { co_return; }

Task<> Subscriber::start(Context& context) {
  store_->recover(context, [this](const Payload& change) {
    if (const auto* seen = change.as<EventSeen>()) {
      seen_[seen->event] = seen->at;
      seen_order_.emplace_back(seen->at, seen->event);
    } else if (const auto* reached = change.as<CheckpointReached>()) {
      checkpoint_ = std::max(checkpoint_, reached->through);
    } else if (const auto* handled = change.as<EventHandled>()) {
      note_handled(handled->offset, handled->after);
    } else if (const auto* promise = change.as<PrepareEvents>()) {
      promised_ = *promise;
    } else if (const auto* settled = change.as<PromiseSettled>()) {
      if (promised_ && promised_->transaction == settled->transaction) promised_.reset();
    } else if (const auto* parked = change.as<EventParked>()) {
      guard_.restore(*parked);
    } else {
      restore(change);
    }
  });
  saved_ = checkpoint_;
  recovered(context);
  // Where it stands, also before its first event: so that nobody takes a consumer that has not begun for one at rest.
  context.observe({.kind = ObservationKind::checkpoint_saved, .a = saved_.value});
  switch (options_.feed.mode) {
    case FeedMode::subscribed: co_return co_await subscribe(context);
    case FeedMode::polled: co_return context.remind(options_.feed.poll, Payload::of(PollNow{}));
    case FeedMode::transacted:
      if (promised_) ask_what_was_decided(context);
      co_return;
    case FeedMode::handed_over: co_return;
  }
}

Task<> Subscriber::subscribe(Context& context) {
  const Payload request = Payload::of(Subscribe{.after = checkpoint_});
  while (true) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.feed.source, request, options_.feed.timeout);
    if (answer) break;
  }
}

Task<> Subscriber::receive(Context& context, const Envelope& envelope) {
  if (const auto* batch = envelope.payload.as<LogBatch>()) {
    co_await on_batch(context, *batch);
  } else if (const auto* handed = envelope.payload.as<HandOver>()) {
    co_await on_hand_over(context, envelope, *handed);
  } else if (const auto* request = envelope.payload.as<PrepareEvents>()) {
    co_await prepare(context, *request);
  } else if (const auto* decision = envelope.payload.as<Decide>()) {
    co_await decide(context, *decision);
  } else if (const auto* still = envelope.payload.as<StillInDoubt>()) {
    if (promised_ && promised_->transaction == still->transaction) ask_what_was_decided(context);
  } else if (envelope.payload.as<PollNow>()) {
    co_await poll(context);
  } else {
    co_await receive_other(context, envelope);
  }
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
  const std::vector<LoggedEvent> events = admit(context, handed.events);
  if (!events.empty()) co_await handle(context, events);
  EventsHandled answer;
  for (const LoggedEvent& event : handed.events) {
    if (is_handled(event.offset)) answer.offsets.push_back(event.offset);
  }
  if (envelope.kind == MessageKind::request) {
    context.reply(envelope, Payload::of(std::move(answer)));
  } else {
    context.cast(envelope.from, Payload::of(std::move(answer)));
  }
}

Task<> Subscriber::prepare(Context& context, const PrepareEvents& request) {
  if (promised_ && request.transaction < promised_->transaction) co_return;  // a ghost
  if (!promised_ || promised_->transaction < request.transaction) {
    // The coordinator begins nothing new before a commit is carried out: what was promised before is not wanted.
    stage(Payload::of(request));
    co_await commit(context);
    promised_ = request;
  }
  context.cast(options_.feed.source, Payload::of(EventsVote{.transaction = request.transaction}));
  context.remind(doubt, Payload::of(StillInDoubt{.transaction = request.transaction}));
}

Task<> Subscriber::decide(Context& context, const Decide& decision) {
  if (promised_ && promised_->transaction == decision.transaction) {
    const std::vector<LoggedEvent> events = decision.commit ? promised_->events : std::vector<LoggedEvent>();
    promised_.reset();
    // In one write with the effects.
    stage(Payload::of(PromiseSettled{.transaction = decision.transaction}));
    if (events.empty()) {
      co_await commit(context);
    } else {
      co_await handle(context, events);
    }
  }
  if (decision.commit) {
    context.cast(options_.feed.source, Payload::of(Settled{.transaction = decision.transaction}));
  }
}

void Subscriber::ask_what_was_decided(Context& context) {
  context.cast(options_.feed.source, Payload::of(AskDecision{.transaction = promised_->transaction}));
  context.remind(doubt, Payload::of(StillInDoubt{.transaction = promised_->transaction}));
}

std::vector<LoggedEvent> Subscriber::admit(Context& context, std::vector<LoggedEvent> arrived) {
  if (!options_.guarantees.sequencer) return arrived;
  std::vector<LoggedEvent> ready;
  LogOffset reached = checkpoint_;
  for (LoggedEvent& event : arrived) {
    // The sequencer only holds what is ahead. What is behind passes: only the inbox knows whether it is a repetition.
    if (event.after <= reached) {
      reached = std::max(reached, event.offset);
      ready.push_back(std::move(event));
      continue;
    }
    if (held_.contains(event.offset) || held_.size() >= options_.guarantees.sequencer_limit) continue;
    const auto held = held_.emplace(event.offset, std::move(event)).first;
    context.observe({.kind = ObservationKind::event_held,
                     .message = subject(held->second.recorded().id),
                     .stream = held->second.recorded().stream,
                     .a = held->first.value,
                     .b = static_cast<std::int64_t>(held_.size())});
  }
  while (!held_.empty() && held_.begin()->second.after <= reached) {
    if (held_.begin()->first > reached) {
      reached = held_.begin()->first;
      ready.push_back(held_.begin()->second);
    }
    held_.erase(held_.begin());
  }
  return ready;
}

Task<> Subscriber::handle(Context& context, std::vector<LoggedEvent> events) {
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

Task<std::vector<LoggedEvent>> Subscriber::weed_out(Context& context, std::vector<LoggedEvent> events) {
  std::vector<LoggedEvent> fit;
  for (LoggedEvent& event : events) {
    const bool repeated = options_.guarantees.inbox && seen_before(event.recorded());
    const Fitness fitness = repeated ? Fitness::fit : co_await guard_.admit(context, event);
    if (fitness == Fitness::fit) {
      fit.push_back(std::move(event));
      continue;
    }
    note_handled(event.offset, event.after);
    if (options_.guarantees.inbox) remember(context, event.recorded());
    if (options_.feed.mode == FeedMode::handed_over) {
      stage(Payload::of(EventHandled{.offset = event.offset, .after = event.after}));
    }
    ignored(context, event, IgnoreReason::given_up);
    if (fitness == Fitness::skipped) continue;
    stage(Payload::of(EventParked{.event = event}));
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

void Subscriber::take_effects(Context& context, const std::vector<LoggedEvent>& events) {
  const bool inbox = options_.guarantees.inbox;
  if (inbox) forget_old(context.now());
  for (const LoggedEvent& event : events) {
    const RecordedEvent& recorded = event.recorded();
    note_handled(event.offset, event.after);
    if (inbox && seen_before(recorded)) {
      ignored(context, event, IgnoreReason::duplicate);
      continue;
    }
    if (inbox) remember(context, recorded);
    if (!apply(context, event)) {
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

void Subscriber::remember(Context& context, const RecordedEvent& event) {
  seen_[event.id] = context.now();
  seen_order_.emplace_back(context.now(), event.id);
  stage(Payload::of(EventSeen{.event = event.id, .at = context.now()}));
}

void Subscriber::forget_old(SimTime now) {
  while (!seen_order_.empty() && seen_order_.front().first + options_.guarantees.inbox_window < now) {
    seen_.erase(seen_order_.front().second);
    seen_order_.pop_front();
  }
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

}  // namespace crisper
