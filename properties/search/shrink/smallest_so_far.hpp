// SmallestSoFar: a failing case on its way to become small, and who tries what is proposed. Reducers propose smaller
// candidates; what still fails for the same reason takes the place of the case. shrink() leads them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "properties/search/shrink/run_case.hpp"
#include "properties/search/shrink/trial.hpp"

namespace crisper::properties {

struct ShrinkLimits {
  std::size_t at_once = 1;          ///< candidates tried at a time; changes no result
  std::size_t runs_max = 100'000;   ///< then it stops, and the result is not known to be minimal
  std::uint64_t work_max = UINT64_MAX;  ///< the same for ShrinkStatistics::work
  std::uint64_t step_limit = 0;     ///< of a candidate; 0: the scenario's
  std::chrono::milliseconds time_max{120'000};  ///< of one candidate, in processor time: longer is a hang
  /// What a child does with a candidate.
  std::function<Trial(const RunCase&, const Cause&)> run = try_case;
};

/// What it cost, and what was met on the way.
struct ShrinkStatistics {
  std::size_t runs = 0;
  std::size_t known = 0;  ///< candidates that had been tried before
  /// Deliveries of all candidates that had to be tried, one after the other: the same however many are tried at once.
  std::uint64_t work = 0;
  std::map<std::string, std::size_t>
      slipped;  ///< candidates that failed for other reasons, not followed: how many each
  std::map<std::string, std::size_t> broken{};  ///< candidates whose process died or hung
};

/// Whether faults that miss may be aimed by time.
enum class Aim : std::uint8_t { anew, as_told };

class SmallestSoFar {
 public:
  /// `failing` fails for this reason: run_first() sees to it.
  SmallestSoFar(RunCase failing, Cause cause, ShrinkLimits limits);

  const RunCase& current() const { return current_; }
  const Cause& cause() const { return cause_; }
  /// What came of the current case's run; its faults are what struck.
  const Trial& trial() const { return trial_; }
  /// When the current case fails.
  SimTime failed_at() const { return trial_.failed_at; }
  const ShrinkStatistics& statistics() const { return statistics_; }
  bool out_of_runs() const {
    return statistics_.runs >= limits_.runs_max || statistics_.work >= limits_.work_max || stopped_;
  }
  /// Why it stopped, where the machine gave out; a candidate that this struck counts as one that does not fail.
  const std::string& machine_trouble() const { return machine_trouble_; }
  /// Called after each round of candidates. False: stop, as if there were no runs left.
  std::function<bool(const SmallestSoFar&)> watch{};

  /// Whether those who come to the business could say the steps of a script; empty: any.
  std::function<bool(const sim::Script&)> could_say{};
  bool could_be_said(const RunCase& candidate) const {
    return !could_say || could_say(*candidate.scenario.workload.script);
  }

  /// A case on the way, to come back to.
  struct Point {
    RunCase run;
    Trial trial{};
  };
  Point here() const { return {current_, trial_}; }
  void go_to(Point point) {
    current_ = std::move(point.run);
    trial_ = std::move(point.trial);
  }

  /// Tries the case itself: true where it fails for the reason.
  bool run_first();

  /// Tries candidate(0), candidate(1) …; the first that still fails takes the place of the current case, its plan less
  /// the faults that never struck. The place of that one; nothing where none fails.
  /// Where a candidate passes and its faults did not strike what they struck before, since a packet that is gone
  /// renumbers those behind it, they are aimed anew by time and tried once more.
  /// With `also`, one that still fails must please it too.
  std::optional<std::size_t> try_first(std::size_t count, const std::function<RunCase(std::size_t)>& candidate,
                                       Aim aim = Aim::anew, const std::function<bool(const Trial&)>& also = {});

  /// Whether each of these fails for the reason too, aimed anew where it may be. The current case stays.
  std::vector<bool> fail_too(const std::vector<RunCase>& candidates, Aim aim);

 private:
  std::vector<Trial> run(const std::vector<RunCase>& candidates);
  void adopt(RunCase candidate, const Trial& trial);
  bool is_off_target(const RunCase& candidate, const Trial& trial) const;

  RunCase current_;
  Cause cause_;
  ShrinkLimits limits_;
  Trial trial_;
  ShrinkStatistics statistics_;
  bool stopped_ = false;
  std::string machine_trouble_;
  std::map<std::uint64_t, Trial> known_;  ///< small candidates, by digest
};

}  // namespace crisper::properties
