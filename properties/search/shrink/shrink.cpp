#include "properties/search/shrink/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "properties/explain/explain.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/vary.hpp"
#include "sim/domain/registry.hpp"
#include "sim/engine/child_message.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::properties {
namespace {

/// What a whole run, judged by everything, says of itself.
struct WholeRun {
  std::optional<Cause> cause;
  std::string reason;  ///< of the cause; else of the verdict
  std::uint64_t digest = 0;
  std::uint64_t deliveries = 0;
  std::uint64_t messages = 0;  ///< with a command or an event
  std::vector<std::string> chain;
};

std::string encode(const Result<WholeRun, std::string>& run) {
  nlohmann::json json;
  if (!run) {
    json["error"] = run.error();
  } else {
    json = {{"reason", run->reason},
            {"digest", run->digest},
            {"deliveries", run->deliveries},
            {"messages", run->messages},
            {"chain", run->chain}};
    if (run->cause) json["cause"] = {run->cause->property, run->cause->form};
  }
  return sim::child_message("whole run", std::move(json));
}

Result<WholeRun, std::string> decode(std::string_view bytes) {
  using Read = Result<WholeRun, std::string>;
  const auto read = sim::read_child_message<Read>("whole run", bytes, [](const nlohmann::json& json) -> Read {
    if (json.contains("error")) return failure(json.at("error").get<std::string>());
    WholeRun run{.cause = std::nullopt,
                 .reason = json.at("reason").get<std::string>(),
                 .digest = json.at("digest").get<std::uint64_t>(),
                 .deliveries = json.at("deliveries").get<std::uint64_t>(),
                 .messages = json.at("messages").get<std::uint64_t>(),
                 .chain = json.at("chain").get<std::vector<std::string>>()};
    if (json.contains("cause")) {
      run.cause = Cause{json.at("cause").at(0).get<std::string>(), json.at("cause").at(1).get<std::string>()};
    }
    return run;
  });
  return read ? *read : failure(std::string("the run's process gave no result"));
}

/// In the child. With `wanted`, that cause is looked for; else that of `property` (cause_of).
Result<WholeRun, std::string> run_whole(const RunCase& each, std::string_view property, const Cause* wanted) {
  CausalRecorder recorder;
  MessageCount messages;
  ScenarioRunOptions options{.seed = each.seed, .engine = each.engine, .plan = each.plan};
  options.watches.push_back(&messages);
  if (wanted) options.watches.push_back(&recorder);
  const Result<ScenarioRun, std::string> run = run_scenario(each.scenario, options);
  if (!run) return failure(run.error());
  WholeRun whole{.cause = std::nullopt,
                 .reason = run->result.reason,
                 .digest = run->result.run.digest,
                 .deliveries = run->result.run.deliveries,
                 .messages = messages.count(),
                 .chain = {}};
  whole.cause = wanted ? std::optional(*wanted) : cause_of(run->result, property);
  const auto found = whole.cause ? find_cause(run->result, *whole.cause) : std::nullopt;
  if (!found) {
    whole.cause.reset();
    return whole;
  }
  whole.reason = found->reason;
  if (wanted && found->violation) {
    const Explanation explanation = explain(recorder, *found->violation, run->plan, each.scenario.design);
    whole.chain = explanation.sentences;
  }
  return whole;
}

Result<WholeRun, std::string> whole_run(const RunCase& each, const ShrinkOptions& options, const Cause* wanted) {
  const sim::JobOutcome run = sim::run_in_worker([&] { return encode(run_whole(each, options.property, wanted)); },
                                                 {.job_time_max = options.limits.time_max});
  if (run.is_done()) return decode(run.output);
  if (run.is_machine_trouble()) throw sim::MachineTrouble("the run's process " + run.why_and_last_words());
  WholeRun broken{.cause = broken_run_cause(run.why), .reason = "the run's process " + run.why, .chain = {}};
  if (wanted && *wanted != *broken.cause) broken.cause.reset();
  return broken;
}

CaseSize size_of(const RunCase& each, const WholeRun& run) {
  CaseSize size = size_of(each);
  size.messages = run.messages;
  size.deliveries = run.deliveries;
  return size;
}

/// The workload written out; of the scenario's own faults and variants the plan is what is left.
RunCase written_out(RunCase failing) {
  if (!failing.scenario.workload.script) failing.scenario = sim::with_script(failing.scenario, failing.seed);
  failing.scenario.faults.clear();
  failing.scenario.sweep.clear();
  failing.scenario.seed = failing.seed;
  failing.scenario.engine = failing.engine;
  return failing;
}

std::size_t length_of(const RunCase& each) {
  return each.scenario.workload.script->size() + each.plan.faults.size();
}

/// The case with faults of one kind only, for each kind that it has; itself where it has but one.
std::vector<RunCase> with_one_kind_each(const RunCase& whole) {
  std::set<sim::FaultKind> kinds;
  for (const sim::Fault& fault : whole.plan.faults) kinds.insert(fault.kind);
  if (kinds.size() < 2) return {whole};
  std::vector<RunCase> cases;
  for (const sim::FaultKind kind : kinds) {
    std::erase_if(cases.emplace_back(whole).plan.faults, [&](const sim::Fault& fault) { return fault.kind != kind; });
  }
  return cases;
}

/// Two kinds of faults may each cause the failure, and the one met first need not be the simpler one: a lost event
/// comes twice when it is sent again, together with many others; a duplicate needs no other. So each kind is tried
/// alone, and the shortest of what is left goes on. Where no kind alone is enough, all of them do.
void shorten_by_kind(SmallestSoFar& smallest) {
  const SmallestSoFar::Point whole = smallest.here();
  std::optional<SmallestSoFar::Point> best;
  const std::vector<RunCase> starts = with_one_kind_each(whole.run);
  for (std::size_t i = 0; i <= starts.size(); ++i) {
    if (i == starts.size() && best) break;
    smallest.go_to(whole);
    if (i < starts.size() && !(starts[i] == whole.run)) {
      if (!smallest.try_first(1, [&](std::size_t) { return starts[i]; })) continue;
    }
    while (!smallest.out_of_runs() && shorten(smallest)) {
    }
    if (!best || length_of(smallest.current()) < length_of(best->run)) best = smallest.here();
  }
  smallest.go_to(*best);
}

/// Runs that deliver more than this many times the messages of the original are going nowhere.
constexpr std::uint64_t steps_for_each_delivery = 20;
constexpr std::uint64_t steps_min = 1'000'000;

}  // namespace

