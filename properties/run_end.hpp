// RunEnd: how a run ended, as those who judge it are told.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/observe/observation_kind.hpp"
#include "properties/support/standstill.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/run/unsent_work.hpp"

namespace crisper::sim {
class FaultInjector;
struct SimulationEnd;
}  // namespace crisper::sim

namespace crisper::properties {

struct RunEnd {
  RunEnding ending = RunEnding::quiet;
  SimTime at = sim_start;
  /// Nothing was open any more: only then can what is missing be called lost.
  bool quiet = true;
  /// False where a search moved messages in time or made faults of its own: what took how long says nothing then.
  bool own_time = true;
  /// Its time was up when what was open might still have come to an end by itself: it says nothing of what is open.
  bool too_short = false;
  /// What the clients were to send and never sent.
  std::vector<sim::UnsentWork> unsent{};
  /// Not empty where the run could not be carried through (the engine's process died): why.
  std::string aborted{};
  std::array<sim::FaultCount, sim::fault_kinds.size()> faults{};
  std::vector<sim::FaultKind> required_but_unfired{};
  /// Who was down or paused when it was over, and whose disk kept nothing: "catalog down", "the disk of catalog full".
  /// Filled in where everybody was asked.
  std::vector<std::string> absent{};
  /// Every process was asked what it holds: what nobody said isn't there.
  bool audited = false;
  /// In a run that was not quiet: what has not moved for so long stands still.
  Duration standstill_after = least_standstill;
  /// The scenario expects that commands end as dead letters.
  bool dead_letters_expected = false;

  /// It says nothing of what would have followed.
  bool is_cut() const { return ending == RunEnding::limit_reached || !aborted.empty() || too_short; }
  /// What is wrong with the end, for a reason to leave something open: how it ended, and who was down. Empty for a
  /// quiet one.
  std::string trouble() const;
  /// Without those who were down: what a failure is told by. Who happens to be down besides is no part of it.
  std::string plain_trouble() const;
  /// "with catalog down": the first few of those who were; empty where all were up.
  std::string who_was_absent() const;
};

/// What the simulator knows of the end of a run.
RunEnd run_end_of(const sim::SimulationEnd& end, const sim::FaultInjector& faults);

}  // namespace crisper::properties
