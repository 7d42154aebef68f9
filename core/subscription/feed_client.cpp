#include "core/subscription/feed_client.hpp"

#include "core/base/assert.hpp"
#include "core/subscription/handed_over_feed.hpp"
#include "core/subscription/polled_feed.hpp"
#include "core/subscription/subscribed_feed.hpp"
#include "core/subscription/transacted_feed.hpp"

namespace crisper {

std::unique_ptr<FeedClient> feed_client(const Feed& feed, EventTaker& taker) {
  switch (feed.mode) {
    case FeedMode::subscribed: return std::make_unique<SubscribedFeed>(feed, taker);
    case FeedMode::polled: return std::make_unique<PolledFeed>(feed, taker);
    case FeedMode::transacted: return std::make_unique<TransactedFeed>(feed, taker);
    case FeedMode::handed_over: return std::make_unique<HandedOverFeed>(taker);
  }
  assertion_failed(__FILE__, __LINE__, "feed.mode", "a feed has one of these modes");
}

}  // namespace crisper
