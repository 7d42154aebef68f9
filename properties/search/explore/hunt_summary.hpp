// Hunt summary: what a hunt came to, and what it allows to conclude. Made from the hunt's file alone, so that a merged
// hunt, or one that was killed, is told like any other. Knows no clock and no path: the same runs, the same summary.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/run_result.hpp"
#include "properties/search/explore/hunt_file.hpp"
#include "properties/search/shrink/case_size.hpp"

namespace crisper::properties {

struct HuntTally {
  std::uint64_t runs = 0;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  friend bool operator==(const HuntTally&, const HuntTally&) = default;
};

struct HuntStrategyRow {
  std::string strategy;
  HuntTally tally;
  bool independent = false;
  friend bool operator==(const HuntStrategyRow&, const HuntStrategyRow&) = default;
};

/// What shrinking made of a cause's smallest run.
struct HuntShrunk {
  CaseSize before;
  CaseSize after;
  bool minimal = false;  ///< no single step and no single fault can go; false where the budget was spent first
  std::string reason;    ///< by which what is left fails
  std::string file;      ///< the case
  std::string replay;    ///< the command that runs it
  friend bool operator==(const HuntShrunk&, const HuntShrunk&) = default;
};

/// Failures of one property with one signature.
struct HuntCause {
  std::string property;
  std::string signature;
  std::uint64_t runs = 0;
  std::uint64_t first_run = 0;
  std::uint64_t smallest_run = 0;  ///< fewest deliveries; of equal ones fewest faults, then the lowest number
  std::string strategy;            ///< of the smallest, as all below
  std::uint64_t seed = 0;
  std::uint64_t deliveries = 0;
  std::uint64_t faults_fired = 0;
  bool finished = true;  ///< false: its process died, there is no result to show
  std::uint64_t digest = 0;
  std::string reason;
  std::string replay{};  ///< the command that shows it again; empty until somebody has saved it
  std::string remark{};  ///< what the one who saved it has to say
  std::optional<HuntShrunk> shrunk{};
  friend bool operator==(const HuntCause&, const HuntCause&) = default;
};

/// In how many runs a property came to what.
struct HuntPropertyRow {
  std::string name;
  std::string meaning{};      ///< one line; empty for one that this program no longer knows
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t open = 0;     ///< could not be judged
  std::uint64_t not_judged = 0;  ///< it is about time, and the strategy moved messages in time
  std::uint64_t vacuous = 0;  ///< saw nothing
  friend bool operator==(const HuntPropertyRow&, const HuntPropertyRow&) = default;
};

struct HuntFaultRow {
  sim::FaultCount count;
  std::uint64_t runs_fired = 0;
  friend bool operator==(const HuntFaultRow&, const HuntFaultRow&) = default;
};

struct HuntSometimesRow {
  std::string name;
  bool asked = false;  ///< by the scenario: not reached, the hunt is unknown
  std::uint64_t runs = 0;
  friend bool operator==(const HuntSometimesRow&, const HuntSometimesRow&) = default;
};

/// How many were met, and how many of them first in each tenth of the runs.
struct HuntCurve {
  std::uint64_t met = 0;
  std::array<std::uint64_t, 10> fresh{};
  friend bool operator==(const HuntCurve&, const HuntCurve&) = default;
};

struct HuntSummary {
  HuntIdentity identity;
  HuntExtent extent;
  Verdict verdict = Verdict::unknown;
  std::string reason{};  ///< empty for a pass
  HuntTally tally{};
  std::vector<HuntStrategyRow> strategies{};
  std::vector<HuntCause> causes{};  ///< the most frequent first
  std::vector<HuntPropertyRow> properties{};
  std::array<HuntFaultRow, sim::fault_kinds.size()> faults{};
  std::vector<HuntSometimesRow> sometimes{};
  HuntCurve pairs{};
  HuntCurve states{};
  std::uint64_t digests = 0;    ///< different ones
  std::uint64_t schedules = 0;  ///< different ones
  std::uint64_t deliveries = 0;
  friend bool operator==(const HuntSummary&, const HuntSummary&) = default;
};

/// `extent`: of a hunt whose file could not be told how it ended; nothing: what the file says.
Result<HuntSummary, std::string> summarise(const HuntFile& file, const std::optional<HuntExtent>& extent = {});

/// With 95 % confidence the rate of failure is below this, when n independent runs had none: 1 - 0.05^(1/n), which for
/// many runs is 3/n (the rule of three: Hanley, Lippman-Hand, JAMA 1983). One for n = 0.
double failure_rate_bound(std::uint64_t runs);

/// As one run whose properties are those of all: what a continuous-integration server is shown.
RunResult as_one_run(const HuntSummary& summary);

}  // namespace crisper::properties
