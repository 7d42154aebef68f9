#include "core/subscription/handed_over_feed.hpp"

#include <algorithm>

namespace crisper {

Task<bool> HandedOverFeed::receive(Context& context, const Envelope& envelope) {
  const auto* handed = envelope.payload.as<HandOver>();
  if (!handed) co_return false;
  if (taker_.is_held() || !taker_.is_on_duty()) co_return true;  // who has no answer hands it over again
  taker_.turn_to(envelope.from);
  const std::vector<LoggedEvent> dealt_with = co_await taker_.take_in_order(context, handed->events);
  EventsHandled answer;
  for (const LoggedEvent& event : handed->events) {
    if (taker_.progress().has_handled(event.offset)) answer.offsets.push_back(event.offset);
  }
  // What had been held for one of these was handed over by somebody who waits for it, or will hand it over again.
  for (const LoggedEvent& event : dealt_with) {
    if (std::ranges::find(answer.offsets, event.offset) == answer.offsets.end()) answer.offsets.push_back(event.offset);
  }
  if (envelope.kind == MessageKind::request) {
    context.reply(envelope, Payload::of(std::move(answer)));
  } else {
    context.cast(envelope.from, Payload::of(std::move(answer)));
  }
  co_return true;
}

}  // namespace crisper
