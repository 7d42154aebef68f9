#include "core/subscription/poison_guard.hpp"

#include <algorithm>

namespace crisper {

void PoisonGuard::restore(const EventParked& parked) {
  if (design_.then == PoisonPolicy::park_key) parked_.insert(parked.event.recorded().stream);
}

Task<Fitness> PoisonGuard::admit(Context& context, const LoggedEvent& event) {
  constexpr Duration longest = std::chrono::seconds(10);
  const RecordedEvent& recorded = event.recorded();
  // What follows a dead letter of its stream would take its effect before it.
  if (parked_.contains(recorded.stream)) co_return Fitness::parked;
  Duration pause = design_.backoff;
  for (std::uint32_t attempt = 1; fails(context, recorded); ++attempt) {
    if (attempt >= design_.attempts && design_.then != PoisonPolicy::stop) {
      if (design_.then == PoisonPolicy::skip) co_return Fitness::skipped;
      if (design_.then == PoisonPolicy::park_key) parked_.insert(recorded.stream);
      co_return Fitness::parked;
    }
    co_await context.sleep(pause);
    pause = std::min(2 * pause, longest);
  }
  co_return Fitness::fit;
}

bool PoisonGuard::fails(Context& context, const RecordedEvent& event) const {
  // The same events are poison however often they come, and for every seed of the run.
  if (Rng(event.id.value).fork("poison").chance(design_.poison)) return true;
  return context.rng("flaky").chance(design_.flaky);
}

}  // namespace crisper
