// What a design's transactions may hold, and what they may have read: the limits of an append, and its isolation level.
#pragma once

#include <optional>

#include "core/store/event_store_design.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

/// What an append of this design can never be: of several partitions, or of too many events.
std::optional<AppendError> beyond_limits(const EventStoreDesign& design, const AppendEvents& append);

/// Whether what it was decided on has changed since, where the isolation level looks. Costs a read for each stream, and
/// for each category a look at every event since.
std::optional<AppendError> read_has_changed(const EventStoreDesign& design, const EventStore& store,
                                            const AppendEvents& append);

}  // namespace crisper