Result<Shrunk, std::string> shrink(const RunCase& failing, const ShrinkOptions& options) {
  RunCase written = written_out(failing);
  const Result<WholeRun, std::string> original = whole_run(written, options, nullptr);
  if (!original) return failure(original.error());
  if (!original->cause) {
    return failure(options.property.empty() ? "the run does not fail: there is nothing to shrink"
                                            : options.property + " does not fail in this run");
  }
  Shrunk shrunk{.smallest = {}, .cause = *original->cause, .reason = {}, .chain = {}, .statistics = {}};
  shrunk.before = size_of(written, *original);

  ShrinkLimits limits = options.limits;
  limits.step_limit =
      std::min(written.scenario.run.step_limit, std::max(steps_min, original->deliveries * steps_for_each_delivery));
  if (original->deliveries == 0) limits.step_limit = 0;
  std::optional<SmallestSoFar> smallest;
  if (written.engine != "fast") {
    // A thousand times faster, where the plan alone makes it fail.
    RunCase moved = written;
    moved.engine = moved.scenario.engine = "fast";
    smallest.emplace(moved, shrunk.cause, limits);
    shrunk.moved_to_fast = smallest->run_first();
  }
  if (!shrunk.moved_to_fast) {
    smallest.emplace(written, shrunk.cause, limits);
    const bool fails = smallest->run_first();
    if (!smallest->machine_trouble().empty()) throw sim::MachineTrouble(smallest->machine_trouble());
    if (!fails) return failure(std::string("the run fails, but not again: it can't be shrunk"));
  }
  smallest->watch = options.watch;
  smallest->could_say =
      sim::domain_of(failing.scenario).what_could_be_said(failing.scenario.workload, *written.scenario.workload.script);

  shorten_by_kind(*smallest);
  for (bool smaller = true; smaller && !smallest->out_of_runs(); ++shrunk.rounds) {
    smaller = false;
    for (const Reducer& reducer : all_reducers()) smaller |= reducer.reduce(*smallest);
  }
  shrunk.minimal = !smallest->out_of_runs();
  if (shrunk.minimal) shrunk.leeway = vary(*smallest, options.vary_runs_max);
  shrunk.machine_trouble = smallest->machine_trouble();
  shrunk.statistics = smallest->statistics();
  shrunk.smallest = smallest->current();
  shrunk.smallest.scenario.properties = failing.scenario.properties;
  shrunk.smallest.scenario.run.step_limit = failing.scenario.run.step_limit;

  const Result<WholeRun, std::string> last = whole_run(shrunk.smallest, options, &shrunk.cause);
  if (!last) return failure(last.error());
  if (!last->cause) return failure("the smallest run no longer fails when everything is judged: " + last->reason);
  shrunk.reason = last->reason;
  shrunk.digest = last->digest;
  shrunk.chain = last->chain;
  shrunk.after = size_of(shrunk.smallest, *last);
  return shrunk;
}

}  // namespace crisper::properties
