// Release: a system's code changes while its events stay. What today's release must know of the one before, which wrote
// events and snapshots in a schema of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/message/recorded_event.hpp"
#include "core/observe/observation.hpp"
#include "core/store/upcaster.hpp"

namespace crisper {

/// What has changed between the two.
struct SchemaChange {
  Upcasters upcasters{};  ///< what the release before wrote, in the words of today
  /// An event of today as the release before wrote it. Empty: in the same words.
  std::function<Payload(const Payload& event)> as_before{};
};

/// When the one takes the other's place. All processes change at once, each by its own clock.
struct Release {
  std::shared_ptr<const SchemaChange> change{};  ///< null: there has never been another
  SimTime upgraded_at = sim_start;
  bool upcasts = true;  ///< today's release knows the words of the one before

  bool is_before(SimTime now) const { return change && now < upgraded_at; }
  /// What a process of that time writes where it means `event`.
  Payload written(const Payload& event, SimTime now) const {
    return is_before(now) && change->as_before ? change->as_before(event) : event;
  }
  /// What a process of that time reads there; nothing where it reads what is written.
  std::optional<std::vector<Payload>> read(const Payload& event, SimTime now) const {
    if (!change || (!upcasts && !is_before(now)) || !change->upcasters.knows(event)) return std::nullopt;
    return change->upcasters.upcast(event);
  }
};

/// A reader read `event` as so many of today.
inline Observation upcast_observed(const RecordedEvent& event, std::size_t today) {
  return {.kind = ObservationKind::event_upcast,
          .message = subject(event.id),
          .correlation = event.correlation,
          .stream = event.stream,
          .a = event.position.value,
          .b = static_cast<std::int64_t>(today)};
}

}  // namespace crisper
