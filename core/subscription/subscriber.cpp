#include "core/subscription/subscriber.hpp"

#include <algorithm>
#include <utility>

namespace crisper {

Subscriber::Subscriber(SubscriberOptions options) : options_(std::move(options)), store_(options_.store()) {}

Task<> Subscriber::receive_other(Context&, const Envelope&) { co_return; }

Task<> Subscriber::start(Context& context) {
  store_->recover(context, [this](const Payload& change) {
    if (const auto* seen = change.as<EventSeen>()) {
      seen_[seen->event] = seen->at;
      seen_order_.emplace_back(seen->at, seen->event);
    } else if (const auto* reached = change.as<CheckpointReached>()) {
      checkpoint_ = std::max(checkpoint_, reached->through);
    } else {
      restore(change);
    }
  });
  saved_ = checkpoint_;
  recovered(context);
  // Where it stands, also before its first event: so that nobody takes a consumer that has not begun for one at rest.
  context.observe({.kind = ObservationKind::checkpoint_saved, .a = saved_.value});
  const Payload subscribe = Payload::of(Subscribe{.after = checkpoint_});
  while (true) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.event_log, subscribe, options_.subscribe_timeout);
    if (answer) break;
  }
}

Task<> Subscriber::receive(Context& context, const Envelope& envelope) {
  if (const auto* batch = envelope.payload.as<LogBatch>()) {
    co_await on_batch(context, *batch);
  } else {
    co_await receive_other(context, envelope);
  }
}

Task<> Subscriber::on_batch(Context& context, const LogBatch& batch) {
  const std::vector<LoggedEvent> events = admit(context, batch);
  if (!events.empty()) co_await handle(context, events);
  context.cast(options_.event_log, Payload::of(LogAcknowledge{.through = checkpoint_}));
}

std::vector<LoggedEvent> Subscriber::admit(Context& context, const LogBatch& batch) {
  std::vector<LoggedEvent> ready;
  LogOffset expected{checkpoint_.value + 1};
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    const LoggedEvent event{LogOffset{batch.first.value + static_cast<std::int64_t>(i)}, batch.events[i]};
    // The sequencer only holds what is ahead. What is behind passes: only the inbox knows whether it is a repetition.
    if (!options_.guarantees.sequencer || event.offset <= expected) {
      ready.push_back(event);
      if (event.offset == expected) ++expected.value;
      continue;
    }
    if (held_.contains(event.offset) || held_.size() >= options_.guarantees.sequencer_limit) continue;
    held_.emplace(event.offset, event.event);
    context.observe({.kind = ObservationKind::event_held,
                     .message = subject(event.recorded().id),
                     .stream = event.recorded().stream,
                     .a = event.offset.value,
                     .b = static_cast<std::int64_t>(held_.size())});
  }
  while (!held_.empty() && held_.begin()->first <= expected) {
    if (held_.begin()->first == expected) {
      ready.push_back(LoggedEvent{held_.begin()->first, held_.begin()->second});
      ++expected.value;
    }
    held_.erase(held_.begin());
  }
  return ready;
}

Task<> Subscriber::handle(Context& context, const std::vector<LoggedEvent>& events) {
  switch (options_.guarantees.checkpoint) {
    case CheckpointMode::transactional:
      take_effects(context, events);
      stage_checkpoint(context);
      break;
    case CheckpointMode::after:
      take_effects(context, events);
      co_await commit(context);
      stage_checkpoint(context);
      break;
    case CheckpointMode::before:
      for (const LoggedEvent& event : events) note_handled(event.offset);
      stage_checkpoint(context);
      co_await commit(context);
      take_effects(context, events);
      break;
  }
  co_await commit(context);
}

void Subscriber::stage_checkpoint(Context& context) {
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
    note_handled(event.offset);
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

void Subscriber::note_handled(LogOffset offset) {
  if (offset <= checkpoint_) return;
  handled_ahead_.insert(offset);
  while (!handled_ahead_.empty() && handled_ahead_.begin()->value == checkpoint_.value + 1) {
    checkpoint_ = *handled_ahead_.begin();
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
