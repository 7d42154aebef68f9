#include "properties/search/explore/hunt_run.hpp"

#include <algorithm>
#include <string_view>

#include "properties/search/explore/coverage.hpp"
#include "properties/search/explore/failure_signature.hpp"
#include "properties/search/explore/scenario_parts.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "sim/faults/fault_lines.hpp"

namespace crisper::properties {
namespace {

/// What a run reached, as a watch among the others.
class ReachedWatch final : public RunWatch {
 public:
  void begin(const Names&) override {}
  void end(const RunResult&) override {}
  bool wants(ObservationKind kind) const override { return sometimes_.wants(kind); }
  void observe(const Observation& seen, ObservationId id) override { sometimes_.observe(seen, id); }

  std::string text() const {
    std::string text;
    for (const bool reached : sometimes_.reached()) text += reached ? '1' : '0';
    return text;
  }

 private:
  SometimesWatch sometimes_;
};

char letter_of(const PropertyResult& property) {
  if (!property.judged) return 'n';
  if (property.verdict == Verdict::fail) return 'f';
  if (property.verdict == Verdict::pass) return 'p';
  return property.observed == 0 ? '-' : 'u';
}

void add_properties(const RunResult& result, const std::vector<std::string>& signatures, RunRecord& record) {
  for (std::size_t i = 0; i < result.properties.size(); ++i) {
    const PropertyResult& property = result.properties[i];
    if (i > 0) record.property_names += ',';
    record.property_names += property.name;
    record.looked += letter_of(property);
    if (property.verdict == Verdict::fail && property.counts) {
      record.failures.push_back({property.name, signatures[i], property.reason});
    }
  }
}

bool measures_anything(const sim::Scenario& scenario) {
  return std::ranges::any_of(scenario.properties, [](const auto& choice) { return choice.threshold.has_value(); });
}

}  // namespace

Result<HuntRun, std::string> prepare_run(const HuntSubject& subject, const HuntInput& input) {
  const StrategyEntry* strategy = find_strategy(input.strategy);
  if (!strategy) return failure("there is no strategy '" + input.strategy + "'");
  HuntRun run{.scenario = without_parts(subject.scenario, input.off), .options = {}};
  run.scenario.seed = input.seed;
  run.scenario.engine = subject.engine;
  run.options.seed = input.seed;
  run.options.engine = subject.engine;
  if (strategy->prepare) strategy->prepare(input, run);
  run.options.scheduler = run.scheduler.get();
  return run;
}

RunRecord record_run(const HuntSubject& subject, const HuntInput& input, const RecordOptions& options) {
  RunRecord record;
  const auto give_up = [&](const std::string& why) {
    record.finished = false;
    record.reason = "the run could not be made: " + why;
    return record;
  };
  Result<HuntRun, std::string> prepared = prepare_run(subject, input);
  if (!prepared) return give_up(prepared.error());
  Coverage coverage;
  FailureSigner signer;
  ReachedWatch reached;
  prepared->options.measure = measures_anything(prepared->scenario);
  prepared->options.keep_evidence = false;
  prepared->options.watches = {&coverage, &signer, &reached};
  if (prepared->watch) prepared->options.watches.push_back(prepared->watch.get());
  const auto met_anything = [&] {
    record.pairs = coverage.pairs();
    record.states = coverage.states();
    if (options.is_known) {
      std::erase_if(record.pairs, options.is_known);
      std::erase_if(record.states, options.is_known);
    }
    return !(record.pairs.empty() && record.states.empty());
  };
  bool with_plan = false;
  prepared->options.wants_plan = [&] { return with_plan = met_anything() && options.with_plan; };
  const Result<ScenarioRun, std::string> run = run_scenario(prepared->scenario, prepared->options);
  if (!run) return give_up(run.error());

  record.verdict = run->result.verdict;
  record.reason = run->result.reason;
  record.digest = run->result.run.digest;
  record.schedule = coverage.schedule();
  record.deliveries = run->result.run.deliveries;
  record.faults = run->result.faults;
  record.reached = reached.text();
  add_properties(run->result, signer.signatures(), record);
  if (with_plan) record.plan = sim::to_lines(run->plan);
  if (prepared->watch) record.findings = prepared->watch->findings(*run);
  return record;
}

}  // namespace crisper::properties
