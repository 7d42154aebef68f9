#include "properties/search/check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/base/counted.hpp"
#include "properties/judge.hpp"
#include "properties/search/check/random_walk.hpp"
#include "properties/search/unjudged.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::properties::check {
namespace {

/// So many that they are of use to many cores, and that the last ones take little of the time.
constexpr std::size_t parts_least = 64;

constexpr std::string_view whose_time = "it is about time, and a check's is not the scenario's own";

/// What became of that which was to be judged, over all schedules.
class Looked {
 public:
  explicit Looked(std::vector<std::string> asked) : asked_(std::move(asked)), judged_(asked_.size()) {}

  void add(const RunResult& run) {
    if (runs_++ == 0) {  // the same in each
      for (const PropertyResult& each : run.properties) {
        if (!each.judged) not_judged_.push_back(each.name);
      }
    }
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (judged_[i]) continue;
      const auto found = std::ranges::find(run.properties, asked_[i], &PropertyResult::name);
      judged_[i] = found != run.properties.end() && found->judged && found->verdict != Verdict::unknown;
    }
  }
  void add(const Looked& other) {
    if (runs_ == 0) not_judged_ = other.not_judged_;
    runs_ += other.runs_;
    for (std::size_t i = 0; i < judged_.size(); ++i) judged_[i] = judged_[i] || other.judged_[i];
  }

  const std::vector<std::string>& not_judged() const { return not_judged_; }
  /// What was asked for by name and judged in none.
  std::vector<Unjudged> unjudged() const {
    std::vector<Unjudged> missing;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (runs_ == 0 || judged_[i]) continue;
      missing.push_back({asked_[i], std::ranges::find(not_judged_, asked_[i]) != not_judged_.end()});
    }
    return missing;
  }

 private:
  std::vector<std::string> asked_;
  std::vector<bool> judged_;
  std::vector<std::string> not_judged_;
  std::uint64_t runs_ = 0;
};

/// What one part of the search came to.
struct PartResult {
  Exploration exploration;
  std::uint64_t unknown = 0;
  std::uint64_t saw_nothing = 0;
  bool failed = false;
  std::optional<Looked> looked;  ///< nothing before it begins
  std::optional<RunResult> failure;  ///< the first one that failed, else the first that said nothing
  sim::FaultPlan plan;
};

/// The parts of a search, taken in their order by as many threads as work on them.
class PartedSearch {
 public:
  /// `looked` is what it took to find the parts: work that was done, and has no result.
  PartedSearch(std::vector<Explorer> parts, const Exploration& looked, std::vector<std::string> asked,
               const CheckOptions& options)
      : parts_(std::move(parts)),
        looked_(std::move(asked)),
        options_(options),
        results_(parts_.size()),
        first_failed_(parts_.size()),
        so_far_(looked) {}

  /// Called by each thread, with a system of its own.
  void work(ScenarioUnderCheck& run) {
    for (std::size_t part = next_++; part < first_failed_ && !stopped_; part = next_++) explore(part, run);
  }

  /// When all have come back: up to the first part that failed, as if the parts had been explored one by one.
  CheckResult result() {
    CheckResult sum;
    sum.exploration.complete = true;
    for (std::size_t part = 0; part <= first_failed_ && part < results_.size(); ++part) {
      PartResult& each = results_[part];
      sum.exploration += each.exploration;
      sum.unknown += each.unknown;
      sum.saw_nothing += each.saw_nothing;
      if (each.looked) looked_.add(*each.looked);
      if (each.failed) ++sum.failed;
      if (!each.failure || (sum.failure && !each.failed)) continue;
      sum.failure = std::move(each.failure);
      sum.plan = std::move(each.plan);
    }
    sum.not_judged = looked_.not_judged();
    return sum;
  }
  /// Of all, once result() has put them together.
  std::vector<Unjudged> unjudged() const { return looked_.unjudged(); }

