#include "cli/files/view_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/files/report_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/words/shell_words.hpp"
#include "core/ownership/strategy_list.hpp"
#include "properties/lint/lint.hpp"
#include "properties/scenario_run.hpp"
#include "reports/document/design_picture.hpp"
#include "reports/document/sections.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using namespace properties;
using reports::SeenInRuns;
using reports::ViewSource;

/// Counts what a run says, and sees who talks to whom and who is in two turns at once.
class Counting final : public RunWatch {
 public:
  explicit Counting(SeenInRuns& seen) : seen_(seen) {}

  void begin(const Names& names) override { names_ = &names; }
  void observe(const Observation& said, ObservationId) override {
    ++kinds_[static_cast<std::size_t>(said.kind)];
    if (said.kind == ObservationKind::message_delivered) pairs_.insert({said.peer, said.process});
    if (said.kind == ObservationKind::turn_begun && ++turns_[said.process] > 1) interleaved_.insert(said.process);
    if (said.kind == ObservationKind::turn_ended) --turns_[said.process];
    if (said.kind == ObservationKind::process_crashed) turns_[said.process] = 0;
  }
  void end(const RunResult&) override {
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      if (kinds_[kind] > 0) seen_.kinds[std::string(observation_kinds[kind].name)] += kinds_[kind];
    }
    for (const auto& [from, to] : pairs_) {
      seen_.pairs.insert({names_->process(from), names_->process(to)});
      for (const ProcessId each : {from, to}) seen_.roles[names_->process(each)] = names_->role(each);
    }
    for (const ProcessId each : interleaved_) seen_.interleaved.insert(names_->process(each));
  }

 private:
  SeenInRuns& seen_;
  const Names* names_ = nullptr;
  std::array<std::uint64_t, observation_kinds.size()> kinds_{};
  std::set<std::pair<ProcessId, ProcessId>> pairs_;
  std::map<ProcessId, int> turns_;
  std::set<ProcessId> interleaved_;
};

Result<RunResult, std::string> run_once(const sim::Scenario& scenario, SeenInRuns* seen,
                                        std::optional<sim::FaultPlan> plan = {}) {
  ScenarioRunOptions options{.seed = scenario.seed, .plan = std::move(plan), .keep_evidence = false};
  std::optional<Counting> counting;
  if (seen) options.watches.push_back(&counting.emplace(*seen));
  Result<ScenarioRun, std::string> run = run_scenario(scenario, options);
  if (!run) return failure(run.error());
  return std::move(run->result);
}

/// What the trace of a saved run says; empty, or why it says nothing.
std::string count_saved(const sim::TraceReader& trace, SeenInRuns& seen) {
  const auto kinds =
      trace.for_each("SELECT k.name, COUNT(*) FROM observation o JOIN kind k ON k.id = o.kind GROUP BY o.kind",
                     [&](const sim::TraceRow& row) {
                       seen.kinds[std::string(row.text(0))] += static_cast<std::uint64_t>(row.integer(1));
                       return true;
                     });
  if (!kinds) return kinds.error().message;
  const auto pairs = trace.for_each(
      "SELECT DISTINCT s.name, r.name, s.role, r.role FROM delivery d JOIN process s ON s.id = d.sender"
      " JOIN process r ON r.id = d.receiver WHERE d.arrived_at IS NOT NULL",
      [&](const sim::TraceRow& row) {
        const std::string from(row.text(0)), to(row.text(1));
        seen.pairs.insert({from, to});
        seen.roles[from] = row.text(2);
        seen.roles[to] = row.text(3);
        return true;
      });
  return pairs ? std::string() : pairs.error().message;
}

/// One of each kind, in the order of the picture.
std::vector<sim::Element> one_of_each(const sim::Scenario& scenario) {
  const sim::DesignGraph graph = reports::known_graph(scenario).graph;
  std::vector<sim::Element> elements;
  for (const reports::DesignBox& box : reports::picture_of(graph).boxes) {
    const sim::Element& first = graph.elements[box.members.front()];
    if (!first.is_client && !first.comes_later) elements.push_back(first);
  }
  return elements;
}

