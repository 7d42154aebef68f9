#include "properties/sometimes/sometimes.hpp"

#include <array>

#include "properties/domain/registry.hpp"

namespace crisper::properties {
namespace {

using enum ObservationKind;

bool always(const Observation&) { return true; }

constexpr auto of_any_domain = std::to_array<SometimesEntry>({
    {"saga_timed_out", "a process manager's time limit ran out", saga_timed_out, always},
    {"ownership_waited", "somebody waited for a lock that another held", lock_granted,
     [](const Observation& seen) { return seen.b > 0; }},
    {"lock_expired", "a lease ran out before it was given back", lock_expired, always},
    {"append_refused", "the store refused an append", append_refused, always},
    {"command_redelivered", "a command went to a second handler", command_dispatched,
     [](const Observation& seen) { return seen.a > 1; }},
    {"command_repeated", "a handler met a command that was carried out already", command_repeated, always},
    {"command_dead_lettered", "the queue gave up on a command", command_dead_lettered, always},
    {"client_gave_up", "a client stopped waiting for its answer", command_gave_up, always},
    {"event_repeated", "an event came to a consumer that had it already", event_ignored,
     [](const Observation& seen) { return seen.b == static_cast<std::int64_t>(IgnoreReason::duplicate); }},
    {"event_early", "an event came before one that it must wait for", event_held, always},
    {"call_timed_out", "a caller gave up waiting", call_timed_out, always},
    {"reply_late", "an answer came when nobody waited any more", reply_late, always},
    {"session_broken", "a transport session gave up", session_broken, always},
    {"process_crashed", "a process lost its memory", process_crashed, always},
});

}  // namespace

std::span<const SometimesEntry> all_sometimes() {
  static const std::vector<SometimesEntry> all = [] {
    std::vector<SometimesEntry> entries;
    for (const DomainLaws& domain : all_domain_laws()) {
      entries.insert(entries.end(), domain.sometimes.begin(), domain.sometimes.end());
    }
    entries.insert(entries.end(), of_any_domain.begin(), of_any_domain.end());
    return entries;
  }();
  return all;
}

SometimesWatch::SometimesWatch() : reached_(all_sometimes().size()) {
  for (const SometimesEntry& entry : all_sometimes()) wants_.add(entry.kind);
}

void SometimesWatch::observe(const Observation& seen, ObservationId) {
  const std::span<const SometimesEntry> table = all_sometimes();
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].kind == seen.kind && !reached_[i] && table[i].is(seen)) reached_[i] = true;
  }
}

}  // namespace crisper::properties
