// PolledFeed: the consumer asks its source for page after page, and waits a while after an empty one.
#pragma once

#include "core/subscription/feed_client.hpp"

namespace crisper {

class PolledFeed final : public FeedClient {
 public:
  PolledFeed(const Feed& feed, EventTaker& taker) : feed_(feed), taker_(taker) {}
  Task<> join(Context& context) override;
  Task<bool> receive(Context& context, const Envelope& envelope) override;

 private:
  /// Fetches one page and deals with it.
  Task<> poll(Context& context);

  Feed feed_;
  EventTaker& taker_;
};

}  // namespace crisper