sim::FaultPlan crash_of(const std::string& process, SimTime at) {
  sim::Fault crash{.kind = sim::FaultKind::crash, .to = process, .at = at};
  crash.restart_after = std::chrono::seconds(1);
  return {.faults = {std::move(crash)}};
}

/// The scenario with each other strategy that its other settings allow.
std::vector<std::pair<std::string, sim::Scenario>> other_strategies(const std::string& path,
                                                                    const sim::Scenario& scenario) {
  std::vector<std::pair<std::string, sim::Scenario>> others;
  for (const OwnershipStrategy each : values_of<OwnershipStrategy>) {
    if (each == scenario.design.ownership.strategy) continue;
    const std::string name(name_of(each));
    auto other = read_scenario({.path = path, .settings = {"design.ownership.strategy=" + name}});
    if (other) others.emplace_back(name, std::move(*other));
  }
  return others;
}

bool is_scenario_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && (path.extension() == ".yaml" || path.extension() == ".yml");
}

/// Reads the saved run. The path of its scenario.
Result<std::string, std::string> take_saved_base(ViewSource& view, const std::string& path) {
  const Result<ReportPlace, std::string> place = report_place_of(path);
  if (!place) return failure(place.error());
  auto subject = subject_of(*place, reports::ReportNeeds::nothing, true);
  if (!subject) return failure(subject.error());
  const auto* run = std::get_if<reports::RunSource>(&*subject);
  if (!run) return failure(fmt::format("'{}': a view is made of a scenario or of a run", path));
  if (!run->scenario) return failure("the design is not known: " + run->scenario_trouble);
  view.base = run->run.result;
  view.remarks = reports::all_remarks(run->run);
  if (!run->scenario_doubt.empty()) view.remarks.push_back(run->scenario_doubt);
  view.base_was_saved = true;
  view.seen_trouble =
      run->trace ? count_saved(*run->trace, view.seen) : "Of the base run nothing is counted: " + run->trace_trouble;
  return (place->folder / "scenario.yaml").string();
}

}  // namespace

std::string view_name_of(const std::string& path) {
  return is_scenario_file(path) ? fs::path(path).stem().string() + "-view" : "view";
}

Result<ViewSource, std::string> view_source_of(const std::string& path,
                                               const std::function<void(std::size_t, std::size_t)>& on_run) {
  ViewSource view{.scenario = {}, .base = {}};
  std::string scenario_path = path;
  if (!is_scenario_file(path)) {
    auto found = take_saved_base(view, path);
    if (!found) return failure(found.error());
    scenario_path = std::move(*found);
  }
  auto scenario = read_scenario({.path = scenario_path, .settings = {}});
  if (!scenario) return failure(scenario.error());
  view.scenario = std::move(*scenario);
  view.scenario_text = sim::to_yaml(view.scenario);
  view.again = "crisper report --view " + quoted(path);
  view.findings = lint(view.scenario);
  const std::vector<sim::Element> elements = one_of_each(view.scenario);
  const auto others = other_strategies(scenario_path, view.scenario);
  const std::size_t all = 1 + elements.size() + others.size();
  std::size_t done = 0;
  if (!view.base_was_saved) {
    auto base = run_once(view.scenario, &view.seen);
    if (!base) return failure(base.error());
    view.base = std::move(*base);
  }
  on_run(++done, all);
  for (const sim::Element& each : elements) {
    auto run = run_once(view.scenario, &view.seen,
                        crash_of(each.name, SimTime(view.base.ended.time_since_epoch() / 3)));
    if (!run) return failure(run.error());
    const bool struck = run->faults[static_cast<std::size_t>(sim::FaultKind::crash)].fired > 0;
    view.crashes.push_back({.process = each.name, .role = each.role, .result = std::move(*run), .struck = struck});
    on_run(++done, all);
  }
  for (const auto& [name, other] : others) {
    auto run = run_once(other, nullptr);
    if (run) view.variants.push_back({.strategy = name, .result = std::move(*run)});
    on_run(++done, all);
  }
  return view;
}

}  // namespace crisper::cli
