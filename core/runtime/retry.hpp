// Retry: the pauses between the repetitions of a call.
#pragma once

#include <algorithm>

#include "core/runtime/context.hpp"

namespace crisper {

/// Of one call that is repeated until it succeeds. One that timed out has waited already, so it goes out again at once.
/// One that a full mailbox refused came back at once: it waits, longer each time, and by chance, so that those who were
/// refused together don't come back together.
class Retry {
 public:
  /// Before the next try, after one that failed so; no longer than `at_most`.
  Task<> pause(Context& context, CallError error, Duration at_most = Duration::max()) {
    if (error != CallError::refused) co_return;
    const Duration wait(context.rng("retry").between(next_.count() / 2, next_.count()));
    next_ = std::min(2 * next_, longest);
    co_await context.sleep(std::min(wait, at_most));
  }

 private:
  static constexpr Duration longest = std::chrono::seconds(1);
  Duration next_ = std::chrono::milliseconds(4);
};

/// Calls until there is an answer, whatever it says.
inline Task<> call_until_answered(Context& context, ProcessId to, Payload request, Duration timeout) {
  Retry retry;
  while (true) {
    const Result<Payload, CallError> answer = co_await context.call(to, request, timeout);
    if (answer) co_return;
    co_await retry.pause(context, answer.error());
  }
}

}  // namespace crisper
