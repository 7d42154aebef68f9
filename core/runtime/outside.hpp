// What can be wrong with a service of the world outside. Only the service itself can act on it, so it asks its context.
#pragma once

#include <cstdint>
#include <utility>

#include "core/runtime/context.hpp"

namespace crisper {

/// Answers a request as the world outside does: where that is wrong with it, late or never. Whoever asked is told, or
/// not, of what has been done: to be called when the effect is there.
inline Task<> answer_from_outside(Context& context, Envelope request, Payload answer) {
  if (context.meets(OutsideFault::timeout_after_effect)) co_return;
  if (const std::optional<Duration> later = context.meets(OutsideFault::late_reply)) co_await context.sleep(*later);
  context.reply(request, std::move(answer));
}

}  // namespace crisper
