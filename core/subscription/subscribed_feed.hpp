// SubscribedFeed: the consumer subscribes; the source sends batches, and hears how far the consumer has come.
#pragma once

#include "core/subscription/feed_client.hpp"

namespace crisper {

class SubscribedFeed final : public FeedClient {
 public:
  SubscribedFeed(const Feed& feed, EventTaker& taker) : feed_(feed), taker_(taker) {}
  Task<> join(Context& context) override;
  void leave(Context& context) override;
  Task<bool> receive(Context& context, const Envelope& envelope) override;
  /// Subscribes anew: what was sent meanwhile was dropped.
  Task<> resume(Context& context) override { return join(context); }

 private:
  Feed feed_;
  EventTaker& taker_;
};

}  // namespace crisper
