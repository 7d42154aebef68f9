// LoadedRun: everything that the window knows of one run. Made by load_run in a worker, then only read.
#pragma once

#include <memory>

#include "gui/models/calls.hpp"
#include "gui/models/channels.hpp"
#include "gui/models/entity_steps.hpp"
#include "gui/models/instances.hpp"
#include "gui/models/load_trace.hpp"
#include "gui/models/plot_series.hpp"
#include "gui/models/run_result.hpp"
#include "gui/models/space_time.hpp"
#include "gui/models/time_machine.hpp"

namespace crisper::gui {

struct LoadedRun {
  std::shared_ptr<TraceData> data;
  std::unique_ptr<TraceIndex> index;
  std::unique_ptr<TimeMachine> machine;
  std::unique_ptr<SpaceTime> space;
  Calls calls;
  Instances instances;
  EntitySteps entities;
  std::vector<ChannelClaims> channels;
  PlotSeries plots;
  RunFolder folder;
  /// So far: it was read while its run went on. What is said of the end of a run, and every verdict, is missing.
  bool is_edition = false;

  const TraceData& trace() const { return *data; }
  /// The record that shows this violation. A circle of waiting breaks its property where it closes, and not when a
  /// lease ends the wait.
  RecordId record_of(const Violation& violation) const;
  /// Where this property was first broken: the end of the run where it failed by nothing that happened at one instant;
  /// zero where it did not fail.
  RecordId first_break_of(const JudgedProperty& property) const;
  /// The next mark of this kind after a record; null where there is none.
  const Mark* next_mark(RecordId after, Mark::Kind kind) const;
};

/// Reads a trace and what lies beside it. The share that is done goes from 0 to 1.
Result<std::shared_ptr<const LoadedRun>, LoadError> load_run(const std::filesystem::path& trace,
                                                             const Progress& progress);

}  // namespace crisper::gui
