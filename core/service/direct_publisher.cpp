#include "core/service/direct_publisher.hpp"

#include "core/message/delivery.hpp"
#include "core/message/recorded_event.hpp"
#include "core/runtime/retry.hpp"

namespace crisper {

Task<> DirectPublisher::publish(Context& context, std::vector<Payload> events) const {
  constexpr int attempts = 3;
  const std::int64_t first = events.front().as<RecordedEvent>()->position.value;
  const Payload delivery = Payload::of(Delivery{.first = first, .items = std::move(events)});
  Retry retry;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Result<Payload, CallError> received = co_await context.call(to, delivery, call_timeout);
    if (received) co_return;
    co_await retry.pause(context, received.error());
  }
}

}  // namespace crisper
