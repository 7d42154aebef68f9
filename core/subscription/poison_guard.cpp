#include "core/subscription/poison_guard.hpp"

#include <algorithm>

namespace crisper {

bool PoisonGuard::restore(const Payload& change) {
  const auto* parked = change.as<EventParked>();
  if (!parked) return false;
  dead_letters_.push_back(change);
  if (design_.then == PoisonPolicy::park_key) parked_.insert(parked->event.recorded().stream);
  return true;
}

void PoisonGuard::snapshot(std::vector<Payload>& records) const {
  records.insert(records.end(), dead_letters_.begin(), dead_letters_.end());
}

Payload PoisonGuard::set_aside(const LoggedEvent& event) {
  return dead_letters_.emplace_back(Payload::of(EventParked{.event = event}));
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

void PoisonGuard::inspect(Audit& audit) const {
  for (const Payload& letter : dead_letters_) {
    const LoggedEvent& event = letter.as<EventParked>()->event;
    audit.take({.kind = AuditKind::event_set_aside,
                .message = subject(event.recorded().id),
                .stream = event.recorded().stream,
                .a = event.offset.value,
                .payload = letter});
  }
}

}  // namespace crisper