 private:
  void explore(std::size_t part, ScenarioUnderCheck& run) {
    PartResult& found = results_[part];
    Exploration told;
    found.looked = looked_;
    found.exploration = parts_[part].explore(run, [&](ExecutionEnd end, const Exploration& so_far) {
      Verdict verdict = end == ExecutionEnd::complete ? run.result()->verdict : Verdict::pass;
      if (end == ExecutionEnd::complete) found.looked->add(*run.result());
      if (end == ExecutionEnd::complete && run.result()->only_saw_nothing()) {
        // One lost message may be all that there was to see; other schedules see more.
        ++found.saw_nothing;
        verdict = Verdict::pass;
      }
      found.failed = verdict == Verdict::fail;
      if (verdict == Verdict::unknown) ++found.unknown;
      if (found.failed || (verdict == Verdict::unknown && !found.failure)) {
        found.failure = run.result();
        found.plan = run.plan();
      }
      if (!go_on(so_far, told)) stopped_ = true;
      return !found.failed && !stopped_ && part < first_failed_;
    });
    parts_[part] = Explorer({});  // its memory goes back
    if (!found.failed) return;
    const std::lock_guard lock(mutex_);
    first_failed_ = std::min(first_failed_.load(), part);
  }

  /// Adds what is new since the part was last heard of, and asks whether that is enough.
  bool go_on(const Exploration& so_far, Exploration& told) {
    const std::lock_guard lock(mutex_);
    so_far_.executions += so_far.executions - told.executions;
    so_far_.classes += so_far.classes - told.classes;
    so_far_.steps += so_far.steps - told.steps;
    told = so_far;
    if (options_.executions_max > 0 && so_far_.executions >= options_.executions_max) return false;
    return !options_.enough || !options_.enough(so_far_);
  }

  std::vector<Explorer> parts_;
  Looked looked_;  ///< at nothing, until all have come back
  const CheckOptions& options_;
  std::vector<PartResult> results_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> first_failed_;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  Exploration so_far_;
};

/// After so many executions it is asked how long the search will be …
constexpr std::uint64_t pilot_executions = 2'000;
/// … and from so many on it is a long one, before which so many schedules are drawn at random.
constexpr double long_search = 200'000;
constexpr std::uint64_t walks_max = 20'000;

/// Whether the search seems to be a long one that meets no failure early.
bool is_long(ScenarioUnderCheck& run, const CheckOptions& options, Exploration& looked) {
  bool failed = false;
  Explorer pilot(options.bound);
  const Exploration seen = pilot.explore(run, [&](ExecutionEnd end, const Exploration& so_far) {
    looked.executions = so_far.executions;
    looked.steps = so_far.steps;
    failed = end == ExecutionEnd::complete && run.result()->verdict == Verdict::fail;
    return !failed && so_far.executions < pilot_executions && !(options.enough && options.enough(looked));
  });
  if (failed || seen.complete || seen.executions < pilot_executions) return false;
  return static_cast<double>(seen.executions) > long_search * pilot.share_done();
}

/// What schedules that were drawn at random came to: the first that failed, if one did.
CheckResult walked(ScenarioUnderCheck& run, const CheckOptions& options, Exploration& looked) {
  CheckResult result;
  RandomWalk walk(options.bound, options.run.seed);
  const Exploration before = looked;
  while (result.walks < walks_max && result.failed == 0) {
    const bool is_whole = walk.walk(run);
    ++result.walks;
    result.exploration.steps = walk.steps();
    looked.executions = before.executions + result.walks;
    looked.steps = before.steps + walk.steps();
    if (is_whole && run.result()->verdict == Verdict::fail) {
      ++result.failed;
      result.failure = run.result();
      result.plan = run.plan();
    }
    if (options.enough && options.enough(looked)) break;
  }
  return result;
}

