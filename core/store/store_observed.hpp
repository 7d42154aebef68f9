// What an event store says of itself: what was appended, what was refused, and, at the end of a run, what it holds.
#pragma once

#include <vector>

#include "core/observe/audit.hpp"
#include "core/observe/observation.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

/// These are durable. `published`: by that they are where consumers take them from.
std::vector<Observation> appended_observed(const std::vector<Payload>& events, ProcessId writer, bool published);

Observation refused_observed(const AppendEvents& append, ProcessId writer, AppendError error, const EventStore& store);

/// Every event, in the order of positions. Reads them page by page.
void inspect_events(const EventStore& store, Audit& audit);

}  // namespace crisper
