// What if: one change to the faults of a run, as an edit of its plan. The plan is all that a changed run needs: it is
// repeated from the same seed.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct WhatIf {
  sim::FaultPlan plan;
  std::string label;  ///< "without the second LogBatch from event-log to catalog"
};

/// A changed plan, or one sentence that says why it can't be.
using WhatIfResult = Result<WhatIf, std::string>;

/// The message never arrives. Of a copy that a fault made: the copy is not made.
WhatIfResult drop_message(const LoadedRun& run, Index delivery);
WhatIfResult duplicate_message(const LoadedRun& run, Index delivery);
/// It arrives later, and so does what follows it on its link.
WhatIfResult delay_message(const LoadedRun& run, Index delivery, Duration by);
/// It arrives later, and what follows it on its link overtakes it.
WhatIfResult hold_message(const LoadedRun& run, Index delivery, Duration by);
/// It arrives before all that is under way to the same process at this instant: what would come before is held back.
WhatIfResult deliver_first(const LoadedRun& run, Index delivery, RecordId now);
WhatIfResult crash_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration restart_after);
WhatIfResult pause_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration lasting);
/// Nobody reaches it and it reaches nobody.
WhatIfResult cut_off_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration lasting);

}  // namespace crisper::gui
