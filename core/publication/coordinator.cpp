#include "core/publication/coordinator.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {
namespace {

/// Journal record: this incarnation gives out numbers up to here, and no later one does.
struct NumbersTaken {
  CRISPER_BODY(NumbersTaken);
  TransactionId through;
  CRISPER_FIELDS(through)
};

/// Journal record: it is to be carried out.
struct CommitDecided {
  CRISPER_BODY(CommitDecided);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// Journal record: everybody has carried it out. Needs no sync: to tell them again does no harm.
struct CommitEnded {
  CRISPER_BODY(CommitEnded);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// To itself: who hasn't answered?
struct TransactionTick {
  CRISPER_BODY(TransactionTick);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

constexpr std::int64_t transactions_of_an_incarnation = 1'000'000'000;

}  // namespace

Task<> Coordinator::start(Context& context) {
  TransactionId open;
  for (const Payload& record : context.disk().records()) {
    if (const auto* taken = record.as<NumbersTaken>()) latest_ = std::max(latest_, taken->through);
    if (const auto* decided = record.as<CommitDecided>()) open = decided->transaction;
    if (const auto* ended = record.as<CommitEnded>(); ended && ended->transaction == open) open = {};
  }
  std::vector<Payload> records{
      Payload::of(NumbersTaken{.through = TransactionId{latest_.value + transactions_of_an_incarnation}})};
  co_await durably(context, std::move(records));
  if (open.value == 0) co_return;
  // Decided, and perhaps not told: nothing else is begun before it is carried out.
  current_ = open;
  tell_read_sides(context);
  remind(context);
}

Task<> Coordinator::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (payload.as<AppendEvents>()) {
    enqueue(context, envelope);
  } else if (const auto* append = payload.as<AppendVote>()) {
    if (append->transaction == current_) on_append_vote(context, *append);
  } else if (const auto* events = payload.as<EventsVote>()) {
    if (events->transaction == current_) co_await on_events_vote(context, envelope.from);
  } else if (const auto* settled = payload.as<Settled>()) {
    if (settled->transaction == current_) on_settled(context, envelope.from);
  } else if (const auto* ask = payload.as<AskDecision>()) {
    on_ask(context, envelope, ask->transaction);
  } else if (const auto* tick = payload.as<TransactionTick>()) {
    if (tick->transaction == current_) on_tick(context);
  }
}

void Coordinator::enqueue(Context& context, const Envelope& envelope) {
  if (!callers_.is_new(envelope)) return;
  const CommandId command = envelope.payload.as<AppendEvents>()->command;
  const auto place = std::ranges::find_if(waiting_, [&](const Envelope& each) {
    return each.from == envelope.from && each.payload.as<AppendEvents>()->command == command;
  });
  if (place == waiting_.end()) {
    waiting_.push_back(envelope);
  } else {
    *place = envelope;  // in its turn: who waits in a long queue asks again before it comes
  }
  begin_next(context);
}

void Coordinator::begin_next(Context& context) {
  if (phase_ != Phase::idle || waiting_.empty()) return;
  request_ = std::move(waiting_.front());
  waiting_.pop_front();
  current_ = TransactionId{++latest_.value};
  vote_until_ = context.monotonic() + options_.vote_within;
  PrepareAppend prepare{.transaction = current_, .writer = request_->from, .append = request_->payload};
  enter(context, Phase::asking_store, Payload::of(std::move(prepare)), {options_.event_store});
  remind(context);
}

void Coordinator::enter(Context& context, Phase phase, Payload message, std::set<ProcessId> whom) {
  phase_ = phase;
  message_ = std::move(message);
  pending_ = std::move(whom);
  for (const ProcessId each : pending_) context.cast(each, message_);
}

void Coordinator::on_append_vote(Context& context, const AppendVote& vote) {
  if (phase_ != Phase::asking_store) return;
  const auto* recorded = vote.answer.as<EventsRecorded>();
  if (!recorded) return abort(context, vote.answer);
  answer_ = Payload::of(recorded->appended);
  const LogOffset first{recorded->events.front().as<RecordedEvent>()->position.value};
  PrepareEvents prepare{.transaction = current_, .events = placed(OffsetKind::position, first, recorded->events)};
  for (const ProcessId read_side : *options_.read_sides) {
    for (const LoggedEvent& event : prepare.events) context.observe(delivered(event, {.consumer = read_side}));
  }
  enter(context, Phase::asking_read_sides, Payload::of(std::move(prepare)), read_sides());
}

Task<> Coordinator::on_events_vote(Context& context, ProcessId from) {
  if (phase_ != Phase::asking_read_sides) co_return;
  pending_.erase(from);
  if (pending_.empty()) co_await commit(context);
}

Task<> Coordinator::commit(Context& context) {
  std::vector<Payload> records{Payload::of(CommitDecided{.transaction = current_})};
  co_await durably(context, std::move(records));
  tell_read_sides(context);
}

void Coordinator::abort(Context& context, const Payload& answer) {
  const Payload decision = Payload::of(Decide{.transaction = current_, .commit = false});
  // Whoever doesn't hear it will ask.
  for (const ProcessId read_side : read_sides()) context.cast(read_side, decision);
  context.cast(options_.event_store, decision);
  context.reply(*request_, answer);
  request_.reset();
  phase_ = Phase::idle;
  begin_next(context);
}

void Coordinator::tell_read_sides(Context& context) {
  const Payload decision = Payload::of(Decide{.transaction = current_, .commit = true});
  enter(context, Phase::telling_read_sides, decision, read_sides());
}

void Coordinator::on_settled(Context& context, ProcessId from) {
  if (phase_ != Phase::telling_read_sides && phase_ != Phase::telling_store) return;
  pending_.erase(from);
  if (!pending_.empty()) return;
  if (phase_ == Phase::telling_read_sides) {
    return enter(context, Phase::telling_store, message_, {options_.event_store});
  }
  context.disk().append(Payload::of(CommitEnded{.transaction = current_}));
  if (request_) context.reply(*request_, answer_);
  request_.reset();
  phase_ = Phase::idle;
  begin_next(context);
}

void Coordinator::on_ask(Context& context, const Envelope& envelope, TransactionId transaction) const {
  const bool is_current = transaction == current_ && phase_ != Phase::idle;
  const bool is_store = envelope.from == options_.event_store;
  if (is_current && is_asking()) return;                                      // not decided yet
  if (is_current && is_store && phase_ == Phase::telling_read_sides) return;  // its turn comes
  context.cast(envelope.from, Payload::of(Decide{.transaction = transaction, .commit = is_current}));
}

void Coordinator::on_tick(Context& context) {
  if (phase_ == Phase::idle) return;
  if (is_asking() && context.monotonic() >= vote_until_) {
    return abort(context, Payload::of(AppendRefused{.error = AppendError::storage_failed}));
  }
  for (const ProcessId each : pending_) context.cast(each, message_);
  remind(context);
}

void Coordinator::remind(Context& context) const {
  const Duration pause = is_asking() ? options_.ask_again : options_.repeat;
  context.remind(pause, Payload::of(TransactionTick{.transaction = current_}));
}

}  // namespace crisper
