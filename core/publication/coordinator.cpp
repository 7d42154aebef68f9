#include "core/publication/coordinator.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"
#include "core/store/event_store_process.hpp"

namespace crisper {
namespace {

/// Journal record: no transaction up to here was begun by anybody else than those who came before.
struct NumbersTaken {
  CRISPER_BODY(NumbersTaken);
  TransactionId through;
  static constexpr auto fields = std::tuple{field("through", &NumbersTaken::through)};
};

/// Journal record: it is to be carried out.
struct CommitDecided {
  CRISPER_BODY(CommitDecided);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &CommitDecided::transaction)};
};

/// Journal record: everybody has carried it out. Needs no sync: to tell them again does no harm.
struct CommitEnded {
  CRISPER_BODY(CommitEnded);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &CommitEnded::transaction)};
};

/// To itself: this transaction has been in this phase for long.
struct TransactionTick {
  CRISPER_BODY(TransactionTick);
  TransactionId transaction;
  bool telling = false;
  static constexpr auto fields =
      std::tuple{field("transaction", &TransactionTick::transaction), field("telling", &TransactionTick::telling)};
};

constexpr std::int64_t numbers_of_an_incarnation = 1'000'000'000;

}  // namespace

Task<> Coordinator::start(Context& context) {
  TransactionId open;
  for (const Payload& record : context.disk().records()) {
    if (const auto* taken = record.as<NumbersTaken>()) current_ = std::max(current_, taken->through);
    if (const auto* decided = record.as<CommitDecided>()) open = decided->transaction;
    if (const auto* ended = record.as<CommitEnded>(); ended && ended->transaction == open) open = {};
  }
  std::vector<Payload> records{
      Payload::of(NumbersTaken{.through = TransactionId{current_.value + numbers_of_an_incarnation}})};
  co_await durably(context, std::move(records));
  if (open.value == 0) co_return;
  // Decided, and perhaps not told: nothing else is begun before it is carried out.
  current_ = open;
  phase_ = Phase::telling;
  pending_ = everybody();
  tell(context, true, pending_);
  context.remind(options_.repeat, Payload::of(TransactionTick{.transaction = current_, .telling = true}));
}

Task<> Coordinator::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (payload.as<AppendEvents>()) {
    waiting_.push_back(envelope);
    begin_next(context);
  } else if (const auto* append = payload.as<AppendVote>()) {
    if (append->transaction == current_) on_append_vote(context, *append);
  } else if (const auto* events = payload.as<EventsVote>()) {
    if (events->transaction == current_) co_await on_events_vote(context, envelope.from);
  } else if (const auto* decided = payload.as<Settled>()) {
    if (decided->transaction == current_) on_decided(context, envelope.from);
  } else if (const auto* ask = payload.as<AskDecision>()) {
    on_ask(context, envelope, ask->transaction);
  } else if (const auto* tick = payload.as<TransactionTick>(); tick && tick->transaction == current_) {
    if (tick->telling && phase_ == Phase::telling) {
      tell(context, true, pending_);
      context.remind(options_.repeat, payload);
    } else if (!tick->telling && (phase_ == Phase::asking_store || phase_ == Phase::asking_read_sides)) {
      abort(context, Payload::of(AppendRefused{.error = AppendError::storage_failed}));
    }
  }
}

void Coordinator::begin_next(Context& context) {
  if (phase_ != Phase::idle || waiting_.empty()) return;
  request_ = std::move(waiting_.front());
  waiting_.pop_front();
  ++current_.value;
  phase_ = Phase::asking_store;
  context.cast(options_.event_store, Payload::of(PrepareAppend{.transaction = current_,
                                                               .writer = request_->from,
                                                               .append = request_->payload}));
  context.remind(options_.vote_within, Payload::of(TransactionTick{.transaction = current_, .telling = false}));
}

void Coordinator::on_append_vote(Context& context, const AppendVote& vote) {
  if (phase_ != Phase::asking_store) return;
  const auto* recorded = vote.answer.as<EventsRecorded>();
  if (!recorded) return abort(context, vote.answer);
  answer_ = Payload::of(recorded->appended);
  const LogOffset first{recorded->events.front().as<RecordedEvent>()->position.value};
  PrepareEvents prepare{.transaction = current_, .events = placed(OffsetKind::position, first, recorded->events)};
  phase_ = Phase::asking_read_sides;
  pending_ = {options_.read_sides->begin(), options_.read_sides->end()};
  for (const ProcessId read_side : *options_.read_sides) {
    for (const LoggedEvent& event : prepare.events) {
      context.observe({.kind = ObservationKind::event_delivered,
                       .peer = read_side,
                       .message = subject(event.recorded().id),
                       .correlation = event.recorded().correlation,
                       .stream = event.recorded().stream,
                       .a = event.offset.value,
                       .b = read_side.value});
    }
  }
  const Payload message = Payload::of(std::move(prepare));
  for (const ProcessId read_side : *options_.read_sides) context.cast(read_side, message);
}

Task<> Coordinator::on_events_vote(Context& context, ProcessId from) {
  if (phase_ != Phase::asking_read_sides) co_return;
  pending_.erase(from);
  if (pending_.empty()) co_await commit(context);
}

Task<> Coordinator::commit(Context& context) {
  phase_ = Phase::telling;
  pending_ = everybody();
  std::vector<Payload> records{Payload::of(CommitDecided{.transaction = current_})};
  co_await durably(context, std::move(records));
  tell(context, true, pending_);
  context.remind(options_.repeat, Payload::of(TransactionTick{.transaction = current_, .telling = true}));
}

void Coordinator::abort(Context& context, const Payload& answer) {
  tell(context, false, everybody());  // whoever doesn't hear it will ask
  context.reply(*request_, answer);
  phase_ = Phase::idle;
  begin_next(context);
}

void Coordinator::on_decided(Context& context, ProcessId from) {
  if (phase_ != Phase::telling) return;
  pending_.erase(from);
  if (!pending_.empty()) return;
  context.disk().append(Payload::of(CommitEnded{.transaction = current_}));
  if (request_) context.reply(*request_, answer_);
  request_.reset();
  phase_ = Phase::idle;
  begin_next(context);
}

void Coordinator::on_ask(Context& context, const Envelope& envelope, TransactionId transaction) const {
  const bool is_current = transaction == current_ && phase_ != Phase::idle;
  if (is_current && phase_ != Phase::telling) return;  // not decided yet
  context.cast(envelope.from, Payload::of(Decide{.transaction = transaction, .commit = is_current}));
}

void Coordinator::tell(Context& context, bool commit, const std::set<ProcessId>& whom) const {
  const Payload message = Payload::of(Decide{.transaction = current_, .commit = commit});
  for (const ProcessId each : whom) context.cast(each, message);
}

std::set<ProcessId> Coordinator::everybody() const {
  std::set<ProcessId> all{options_.read_sides->begin(), options_.read_sides->end()};
  all.insert(options_.event_store);
  return all;
}

}  // namespace crisper
