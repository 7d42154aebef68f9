// Fault edits: the faults of a run's plan as stretches of time that can be moved, made longer or taken out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gui/models/what_if.hpp"

namespace crisper::gui {

/// A fault with a time of its own, on one process that it strikes.
struct FaultSpan {
  std::uint32_t fault = 0;  ///< place in the plan
  sim::FaultKind kind{};
  std::int64_t begin = 0;
  std::int64_t end = 0;     ///< the end of the run where it lasts
  ProcessNumber process = 0;
};

/// "duplicate from event-log to catalog"; "crash of handler-2"
std::string fault_name(const sim::Fault& fault);

/// Of all faults that strike processes or links for a time; a partition has one for each process that it names.
std::vector<FaultSpan> fault_spans(const LoadedRun& run);

/// Which fault is meant at the cursor: the one whose record stands there, else the one that struck the chosen message,
/// else the one whose time on the chosen process it is.
std::optional<std::uint32_t> fault_at(const LoadedRun& run, RecordId at, Index delivery, ProcessNumber process);

/// A fault with a time begins so much later; one that strikes a packet strikes the next of its link, or the one before.
WhatIfResult move_fault(const LoadedRun& run, std::uint32_t fault, Duration by);
/// It lasts so much longer, or shorter; of a message: it comes so much later.
WhatIfResult lengthen_fault(const LoadedRun& run, std::uint32_t fault, Duration by);
WhatIfResult delete_fault(const LoadedRun& run, std::uint32_t fault);

}  // namespace crisper::gui
