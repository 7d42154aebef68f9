#include "core/publication/store_participant.hpp"

#include "core/runtime/durably.hpp"
#include "core/store/event_store_process.hpp"

namespace crisper {
namespace {

constexpr Duration doubt = std::chrono::milliseconds(300);

/// Journal record: the promise was kept or taken back.
struct PromiseOver {
  CRISPER_BODY(PromiseOver);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &PromiseOver::transaction)};
};

/// To itself: ask, if it is still in doubt.
struct StillInDoubt {
  CRISPER_BODY(StillInDoubt);
  TransactionId transaction;
  static constexpr auto fields = std::tuple{field("transaction", &StillInDoubt::transaction)};
};

}  // namespace

void StoreParticipant::restore(const Payload& record) {
  if (const auto* promise = record.as<Promise>()) promise_ = *promise;
  const auto* over = record.as<PromiseOver>();
  if (over && promise_ && promise_->transaction == over->transaction) promise_.reset();
}

void StoreParticipant::recovered(Context& context) {
  if (promise_) ask(context);
}

Task<> StoreParticipant::receive(Context& context, const Envelope& envelope) {
  if (const auto* request = envelope.payload.as<PrepareAppend>()) {
    co_await prepare(context, envelope, *request);
  } else if (const auto* decision = envelope.payload.as<Decide>()) {
    co_await decide(context, envelope, *decision);
  } else if (const auto* still = envelope.payload.as<StillInDoubt>()) {
    if (promise_ && promise_->transaction == still->transaction) ask(context);
  }
}

AppendRequest StoreParticipant::request_of(const Promise& promise) {
  const auto& append = *promise.append.as<AppendEvents>();
  AppendRequest request{.command = append.command,
                        .correlation = append.correlation,
                        .now = promise.now,
                        .parts = append.parts,
                        .writer = promise.writer};
  return request;
}

Task<> StoreParticipant::prepare(Context& context, const Envelope& envelope, const PrepareAppend& prepare) {
  if (promise_ && prepare.transaction < promise_->transaction) co_return;  // a ghost
  // The coordinator begins nothing new before a commit is carried out: what was promised before is not wanted.
  if (promise_ && promise_->transaction < prepare.transaction) forget_promise(context);
  const Promise promise{.transaction = prepare.transaction,
                        .coordinator = envelope.from,
                        .writer = prepare.writer,
                        .now = promise_ ? promise_->now : context.now(),
                        .append = prepare.append};
  const AppendRequest request = request_of(promise);
  // Tried out and taken back: what is written down until the decision is the promise.
  Result<std::vector<Payload>, AppendError> tried = store_.stage(request);
  if (!tried) {
    const CommandId command = request.command;
    context.observe({.kind = ObservationKind::append_refused,
                     .peer = prepare.writer,
                     .message = subject(command),
                     .stream = request.parts.front().stream,
                     .a = static_cast<std::int64_t>(tried.error())});
    context.cast(envelope.from, Payload::of(AppendVote{.transaction = prepare.transaction,
                                                       .answer = Payload::of(AppendRefused{.error = tried.error()})}));
    co_return;
  }
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

Task<> StoreParticipant::decide(Context& context, const Envelope& envelope, const Decide& decide) {
  if (promise_ && promise_->transaction == decide.transaction) {
    if (decide.commit) {
      AppendRequest request = request_of(*promise_);
      // What was promised is owed, whoever has asked for the stream since.
      for (StreamAppend& part : request.parts) part.token = {};
      const auto stored = co_await make_durable_(context, request);
      if (!stored && stored.error() != AppendError::already_appended) co_return;  // it will be told again
    }
    forget_promise(context);
  }
  if (decide.commit) context.cast(envelope.from, Payload::of(Settled{.transaction = decide.transaction}));
}

void StoreParticipant::forget_promise(Context& context) {
  // Without a sync: to be told again does no harm.
  context.disk().append(Payload::of(PromiseOver{.transaction = promise_->transaction}));
  promise_.reset();
}

void StoreParticipant::ask(Context& context) {
  context.cast(promise_->coordinator, Payload::of(AskDecision{.transaction = promise_->transaction}));
  context.remind(doubt, Payload::of(StillInDoubt{.transaction = promise_->transaction}));
}

}  // namespace crisper
