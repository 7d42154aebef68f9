#include "properties/search/shrink/smallest_so_far.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/base/digest.hpp"
#include "sim/engine/worker_pool.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

/// More than this, and aiming anew would be a shot in the dark: the plan is thinned out first.
constexpr std::size_t aimed_faults_max = 64;
/// How long a fault that is aimed by time waits for its packet.
constexpr Duration patience = std::chrono::milliseconds(50);
/// Larger cases are not remembered: they hardly come twice.
constexpr std::size_t remembered_steps_max = 400;
/// What one costs whose process died or hung: nobody knows how far it came.
constexpr std::uint64_t broken_run_work = 1'000'000;

std::uint64_t work_of(const Trial& trial) {
  return trial.end == Trial::End::broken ? broken_run_work : trial.deliveries;
}

std::optional<std::uint64_t> key_of(const RunCase& candidate) {
  if (candidate.scenario.workload.script->size() > remembered_steps_max) return std::nullopt;
  Digest digest;
  digest.add(sim::to_yaml(candidate.scenario));
  digest.add(sim::digest_of(candidate.plan));
  digest.add(candidate.seed);
  digest.add(candidate.engine);
  return digest.value();
}

/// The plan with every message fault aimed at the first packet of its link from the time at which it struck.
RunCase aimed_by_time(RunCase candidate) {
  for (sim::Fault& fault : candidate.plan.faults) {
    if (!sim::is_message_fault(fault.kind)) continue;
    fault.nth = 0;
    fault.lasting = patience;
  }
  return candidate;
}

Trial received(const sim::JobOutcome& run, const Cause& cause) {
  if (!run.is_done()) {
    const bool is_same = cause == broken_run_cause(run.why);
    return {.end = is_same ? Trial::End::same : Trial::End::broken, .told = run.why, .struck = {}};
  }
  if (auto trial = decode_trial(run.output)) return std::move(*trial);
  return {.end = Trial::End::broken, .told = "gave no result", .struck = {}};
}

}  // namespace

SmallestSoFar::SmallestSoFar(RunCase failing, Cause cause, ShrinkLimits limits)
    : current_(narrowed(std::move(failing), cause)), cause_(std::move(cause)), limits_(limits) {
  sim::put_scheduled_first(current_.plan);
  if (limits_.step_limit != 0) current_.scenario.run.step_limit = limits_.step_limit;
}

bool SmallestSoFar::run_first() {
  const Trial trial = run({current_}).front();
  if (trial.end != Trial::End::same) return false;
  adopt(current_, trial);
  return true;
}

std::optional<std::size_t> SmallestSoFar::try_first(std::size_t count,
                                                    const std::function<RunCase(std::size_t)>& candidate, Aim aim,
                                                    const std::function<bool(const Trial&)>& also) {
  const auto does = [&](const Trial& trial) { return trial.end == Trial::End::same && (!also || also(trial)); };
  for (std::size_t first = 0; first < count && !out_of_runs();) {
    const std::size_t many = std::min(count - first, std::max<std::size_t>(limits_.at_once, 1));
    std::vector<RunCase> candidates;
    for (std::size_t i = 0; i < many; ++i) candidates.push_back(candidate(first + i));
    const std::vector<Trial> trials = run(candidates);
    std::vector<RunCase> aimed;
    std::vector<std::size_t> aimed_place;
    for (std::size_t i = 0; i < many; ++i) {
      if (does(trials[i])) break;
      if (aim == Aim::as_told || !is_off_target(candidates[i], trials[i])) continue;
      aimed.push_back(aimed_by_time(candidates[i]));
      aimed_place.push_back(i);
    }
    const std::vector<Trial> again = run(aimed);
    std::size_t next_aimed = 0;
    for (std::size_t i = 0; i < many; ++i) {
      statistics_.work += work_of(trials[i]);
      if (does(trials[i])) {
        adopt(std::move(candidates[i]), trials[i]);
        return first + i;
      }
      if (next_aimed == aimed.size() || aimed_place[next_aimed] != i) continue;
      statistics_.work += work_of(again[next_aimed]);
      if (does(again[next_aimed])) {
        adopt(std::move(aimed[next_aimed]), again[next_aimed]);
        return first + i;
      }
      ++next_aimed;
    }
    first += many;
  }
  return std::nullopt;
}

