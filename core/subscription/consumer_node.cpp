#include "core/subscription/consumer_node.hpp"

namespace crisper {

Task<> ConsumerNode::receive(Context& context, const Envelope& envelope) {
  if (!envelope.payload.as<HandOver>()) co_return;
  const Result<Payload, CallError> handled =
      co_await context.call(options_.consumer, envelope.payload, options_.timeout);
  if (handled) context.cast(envelope.from, *handled);
}

}  // namespace crisper
