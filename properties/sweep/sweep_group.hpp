// SweepGroup: one point of a sweep without its seed, over all seeds.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "properties/sweep/run_summary.hpp"
#include "properties/sweep/sweep_grid.hpp"

namespace crisper::properties {

/// A measure over the runs that had it.
struct SweepMeasure {
  std::uint64_t runs = 0;
  double median = 0;  ///< of an even number of runs the mean of the two in the middle
  double least = 0;
  double most = 0;
  friend bool operator==(const SweepMeasure&, const SweepMeasure&) = default;
};

/// A property that failed, with its first failing seed in the order of the sweep.
struct SweepFailure {
  std::string property;
  std::uint64_t runs = 0;
  std::uint64_t first_seed = 0;
  std::string reason;  ///< of that seed
  friend bool operator==(const SweepFailure&, const SweepFailure&) = default;
};

struct SeedOutcome {
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::unknown;
  std::string digest;  ///< empty for a run that did not come to its end
  std::string reason;  ///< of an unknown; the failures have their own
  std::map<std::string, double> measures{};  ///< those that the sweep was asked to keep of each seed
  friend bool operator==(const SeedOutcome&, const SeedOutcome&) = default;
};

struct SweepGroup {
  std::vector<SweepSetting> settings;
  std::string engine;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  /// In the order in which properties are reported; behind them those that headed none of their runs, though they are
  /// reported before what did, and at last those that only tell that work stayed open, where it is known why.
  std::vector<SweepFailure> failures;
  std::map<std::string, SweepMeasure> measures;  ///< named as in RunSummary
  std::vector<SeedOutcome> seeds;                ///< in the order of the sweep
  std::string replay;  ///< the command line of first_to_repeat(), empty where there is none; the caller's
  friend bool operator==(const SweepGroup&, const SweepGroup&) = default;

  std::uint64_t runs() const { return passed + failed + unknown; }
  Verdict verdict() const { return failed > 0 ? Verdict::fail : unknown > 0 ? Verdict::unknown : Verdict::pass; }
  /// The first seed with the group's own verdict; null where all passed.
  const SeedOutcome* first_trouble() const;
  /// The first such seed whose run was made: one that was only cut short shows nothing when it is made again.
  const SeedOutcome* first_to_repeat() const;
};

/// Puts a group together from its runs, which may come in any order: the result is the same.
class SweepGroupBuilder {
 public:
  /// `kept`: measures that are kept of each seed, too.
  explicit SweepGroupBuilder(std::vector<std::uint64_t> seeds, std::vector<std::string> kept = {});

  /// `place`: of the run's seed among the seeds. Each place once.
  void add(std::size_t place, RunSummary summary);
  bool is_complete() const { return added_ == seeds_.size(); }
  /// Once, when complete. Costs a sort of each measure.
  SweepGroup finish();

 private:
  /// Of a failure: the first of these that it is in any of its runs.
  enum class Standing : std::uint8_t {
    told,         ///< it heads the run, or is reported behind what does
    passed_over,  ///< the run is headed by one that is reported later
    symptom,      ///< the same, and all that it tells is that work stayed open
  };
  struct Failure {
    SweepFailure told;
    std::size_t first_place = 0;
    Standing standing = Standing::symptom;
  };

  std::vector<SeedOutcome> seeds_;
  std::vector<std::string> kept_;
  std::size_t added_ = 0;
  std::map<std::pair<std::uint32_t, std::string>, Failure> failures_;  ///< by place among the properties, and name
  std::map<std::string, std::vector<double>> values_;
};

}  // namespace crisper::properties