std::vector<bool> SmallestSoFar::fail_too(const std::vector<RunCase>& candidates, Aim aim) {
  const std::vector<Trial> trials = run(candidates);
  std::vector<bool> fails(candidates.size(), false);
  std::vector<RunCase> aimed;
  std::vector<std::size_t> aimed_place;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    statistics_.work += work_of(trials[i]);
    fails[i] = trials[i].end == Trial::End::same;
    if (fails[i] || aim == Aim::as_told || !is_off_target(candidates[i], trials[i])) continue;
    aimed.push_back(aimed_by_time(candidates[i]));
    aimed_place.push_back(i);
  }
  const std::vector<Trial> again = run(aimed);
  for (std::size_t i = 0; i < aimed.size(); ++i) {
    statistics_.work += work_of(again[i]);
    fails[aimed_place[i]] = again[i].end == Trial::End::same;
  }
  return fails;
}

bool SmallestSoFar::is_off_target(const RunCase& candidate, const Trial& trial) const {
  const std::vector<sim::Fault>& faults = candidate.plan.faults;
  if (faults.size() > aimed_faults_max) return false;
  std::size_t on_target = 0;
  std::size_t aimed = 0;
  for (const sim::Fault& fault : faults) aimed += sim::is_message_fault(fault.kind);
  for (const Trial::Struck& struck : trial.struck) {
    const sim::Fault& fault = faults[struck.place];
    on_target += sim::is_message_fault(fault.kind) && fault.at == struck.at;
  }
  return on_target < aimed;
}

std::vector<Trial> SmallestSoFar::run(const std::vector<RunCase>& candidates) {
  std::vector<Trial> trials(candidates.size());
  std::vector<std::size_t> unknown;
  std::vector<std::optional<std::uint64_t>> keys;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    keys.push_back(key_of(candidates[i]));
    const auto found = keys[i] ? known_.find(*keys[i]) : known_.end();
    if (found == known_.end()) {
      unknown.push_back(i);
    } else {
      trials[i] = found->second;
      ++statistics_.known;
    }
  }
  std::set<std::size_t> struck;
  const sim::PoolJobs jobs{
      .take = sim::numbers_below(unknown.size()),
      .body = [&](std::uint64_t job) { return encode(limits_.run(candidates[unknown[job]], cause_)); },
      .done =
          [&](std::uint64_t job, const sim::JobOutcome& run) {
            if (run.is_machine_trouble()) {
              machine_trouble_ = "a run's process " + run.why;
              struck.insert(unknown[job]);
            } else {
              trials[unknown[job]] = received(run, cause_);
            }
          }};
  sim::run_in_workers(jobs, {.at_once = limits_.at_once, .job_time_max = limits_.time_max});
  for (const std::size_t i : unknown) {
    ++statistics_.runs;
    if (trials[i].end == Trial::End::other) ++statistics_.slipped[trials[i].told];
    if (trials[i].end == Trial::End::broken) ++statistics_.broken[trials[i].told];
    if (keys[i] && !struck.contains(i)) known_[*keys[i]] = trials[i];
  }
  if (!struck.empty()) stopped_ = true;
  if (watch && !unknown.empty() && !watch(*this)) stopped_ = true;
  return trials;
}

void SmallestSoFar::adopt(RunCase candidate, const Trial& trial) {
  current_ = std::move(candidate);
  trial_ = trial;
  if (!trial.told.empty()) return;  // its process died: what struck it isn't known
  sim::FaultPlan struck;
  for (const Trial::Struck& each : trial.struck) {
    sim::Fault fault = current_.plan.faults[each.place];
    fault.nth = each.nth;
    fault.at = each.at;
    if (sim::is_message_fault(fault.kind)) fault.lasting.reset();
    struck.faults.push_back(std::move(fault));
  }
  current_.plan = std::move(struck);
}

}  // namespace crisper::properties