/// Why a search that met no failure isn't a pass; empty where it is one.
std::string doubt(const CheckResult& result, const Bound& bound, const std::vector<Unjudged>& unjudged) {
  const Exploration& found = result.exploration;
  if (!found.complete) {
    return "stopped before all schedules were explored: fewer commands, handlers, consumers or mishaps make fewer "
           "schedules (docs/guide/check.md); `crisper explore` hunts where there are too many";
  }
  if (found.cut > 0) {
    return fmt::format("{} longer than {} and cut", counted_was(found.cut, "execution"),
                       counted(bound.depth, "step"));
  }
  if (result.unknown > 0) {
    return fmt::format("{} of {} schedules say nothing: {}", result.unknown, found.classes, result.failure->reason);
  }
  if (!unjudged.empty()) return unjudged_text(unjudged, "schedule", whose_time);
  if (found.classes > 0 && result.saw_nothing == found.classes) {
    return "in no schedule anything was to be seen of what the run was made for";
  }
  return {};
}

/// Why no process of this name can crash here; empty where one can.
std::string who_cannot_crash(const std::string& name, const sim::Wiring& wiring) {
  const sim::Meant meant = sim::meant_by(name, wiring);
  if (!meant.processes.empty() || !meant.later.empty()) return {};
  if (!meant.hosts.empty()) return "a host; here processes crash, each by itself";
  return sim::problem_with_name(name, wiring);
}

}  // namespace

Result<CheckResult, std::string> check_scenario(const sim::Scenario& scenario, const CheckOptions& options) {
  const sim::Wiring wiring = sim::wiring_of(without_distances(scenario));
  for (const std::string& name : options.run.may_crash) {
    const std::string problem = who_cannot_crash(name, wiring);
    if (!problem.empty()) return failure("--crash " + name + ": " + problem);
  }
  const std::size_t at_once = options.executions_max > 0 ? 1 : std::max<std::size_t>(options.at_once, 1);
  std::vector<ScenarioUnderCheck> runs;
  for (std::size_t i = 0; i < at_once; ++i) {
    Result<ScenarioUnderCheck, std::string> run = ScenarioUnderCheck::of(without_distances(scenario), options.run);
    if (!run) return failure(run.error());
    runs.push_back(std::move(*run));
  }
  std::uint64_t walks = 0;
  Exploration looked;  // work that was done, and has no result
  if (options.executions_max == 0 && is_long(runs.front(), options, looked)) {
    CheckResult found = walked(runs.front(), options, looked);
    walks = found.walks;
    if (found.failed > 0) {
      found.verdict = Verdict::fail;
      found.reason = found.failure->reason;
      return found;
    }
  }
  const Exploration before = looked;
  const Explorer::Enough enough = [&](const Exploration& so_far) {
    looked = before;
    looked += so_far;
    return options.enough && options.enough(looked);
  };
  // Of so many executions none goes to the search for parts, which one thread has no need of.
  std::vector<Explorer> parts;
  if (options.executions_max > 0) {
    parts.emplace_back(options.bound);
  } else {
    parts = Explorer::parts(runs.front(), options.bound, parts_least, enough);
  }
  if (parts.empty()) {
    CheckResult stopped;
    stopped.exploration = looked;
    stopped.reason = doubt(stopped, options.bound, {});
    return stopped;
  }
  PartedSearch search(std::move(parts), looked, asked_by_name(options_for(scenario.properties)), options);
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < at_once; ++i) others.emplace_back([&, i] { search.work(runs[i]); });
    } catch (const std::system_error&) {  // the machine has no more threads: fewer come to the same result
    }
    search.work(runs.front());
  }
  CheckResult result = search.result();
  result.walks = walks;
  if (result.failed > 0) {
    result.verdict = Verdict::fail;
    result.reason = result.failure->reason;
    return result;
  }
  result.reason = doubt(result, options.bound, search.unjudged());
  result.verdict = result.reason.empty() ? Verdict::pass : Verdict::unknown;
  return result;
}

}  // namespace crisper::properties::check
