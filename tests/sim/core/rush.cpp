#include "tests/sim/core/rush.hpp"

#include "core/store/event_store.hpp"

namespace crisper::sim::pipeline {

using namespace crisper::literals;
using enum ObservationKind;

Scene rush(std::uint64_t seed) {
  Scene scene;
  scene.seed = seed;
  scene.design.command_queue.handlers = 4;
  scene.design.command_queue.dead_letter_after = 100;
  scene.design.ownership.lease = 100ms;
  scene.kitchen(1, 2);
  for (std::uint64_t customer = 1; customer <= 6; ++customer) scene.customer({.customer = customer, .every = 0ms});
  return scene;
}

void distrust_the_holders(Scene& scene) {
  scene.faults.push_back(
      {.kind = FaultKind::clock_skew, .to = "handler", .lasting = 5s, .drift_ppm = -950'000, .required = true});
  for (int i = 0; i < 6; ++i) {
    const SimTime at = sim_start + 20ms + i * 7ms + static_cast<std::int64_t>(scene.seed % 11) * 900us;
    scene.faults.push_back({.kind = FaultKind::pause,
                            .to = "handler-" + std::to_string(i % 4 + 1),
                            .at = at,
                            .lasting = 150ms + i * 60ms});
  }
  scene.faults.push_back({.kind = FaultKind::delay,
                          .from = "handler",
                          .to = "event-store",
                          .rate = Probability{Probability::one / 4},
                          .lasting = 2s,
                          .amount_min = 80ms,
                          .amount_max = 300ms});
}

void slow_reads(Scene& scene) {
  scene.faults.push_back({.kind = FaultKind::delay,
                          .from = "event-store",
                          .to = "handler",
                          .rate = Probability{Probability::one / 3},
                          .lasting = 5s,
                          .amount_min = 80ms,
                          .amount_max = 300ms,
                          .required = true});
}

Tally over_seeds(const std::function<void(Scene&)>& choose, std::uint64_t seeds) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Scene scene = rush(seed);
    choose(scene);
    const Played played = play(scene);
    const std::string wrong = played.wrong();
    if (!wrong.empty() && tally.wrong++ == 0) tally.first = "seed " + std::to_string(seed) + ": " + wrong;
    if (played.ledger->lowest_stock() < 0) ++tally.oversold;
    for (const Observation& o : played.ledger->all({append_refused})) {
      if (o.a == static_cast<std::int64_t>(AppendError::stale_token)) ++tally.stale;
      if (o.a == static_cast<std::int64_t>(AppendError::wrong_version)) ++tally.moved_on;
    }
    tally.expired += played.ledger->count(lock_expired);
    tally.refused += played.ledger->count(lock_refused);
    tally.leaders += played.ledger->count(leader_began);
    tally.sessions_lost += played.ledger->count(lock_session_lost);
    for (const auto& [number, order] : played.ledger->orders()) {
      tally.handled += static_cast<std::uint64_t>(order.placed);
    }
    tally.activated += played.ledger->count(actor_activated);
    tally.left += played.ledger->count(actor_left);
    tally.given_up += played.ledger->count(actor_given_up);
    tally.dead += played.ledger->count(command_dead_lettered);
    tally.crashed += played.ledger->count(process_crashed);
    tally.paused += played.fault(FaultKind::pause).seen;
    tally.skewed += played.fault(FaultKind::clock_skew).seen;
    tally.delayed += played.fault(FaultKind::delay).seen;
  }
  return tally;
}

}  // namespace crisper::sim::pipeline
