// RunResult: all that is known of a finished run. The same run gives the same result: no wall clock, no path.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/metrics/metrics.hpp"
#include "properties/property.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

struct NoteResult {
  std::string what;
  std::uint64_t count = 0;
  friend bool operator==(const NoteResult&, const NoteResult&) = default;
};

struct PropertyResult {
  std::string name;
  std::string meaning;
  Verdict verdict = Verdict::unknown;
  std::string reason{};  ///< empty for a pass
  bool counts = true;    ///< false: it saw nothing and nobody asked for it by name: the run's verdict ignores it
  bool judged = true;    ///< false: it is about time, and a search moved messages in time; then it doesn't count
  std::uint64_t observed = 0;
  std::uint64_t violation_count = 0;
  std::vector<Violation> violations{};  ///< the first few
  std::vector<NoteResult> notes{};
  friend bool operator==(const PropertyResult&, const PropertyResult&) = default;
};

/// What is left of it where it is about time and the run's time was not the scenario's own.
PropertyResult not_judged(PropertyResult result);

/// Which run it was: what its caller knows.
struct RunIdentity {
  std::string scenario;
  std::string engine;
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::uint64_t deliveries = 0;
  std::string replay;  ///< the command line that repeats it; may be empty
  friend bool operator==(const RunIdentity&, const RunIdentity&) = default;
};

/// What a run came to by itself, where its result answers something else that it was asked (see asked_of_run.hpp).
struct OwnOutcome {
  Verdict verdict = Verdict::unknown;
  std::string reason;
  std::vector<std::string> counting;  ///< names of the properties that this verdict is of
  std::vector<std::string> remarks;   ///< what it must not be read without
  friend bool operator==(const OwnOutcome&, const OwnOutcome&) = default;
};

struct RunResult {
  RunIdentity run;
  Verdict verdict = Verdict::unknown;
  std::string reason;  ///< one sentence; empty for a pass
  std::vector<PropertyResult> properties;
  std::array<sim::FaultCount, sim::fault_kinds.size()> faults{};  ///< by kind
  Metrics metrics;
  RunEnding ending = RunEnding::quiet;
  bool quiet = true;
  SimTime ended{};
  /// What the design was to do later than this: "design.consumers.catalog.replays.0".
  std::vector<std::string> never_came{};
  std::uint64_t commands = 0;  ///< that clients sent
  std::uint64_t given_up = 0;  ///< of these: their clients stopped waiting
  std::optional<OwnOutcome> own{};  ///< nothing: the verdict is the run's own
  /// Of each stage of the load that the run came to, and of what came behind them; empty where the load has none.
  std::vector<IntervalMetrics> stages{};

  /// Unknown since there was nothing to see, and not since something stayed open: other runs may make good for it.
  bool only_saw_nothing() const {
    return verdict == Verdict::unknown && quiet && std::ranges::none_of(properties, [](const PropertyResult& each) {
             return each.judged && each.verdict == Verdict::unknown && each.observed > 0;
           });
  }
  friend bool operator==(const RunResult&, const RunResult&) = default;
};

/// Whether a run's reason tells by this property: it is its head, or what came of a head that could not be proven.
bool tells_by(const std::string& reason, const std::string& property);

/// Whether a run's reason is this property's own from its first word: not where another, which nobody could prove, is
/// told as why.
bool begins_with(const std::string& reason, const std::string& property);

/// Of a property that failed in a run without rest: all that it says is that work stayed open when the run was over.
/// One that saw something go wrong before that has failed by itself, whatever else it found at the end.
bool only_tells_that_open(const PropertyResult& failed);

/// The failed property that the run is headed by: which its reason names, else the first that counts. What is told,
/// explained or made smaller of a run as its failure is this one. Null where none failed.
const PropertyResult* headline_of(const RunResult& result);

}  // namespace crisper::properties
