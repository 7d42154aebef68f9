// How a consumer takes part in a two-phase commit.
#include "core/subscription/subscriber.hpp"

namespace crisper {
namespace {

constexpr Duration doubt = std::chrono::milliseconds(300);

}  // namespace

Task<> Subscriber::prepare(Context& context, const PrepareEvents& request) {
  if (promise_.is_ghost(request.transaction)) co_return;
  if (!promise_.is_open(request.transaction)) {
    // The coordinator begins nothing new before a commit is carried out: what was promised before is not wanted.
    stage(Payload::of(request));
    co_await commit(context);
    promise_.give(request);
    context.remind(doubt, Payload::of(EffectInDoubt{.transaction = request.transaction}));
  }
  context.cast(options_.feed.source, Payload::of(EventsVote{.transaction = request.transaction}));
}

Task<> Subscriber::decide(Context& context, const Decide& decision) {
  if (promise_.is_open(decision.transaction)) {
    const std::vector<LoggedEvent> events = decision.commit ? promise_.open()->events : std::vector<LoggedEvent>();
    // In one write with the effects.
    stage(Payload::of(promise_.settle(decision.transaction)));
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
  const TransactionId transaction = promise_.open()->transaction;
  context.cast(options_.feed.source, Payload::of(AskDecision{.transaction = transaction}));
  context.remind(doubt, Payload::of(EffectInDoubt{.transaction = transaction}));
}

}  // namespace crisper
