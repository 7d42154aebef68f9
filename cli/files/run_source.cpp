#include "cli/files/run_source.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/files/plan_source.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/vocabulary.hpp"
#include "sim/engine/make_engine.hpp"

namespace crisper::cli {
namespace {

/// Only a case begins with `crisper_case`; a plan is read by its own reader, which says better what is wrong with it.
constexpr std::size_t case_bytes_max = std::size_t{4} << 20;

}  // namespace

Result<LoadedRun, std::string> load_run(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path file = fs::is_directory(path, error) ? fs::path(path) / "plan.yaml" : fs::path(path);
  const std::string folder = file.parent_path().empty() ? "." : file.parent_path().string();
  if (fs::is_directory(path, error)) {
    if (const auto checked = check_saved(file); !checked) return failure(checked.error());
  }
  const Result<std::string, std::string> text = read_text(file.string(), case_bytes_max);
  if (text && properties::is_case_file(*text)) {
    auto expected = properties::read_case(*text, file.string(), folder, properties::scenario_vocabulary());
    if (!expected) return failure(expected.error());
    if (const auto named = check_plan_names(expected->run.plan, expected->run.scenario); !named) {
      return failure(file.string() + ": " + named.error());
    }
    return LoadedRun{
        .run = expected->run, .digest = expected->digest, .expected = *expected, .source = *text, .folder = folder};
  }
  if (text && properties::is_scenario_file(*text)) {
    return failure(fmt::format("{}: this is a scenario, which is run: crisper run {}; a replay takes the folder of a "
                               "run, its plan.yaml, or a case file",
                               file.string(), quoted(file.string())));
  }
  const Result<sim::PlanFile, std::string> plan = load_plan(file.string());
  if (!plan) return failure(plan.error());
  const ScenarioSource source{.path = (file.parent_path() / "scenario.yaml").string(), .settings = {}};
  if (const auto checked = check_saved(source.path); !checked) return failure(checked.error());
  const Result<sim::Scenario, std::string> scenario = read_scenario(source);
  if (!scenario) return failure(scenario.error());
  if (const auto named = check_plan_names(plan->plan, *scenario); !named) {
    return failure(file.string() + ": " + named.error());
  }
  const std::string engine = plan->engine.empty() ? scenario->engine : plan->engine;
  if (sim::meaning_of_engine(engine).empty()) {
    return failure(fmt::format("{}: there is no engine '{}'", file.string(), engine));
  }
  if (!plan->scenario.empty() && plan->scenario != scenario->name) {
    return failure(fmt::format("{}: the plan is of a run of '{}', not of '{}', which stands beside it", file.string(),
                               plan->scenario, scenario->name));
  }
  // Runs that were saved before there was such a file have none.
  const fs::path source_path = file.parent_path() / "source.yaml";
  Result<std::string, std::string> written = failure(std::string());
  if (fs::exists(source_path, error)) written = read_text(source_path.string(), case_bytes_max);
  return LoadedRun{.run = {.scenario = *scenario,
                           .plan = plan->plan,
                           .seed = plan->seed.value_or(scenario->seed),
                           .engine = engine},
                  .digest = plan->digest,
                  .edited = plan->edited(),
                  .source = written ? std::move(*written) : std::string(),
                  .folder = folder};
}

}  // namespace crisper::cli
