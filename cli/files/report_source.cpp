#include "cli/files/report_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/files/failure_stories.hpp"
#include "cli/files/hunt_folder.hpp"
#include "cli/files/plan_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/result_folder.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/digest.hpp"
#include "properties/search/explore/hunt_file.hpp"
#include "properties/vocabulary.hpp"
#include "reports/check_json_reader.hpp"
#include "reports/hunt_json_reader.hpp"
#include "reports/sweep_json_reader.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::Verdict;

constexpr std::size_t json_bytes_max = std::size_t{64} << 20;
/// Causes that are told; a hunt saves no more.
constexpr std::size_t stories_max = 20;

void add_scenario(std::optional<sim::Scenario>& scenario, std::string& trouble,
                  const Result<sim::Scenario, std::string>& read) {
  if (read) {
    scenario = *read;
  } else {
    trouble = read.error();
  }
}

/// Whether the plan is that of the run, as the run wrote it. A sentence that says why not; empty where it is.
std::string doubt_about(const sim::PlanFile& plan, const properties::RunIdentity& run) {
  const bool same_run = (plan.digest == 0 || plan.digest == run.digest) &&
                        (plan.engine.empty() || plan.engine == run.engine) &&
                        plan.seed.value_or(run.seed) == run.seed &&
                        (plan.scenario.empty() || plan.scenario == run.scenario);
  if (!same_run) return "plan.yaml is of another run than result.json.";
  return plan.edited() ? "plan.yaml was edited since the run: what is in it is not what struck." : "";
}

/// The same of scenario.yaml. `written_as`: what the plan says of it; zero: nothing.
std::string doubt_about(const std::optional<sim::Scenario>& scenario, const std::string& text,
                        std::uint64_t written_as, const properties::RunIdentity& run) {
  if (scenario && (scenario->name != run.scenario || scenario->seed != run.seed || scenario->engine != run.engine)) {
    return "scenario.yaml is of another run than result.json: what it says is not what ran.";
  }
  if (written_as == 0) return "Whether scenario.yaml was changed since the run is not known.";
  return written_as == digest_of_text(text)
             ? ""
             : "scenario.yaml was changed since the run: what it says need not be what ran.";
}

void add_scenario_and_plan(reports::RunSource& source, const fs::path& folder) {
  const properties::RunIdentity& run = source.run.result.run;
  std::uint64_t written_as = 0;
  const fs::path plan_path = folder / "plan.yaml", scenario_path = folder / "scenario.yaml";
  const auto regular = check_saved(plan_path);
  auto plan = regular ? load_plan(plan_path.string()) : Result<sim::PlanFile, std::string>(failure(regular.error()));
  if (!plan) {
    source.plan_trouble = "The plan can't be read: " + plan.error();
  } else {
    source.plan_trouble = doubt_about(*plan, run);
    written_as = plan->scenario_written_as;
    if (source.plan_trouble.empty()) source.plan = std::move(plan->plan);
  }
  const auto yaml = read_saved(scenario_path, sim::scenario_bytes_max);
  if (!yaml) {
    source.scenario_trouble = yaml.error();
    return;
  }
  source.scenario_text = *yaml;
  add_scenario(source.scenario, source.scenario_trouble,
               read_scenario({.path = scenario_path.string(), .settings = {}}));
  source.scenario_doubt = doubt_about(source.scenario, *yaml, written_as, run);
}

void add_trace(reports::RunSource& source, const fs::path& folder) {
  const fs::path path = folder / "trace.sqlite";
  std::error_code error;
  if (!fs::exists(path, error)) {
    source.trace_trouble = fmt::format("the run was saved without a trace. crisper replay {} --out FOLDER makes one.",
                                       quoted(shown(folder)));
    return;
  }
  if (const auto regular = check_saved(path); !regular) {
    source.trace_trouble = regular.error();
    return;
  }
  auto trace = sim::TraceReader::open(path);
  if (!trace) {
    source.trace_trouble = trace.error().message;
    return;
  }
  const auto digest = trace->run().find("digest");
  if (digest == trace->run().end() || digest->second != digest_text(source.run.result.run.digest)) {
    source.trace_trouble = "trace.sqlite is of another run than result.json.";
    return;
  }
  source.trace.emplace(std::move(*trace));
}

