#include "core/publication/store_participant.hpp"

#include <algorithm>

#include "core/observe/audit.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/store_observed.hpp"

namespace crisper {
namespace {

constexpr Duration doubt = std::chrono::milliseconds(300);

/// Journal record: the promise was kept or taken back.
struct PromiseOver {
  CRISPER_BODY(PromiseOver);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// To itself: ask, if it is still in doubt.
struct StillInDoubt {
  CRISPER_BODY(StillInDoubt);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

}  // namespace

void StoreParticipant::restore(const Payload& record) {
  if (const auto* promise = record.as<Promise>()) promise_ = *promise;
  const auto* over = record.as<PromiseOver>();
  if (!over) return;
  over_ = std::max(over_, over->transaction);
  if (promise_ && promise_->transaction <= over_) promise_.reset();
}

void StoreParticipant::recovered(Context& context) {
  if (promise_) ask(context);
}

Task<bool> StoreParticipant::receive(Context& context, const Envelope& envelope) {
  if (const auto* request = envelope.payload.as<PrepareAppend>()) {
    co_await prepare(context, envelope, *request);
  } else if (const auto* decision = envelope.payload.as<Decide>()) {
    co_await decide(context, envelope, *decision);
  } else if (const auto* still = envelope.payload.as<StillInDoubt>()) {
    if (promise_ && promise_->transaction == still->transaction) ask(context);
  } else {
    co_return false;
  }
  co_return true;
}

bool StoreParticipant::is_in_doubt(StreamId stream, CommandId command) const {
  if (!promise_) return false;
  const auto& append = *promise_->append.as<AppendEvents>();
  const auto writes = [&](const StreamAppend& part) { return part.stream == stream; };
  return append.command == command || std::ranges::any_of(append.parts, writes);
}

Task<> StoreParticipant::prepare(Context& context, const Envelope& envelope, const PrepareAppend& prepare) {
  if (prepare.transaction <= over_ || (promise_ && prepare.transaction < promise_->transaction)) co_return;  // a ghost
  // The coordinator begins nothing new before a commit is carried out: what was promised before is not wanted.
  if (promise_ && promise_->transaction < prepare.transaction) forget_promise(context);
  const Promise promise{.transaction = prepare.transaction,
                        .coordinator = envelope.from,
                        .writer = prepare.writer,
                        .now = promise_ ? promise_->now : context.now(),
                        .append = prepare.append};
  const auto& append = *promise.append.as<AppendEvents>();
  // What is promised is owed, whatever has changed since.
  const std::optional<AppendError> refused = promise_ ? std::nullopt : owner_.inadmissible(append);
  if (refused) co_return refuse(context, promise, *refused);
  const AppendRequest request = owner_.request_of(append, promise.writer, promise.now);
  // Tried out and taken back: what is written down until the decision is the promise.
  Result<std::vector<Payload>, AppendError> tried = store_.stage(request);
  if (!tried) co_return refuse(context, promise, tried.error());
  store_.rollback();
  if (!promise_) {
    std::vector<Payload> records{Payload::of(promise)};
    co_await durably(context, std::move(records));
    promise_ = promise;
    context.remind(doubt, Payload::of(StillInDoubt{.transaction = prepare.transaction}));
  }
  const Payload answer = Payload::of(EventsRecorded{.appended = heads_of(request.parts, *tried), .events = *tried});
  context.cast(envelope.from, Payload::of(AppendVote{.transaction = prepare.transaction, .answer = answer}));
}

void StoreParticipant::refuse(Context& context, const Promise& promise, AppendError error) const {
  context.observe(refused_observed(*promise.append.as<AppendEvents>(), promise.writer, error, store_));
  context.cast(promise.coordinator, Payload::of(AppendVote{.transaction = promise.transaction,
                                                           .answer = Payload::of(AppendRefused{.error = error})}));
}

Task<> StoreParticipant::decide(Context& context, const Envelope& envelope, const Decide& decide) {
  if (promise_ && promise_->transaction == decide.transaction) {
    if (decide.commit) {
      AppendRequest request = owner_.request_of(*promise_->append.as<AppendEvents>(), promise_->writer, promise_->now);
      // What was promised is owed, whoever has asked for the stream since.
      for (StreamAppend& part : request.parts) part.token = {};
      const auto stored = co_await owner_.make_durable(context, request);
      if (!stored && stored.error() != AppendError::already_appended) co_return;  // it will be told again
    }
    forget_promise(context);
  }
  over_ = std::max(over_, decide.transaction);
  if (decide.commit) context.cast(envelope.from, Payload::of(Settled{.transaction = decide.transaction}));
}

void StoreParticipant::forget_promise(Context& context) {
  // Without a sync: to be told again does no harm.
  over_ = promise_->transaction;
  context.disk().append(Payload::of(PromiseOver{.transaction = over_}));
  promise_.reset();
}

void StoreParticipant::ask(Context& context) {
  context.cast(promise_->coordinator, Payload::of(AskDecision{.transaction = promise_->transaction}));
  context.remind(doubt, Payload::of(StillInDoubt{.transaction = promise_->transaction}));
}

void StoreParticipant::inspect(Audit& audit) const {
  if (!promise_) return;
  const auto& append = *promise_->append.as<AppendEvents>();
  audit.take({.kind = AuditKind::append_promised,
              .peer = promise_->coordinator,
              .message = subject(append.command),
              .stream = append.parts.front().stream,
              .payload = promise_->append});
}

}  // namespace crisper
