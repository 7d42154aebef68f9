// TransactedFeed: the consumer takes part in a two-phase commit, whose coordinator its source is: it promises to take
// the effects of events, and later takes them or not.
#pragma once

#include "core/subscription/effect_promise.hpp"
#include "core/subscription/feed_client.hpp"

namespace crisper {

class TransactedFeed final : public FeedClient {
 public:
  TransactedFeed(const Feed& feed, EventTaker& taker) : feed_(feed), taker_(taker) {}
  /// Asks for the decision that it doesn't know, if there is one.
  Task<> join(Context& context) override;
  Task<bool> receive(Context& context, const Envelope& envelope) override;
  bool restore(const Payload& change) override { return promise_.restore(change); }
  void snapshot(std::vector<Payload>& records) const override { promise_.snapshot(records); }

 private:
  Task<> prepare(Context& context, const PrepareEvents& request);
  Task<> decide(Context& context, const Decide& decision);
  void ask_what_was_decided(Context& context);

  Feed feed_;
  EventTaker& taker_;
  EffectPromise promise_;
};

}  // namespace crisper
