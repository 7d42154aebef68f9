#include "core/subscription/transacted_feed.hpp"

namespace crisper {
namespace {

constexpr Duration doubt = std::chrono::milliseconds(300);

}  // namespace

Task<> TransactedFeed::join(Context& context) {
  if (promise_.open()) ask_what_was_decided(context);
  co_return;
}

Task<bool> TransactedFeed::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* request = payload.as<PrepareEvents>()) {
    if (!taker_.is_held()) co_await prepare(context, *request);  // who has no vote asks again
  } else if (const auto* decision = payload.as<Decide>()) {
    if (!taker_.is_held()) co_await decide(context, *decision);
  } else if (const auto* still = payload.as<EffectInDoubt>()) {
    if (promise_.is_open(still->transaction)) ask_what_was_decided(context);
  } else {
    co_return false;
  }
  co_return true;
}

Task<> TransactedFeed::prepare(Context& context, const PrepareEvents& request) {
  if (promise_.is_ghost(request.transaction)) co_return;
  if (!promise_.is_open(request.transaction)) {
    // The coordinator begins nothing new before a commit is carried out: what was promised before is not wanted.
    taker_.stage(Payload::of(request));
    co_await taker_.commit(context);
    promise_.give(request);
    context.remind(doubt, Payload::of(EffectInDoubt{.transaction = request.transaction}));
  }
  context.cast(feed_.source, Payload::of(EventsVote{.transaction = request.transaction}));
}

Task<> TransactedFeed::decide(Context& context, const Decide& decision) {
  if (promise_.is_open(decision.transaction)) {
    std::vector<LoggedEvent> events = decision.commit ? promise_.open()->events : std::vector<LoggedEvent>();
    // In one write with the effects.
    taker_.stage(Payload::of(promise_.settle(decision.transaction)));
    if (events.empty()) {
      co_await taker_.commit(context);
    } else {
      co_await taker_.take(context, std::move(events));
    }
  }
  if (decision.commit) context.cast(feed_.source, Payload::of(Settled{.transaction = decision.transaction}));
}

void TransactedFeed::ask_what_was_decided(Context& context) {
  const TransactionId transaction = promise_.open()->transaction;
  context.cast(feed_.source, Payload::of(AskDecision{.transaction = transaction}));
  context.remind(doubt, Payload::of(EffectInDoubt{.transaction = transaction}));
}

}  // namespace crisper
