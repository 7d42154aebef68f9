// Fault aims: what each fault of a plan struck in a run. A plan names packets by their number on a link: where a change
// moves other packets there, its faults strike others, or nothing, and a run turns green that was not mended.
#pragma once

#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct FaultAim {
  sim::Fault fault;
  RecordId fired = 0;    ///< zero: it struck nothing
  std::string struck{};  ///< "LogBatch with MealReserved{...}"; of a process: its name
  std::string what{};    ///< the type of the message, or the process
  std::string told{};    ///< of a message: what it was about; empty where the trace doesn't say
};

/// In the order of the plan; empty where no plan lies beside the trace. O(messages struck).
std::vector<FaultAim> fault_aims(const LoadedRun& run);

/// Sentences on the faults that both runs had planned and that strike something else in the second, or nothing; and on
/// those that an edit put in and that strike nothing. Messages are the same where they are of one type and about the
/// same commands and events; where the trace doesn't say what they were about, their types alone tell them apart.
std::vector<std::string> strayed_faults(const std::vector<FaultAim>& before, const std::vector<FaultAim>& now);

}  // namespace crisper::gui
