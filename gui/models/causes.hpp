// What made a record happen, and what it made happen.
#pragma once

#include <vector>

#include "gui/models/trace_data.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

/// The record before it in the chain of causes; zero where the trace knows none. A copy is caused by the fault that
/// made it, a drop by the fault that dropped it.
RecordId cause_of(const TraceData& data, const TraceIndex& index, RecordId id);

/// All the way back, nearest first.
std::vector<RecordId> causes_of(const TraceData& data, const TraceIndex& index, RecordId id, std::size_t max = 24);

/// What followed directly from it, in order: arrivals of what was sent, all that a turn said and sent.
std::vector<RecordId> effects_of(const TraceData& data, const TraceIndex& index, RecordId id, std::size_t max = 24);

}  // namespace crisper::gui
