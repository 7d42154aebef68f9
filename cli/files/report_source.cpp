#include "cli/files/report_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/files/failure_stories.hpp"
#include "cli/files/hunt_folder.hpp"
#include "cli/files/plan_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/result_folder.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/asked_of_run.hpp"
#include "properties/search/explore/hunt_file.hpp"
#include "properties/vocabulary.hpp"
#include "reports/check_json_reader.hpp"
#include "reports/hunt_json_reader.hpp"
#include "reports/sweep_json_reader.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::RunResult;
using properties::Verdict;

constexpr std::size_t json_bytes_max = std::size_t{64} << 20;
/// Causes that are told; a hunt saves no more.
constexpr std::size_t stories_max = 20;

/// Of a case that was repeated, the result says whether it came as expected. A report shows the run itself.
void show_the_run(RunResult& result) {
  if (!properties::is_answer(result)) return;
  result.properties.erase(result.properties.begin());
  result.verdict = Verdict::pass;
  result.reason.clear();
  for (const properties::PropertyResult& each : result.properties) {
    if (!each.counts || each.verdict <= result.verdict) continue;
    result.verdict = each.verdict;
    result.reason = each.name + ": " + each.reason;
  }
}

void add_scenario(std::optional<sim::Scenario>& scenario, std::string& trouble,
                  const Result<sim::Scenario, std::string>& read) {
  if (read) {
    scenario = *read;
  } else {
    trouble = read.error();
  }
}

Result<reports::ReportSubject, std::string> subject_of_run(const fs::path& folder, StoryTeller* teller) {
  const std::string result_path = (folder / "result.json").string();
  const Result<std::string, std::string> text = read_text(result_path, json_bytes_max);
  if (!text) return failure(text.error());
  Result<reports::ReadRun, std::string> run = reports::read_run_json(*text, result_path);
  if (!run) return failure(run.error());
  show_the_run(run->result);
  reports::RunSource source{.run = std::move(*run)};
  source.again = "crisper replay " + quoted(shown(folder));
  const std::string scenario_path = (folder / "scenario.yaml").string();
  if (auto yaml = read_text(scenario_path, sim::scenario_bytes_max)) source.scenario_text = std::move(*yaml);
  add_scenario(source.scenario, source.scenario_trouble, read_scenario({.path = scenario_path, .settings = {}}));
  if (auto plan = load_plan((folder / "plan.yaml").string())) source.plan = std::move(plan->plan);
  std::error_code error;
  if (!fs::exists(folder / "trace.sqlite", error)) {
    source.trace_trouble = fmt::format("the run was saved without a trace. crisper replay {} --out FOLDER makes one.",
                                       quoted(shown(folder)));
  } else if (auto trace = sim::TraceReader::open(folder / "trace.sqlite")) {
    source.trace.emplace(std::move(*trace));
  } else {
    source.trace_trouble = trace.error().message;
  }
  if (teller && source.run.result.verdict == Verdict::fail) {
    source.stories.push_back(teller->tell_run(folder, source.run.result));
  }
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_hunt(const fs::path& folder, StoryTeller* teller) {
  const Result<properties::HuntFile, std::string> file = properties::HuntFile::open(hunt_file_of(folder));
  if (!file) return failure(file.error());
  Result<properties::HuntSummary, std::string> summary = properties::summarise(*file);
  if (!summary) return failure(summary.error());
  if (const auto json = read_text((folder / "hunt.json").string(), json_bytes_max)) {
    reports::add_saved_causes(*summary, *json);
  }
  reports::HuntSource source{.summary = std::move(*summary)};
  const auto scenario = sim::parse_scenario(source.summary.identity.scenario,
                                            {.file = hunt_file_of(folder), .directory = file->folder()},
                                            properties::scenario_vocabulary());
  if (scenario) {
    source.scenario = *scenario;
  } else {
    source.scenario_trouble = scenario.error().text();
  }
  for (std::size_t i = 0; teller && i < std::min(stories_max, source.summary.causes.size()); ++i) {
    source.stories.push_back(teller->tell_cause(folder, source.summary.causes[i]));
  }
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_sweep(const fs::path& folder) {
  const std::string path = (folder / "sweep.json").string();
  const Result<std::string, std::string> text = read_text(path, json_bytes_max);
  if (!text) return failure(text.error());
  Result<properties::SweepResult, std::string> sweep = reports::read_sweep_json(*text, path);
  if (!sweep) return failure(sweep.error());
  reports::SweepSource source{.result = std::move(*sweep)};
  const std::string scenario_path = (folder / "scenario.yaml").string();
  if (auto yaml = read_text(scenario_path, sim::scenario_bytes_max)) source.scenario_text = std::move(*yaml);
  add_scenario(source.scenario, source.scenario_trouble, read_scenario({.path = scenario_path, .settings = {}}));
  return reports::ReportSubject(std::move(source));
}

Result<reports::ReportSubject, std::string> subject_of_check(const fs::path& file) {
  const Result<std::string, std::string> text = read_text(file.string(), json_bytes_max);
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
  if (fs::is_regular_file(given, error) && given.extension() == ".json") {
    const Result<std::string, std::string> text = read_text(path, json_bytes_max);
    if (text && reports::read_check_json(*text, path)) return ReportPlace{folder, given};
  }
  for (const ResultKind kind : {ResultKind::run, ResultKind::hunt, ResultKind::sweep}) {
    if (holds(folder, kind)) return ReportPlace{folder};
  }
  return failure(fmt::format("'{}': neither a run nor a hunt nor a sweep is there, nor is it the JSON of a check; "
                             "crisper run, explore, sweep --out and check --json write them",
                             path));
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
