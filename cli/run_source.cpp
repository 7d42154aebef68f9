#include "cli/run_source.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/plan_source.hpp"
#include "cli/scenario_source.hpp"
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
  const Result<std::string, std::string> text = read_text(file.string(), case_bytes_max);
  if (text && properties::is_case_file(*text)) {
    auto expected = properties::read_case(*text, file.string(), folder, properties::scenario_vocabulary());
    if (!expected) return failure(expected.error());
    return LoadedRun{.run = expected->run, .digest = expected->digest, .expected = *expected, .folder = folder};
  }
  const Result<sim::PlanFile, std::string> plan = load_plan(file.string());
  if (!plan) return failure(plan.error());
  const ScenarioSource source{.path = (file.parent_path() / "scenario.yaml").string(), .settings = {}};
  const Result<sim::Scenario, std::string> scenario = read_scenario(source);
  if (!scenario) return failure(scenario.error());
  const std::string engine = plan->engine.empty() ? scenario->engine : plan->engine;
  if (sim::meaning_of_engine(engine).empty()) {
    return failure(fmt::format("{}: there is no engine '{}'", file.string(), engine));
  }
  return LoadedRun{.run = {.scenario = *scenario, .plan = plan->plan, .seed = plan->seed, .engine = engine},
                  .digest = plan->digest,
                  .edited = plan->edited(),
                  .folder = folder};
}

}  // namespace crisper::cli