Result<reports::ReportSubject, std::string> subject_of_run(const fs::path& folder, StoryTeller* teller) {
  const fs::path result_path = folder / "result.json";
  const Result<std::string, std::string> text = read_saved(result_path, json_bytes_max);
  if (!text) return failure(text.error());
  Result<reports::ReadRun, std::string> run = reports::read_run_json(*text, result_path.string());
  if (!run) return failure(run.error());
  reports::RunSource source{.run = std::move(*run)};
  source.again = "crisper replay " + quoted(shown(folder));
  add_scenario_and_plan(source, folder);
  add_trace(source, folder);
  if (teller && source.run.result.verdict == Verdict::fail) {
    source.stories.push_back(teller->tell_run(folder, source.run.result));
  }
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_hunt(const fs::path& folder, StoryTeller* teller) {
  if (const auto regular = check_saved(hunt_file_of(folder)); !regular) return failure(regular.error());
  const Result<properties::HuntFile, std::string> file = properties::HuntFile::open(hunt_file_of(folder));
  if (!file) return failure(file.error());
  Result<properties::HuntSummary, std::string> summary = properties::summarise(*file);
  if (!summary) return failure(summary.error());
  reports::HuntSource source{.summary = std::move(*summary)};
  const auto json = read_saved(folder / "hunt.json", json_bytes_max);
  const Result<void, std::string> added =
      json ? reports::add_saved_causes(source.summary, *json) : Result<void, std::string>(failure(json.error()));
  if (!added && !source.summary.causes.empty()) {
    source.remarks.push_back(fmt::format("what became of the causes is told by their folders alone: hunt.json can't be "
                                         "read: {}",
                                         added.error()));
  }
  const auto scenario = sim::parse_scenario(source.summary.identity.scenario,
                                            {.file = hunt_file_of(folder), .directory = file->folder()},
                                            properties::scenario_vocabulary());
  if (scenario) {
    source.scenario = *scenario;
  } else {
    source.scenario_trouble = scenario.error().text();
  }
  for (std::size_t i = 0; teller && i < std::min(stories_max, source.summary.causes.size()); ++i) {
    source.stories.push_back(teller->tell_cause(folder, source.summary.causes[i], i));
  }
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_sweep(const fs::path& folder) {
  const fs::path path = folder / "sweep.json", scenario_path = folder / "scenario.yaml";
  const Result<std::string, std::string> text = read_saved(path, json_bytes_max);
  if (!text) return failure(text.error());
  Result<properties::SweepResult, std::string> sweep = reports::read_sweep_json(*text, path.string());
  if (!sweep) return failure(sweep.error());
  auto comparison = reports::read_comparison(*text, path.string(), *sweep);
  if (!comparison) return failure(comparison.error());
  auto capacity = reports::read_capacity(*text, path.string(), *sweep);
  if (!capacity) return failure(capacity.error());
  reports::SweepSource source{.result = std::move(*sweep), .comparison = std::move(*comparison),
                              .capacity = std::move(*capacity)};
  const auto yaml = read_saved(scenario_path, sim::scenario_bytes_max);
  if (!yaml) {
    source.scenario_trouble = yaml.error();
    return reports::ReportSubject(std::move(source));
  }
  source.scenario_text = *yaml;
  add_scenario(source.scenario, source.scenario_trouble,
               read_scenario({.path = scenario_path.string(), .settings = {}}));
  if (source.scenario && source.scenario->name != source.result.scenario) {
    source.scenario_doubt = "scenario.yaml is of another sweep than sweep.json: what it says is not what ran.";
  }
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_check(const fs::path& file) {
  const Result<std::string, std::string> text = read_saved(file, json_bytes_max);
  if (!text) return failure(text.error());
  Result<reports::ReadCheck, std::string> check = reports::read_check_json(*text, file.string());
  if (!check) return failure(check.error());
  return reports::ReportSubject(reports::CheckSource{std::move(*check)});
}

}  // namespace

Result<ReportPlace, std::string> report_place_of(const std::string& path) {
  std::error_code error;
  const fs::path given(path);
  if (!fs::exists(given, error)) return failure(fmt::format("'{}': there is no such folder", path));
  fs::path folder = given;
  if (!fs::is_directory(folder, error)) folder = folder.parent_path().empty() ? fs::path(".") : folder.parent_path();
  std::string no_check;
  if (fs::is_regular_file(given, error) && given.extension() == ".json") {
    const Result<std::string, std::string> text = read_saved(given, json_bytes_max);
    if (!text) return failure(text.error());
    const Result<reports::ReadCheck, std::string> check = reports::read_check_json(*text, path);
    if (check) return ReportPlace{folder, given};
    no_check = " (" + check.error() + ")";
  }
  for (const ResultKind kind : {ResultKind::run, ResultKind::hunt, ResultKind::sweep}) {
    if (holds(folder, kind)) return ReportPlace{folder};
  }
  return failure(fmt::format("'{}': neither a run nor a hunt nor a sweep is there, nor is it the JSON of a check{}; "
                             "crisper run, explore, sweep --out and check --json write them",
                             path, no_check));
}

Result<reports::ReportSubject, std::string> subject_of(const ReportPlace& place, reports::ReportNeeds needs,
                                                       bool used_simgrid) {
  StoryTeller teller(used_simgrid);
  StoryTeller* const told_by = needs == reports::ReportNeeds::stories ? &teller : nullptr;
  if (!place.check.empty()) return subject_of_check(place.check);
  if (holds(place.folder, ResultKind::hunt)) return subject_of_hunt(place.folder, told_by);
  if (holds(place.folder, ResultKind::sweep)) return subject_of_sweep(place.folder);
  return subject_of_run(place.folder, told_by);
}

}  // namespace crisper::cli
