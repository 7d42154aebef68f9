// HandedOverFeed: somebody else keeps the consumer's position, and hands it what is next until it hears that the
// consumer has dealt with it.
#pragma once

#include "core/subscription/feed_client.hpp"

namespace crisper {

class HandedOverFeed final : public FeedClient {
 public:
  explicit HandedOverFeed(EventTaker& taker) : taker_(taker) {}
  Task<bool> receive(Context& context, const Envelope& envelope) override;
  bool answers_each() const override { return true; }

 private:
  EventTaker& taker_;
};

}  // namespace crisper
