#include "core/log/log_door.hpp"

namespace crisper {

Task<> LogDoor::receive(Context& context, const Envelope& envelope) {
  const auto* request = envelope.payload.as<ReadFeed>();
  if (!request) co_return;
  const Payload read = Payload::of(
      ReadLog{.consumer = envelope.from, .after = request->after, .limit = request->limit});
  Result<Payload, CallError> answer = co_await context.call(options_.log, read, options_.timeout);
  if (answer && answer->as<LogExpired>()) {
    answer = co_await context.call(options_.archive, read, options_.timeout);
  }
  const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
  if (!page) co_return;  // the reader asks again
  for (const LoggedEvent& event : placed(OffsetKind::position, page->first, page->events)) {
    context.observe(delivered(event, {.consumer = envelope.from}));
  }
  context.reply(envelope, *answer);
}

}  // namespace crisper
