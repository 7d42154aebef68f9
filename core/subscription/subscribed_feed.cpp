#include "core/subscription/subscribed_feed.hpp"

#include "core/runtime/retry.hpp"

namespace crisper {

Task<> SubscribedFeed::join(Context& context) {
  const Payload request = Payload::of(Subscribe{.after = taker_.progress().checkpoint()});
  co_await call_until_answered(context, feed_.source, request, feed_.timeout);
}

void SubscribedFeed::leave(Context& context) { context.cast(feed_.source, Payload::of(Unsubscribe{})); }

Task<bool> SubscribedFeed::receive(Context& context, const Envelope& envelope) {
  const auto* batch = envelope.payload.as<LogBatch>();
  if (!batch) co_return false;
  if (taker_.is_held() || !taker_.is_on_duty()) co_return true;  // what is not acknowledged is sent again
  std::vector<LoggedEvent> arrived = placed(feed_.offsets, batch->first, batch->events);
  co_await taker_.take_in_order(context, std::move(arrived));
  context.cast(feed_.source, Payload::of(LogAcknowledge{.through = taker_.progress().checkpoint()}));
  co_return true;
}

}  // namespace crisper
