#include "cli/files/saved_run.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "cli/files/imported_files.hpp"
#include "cli/files/platform_files.hpp"
#include "core/base/digest.hpp"
#include "reports/junit_report.hpp"
#include "reports/run_json.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {

Result<std::vector<NamedText>, std::string> scenario_files(sim::Scenario scenario, const std::string& stem,
                                                           const std::string& prefix) {
  std::vector<NamedText> files;
  if (!scenario.deployment.platform.empty()) {
    Result<std::vector<NamedText>, std::string> platform =
        platform_files(scenario.deployment.platform, prefix + "platform.xml");
    if (!platform) return failure(platform.error());
    files = std::move(*platform);
    scenario.deployment.platform = files.front().name;
  }
  const auto import_name = [&](std::size_t n, const std::string& path, const std::string&) {
    return prefix + name_beside_run(n, path);
  };
  Result<std::vector<NamedText>, std::string> imports = take_imports_along(scenario, import_name);
  if (!imports) return failure(imports.error());
  files.insert(files.end(), imports->begin(), imports->end());
  files.push_back({stem + ".yaml", sim::to_yaml(scenario)});
  return files;
}

Result<std::uint64_t, OutputTrouble> write_scenario(OutputDirectory& out, const sim::Scenario& scenario,
                                                    const std::string& source) {
  Result<std::vector<NamedText>, std::string> files = scenario_files(scenario, "scenario", "");
  if (!files) return failure(OutputTrouble{exit_bad_input, files.error()});
  const std::uint64_t written_as = digest_of_text(files->back().text);
  if (!source.empty()) files->push_back({"source.yaml", source});
  for (const NamedText& file : *files) {
    if (const auto written = out.write(file.name, file.text); !written) return failure(written.error());
  }
  return written_as;
}

Result<std::uint64_t, OutputTrouble> write_scenario_of(OutputDirectory& out, sim::Scenario scenario,
                                                       const std::string& source, std::uint64_t seed,
                                                       const std::string& engine) {
  scenario.seed = seed;
  scenario.engine = engine;
  return write_scenario(out, scenario, source);
}

Result<void, OutputTrouble> write_outcome(OutputDirectory& out, const properties::ScenarioRun& run,
                                          std::uint64_t scenario_written_as) {
  const properties::RunIdentity& id = run.result.run;
  const sim::PlanFile plan{.scenario = id.scenario,
                           .engine = id.engine,
                           .seed = id.seed,
                           .digest = id.digest,
                           .plan = run.plan,
                           .written_as = sim::digest_of(run.plan),
                           .scenario_written_as = scenario_written_as};
  const std::pair<const char*, std::string> files[] = {
      {"plan.yaml", sim::write_plan(plan)},
      {"result.json", reports::run_json(run.result)},
      {"junit.xml", reports::junit_report({&run.result, 1})},
  };
  for (const auto& [name, text] : files) {
    if (const auto written = out.write(name, text); !written) return written;
  }
  return {};
}

Result<void, OutputTrouble> write_run(OutputDirectory& out, const sim::Scenario& scenario, const std::string& source,
                                      const properties::ScenarioRun& run) {
  const properties::RunIdentity& id = run.result.run;
  const auto written_as = write_scenario_of(out, scenario, source, id.seed, id.engine);
  if (!written_as) return failure(written_as.error());
  return write_outcome(out, run, *written_as);
}

}  // namespace crisper::cli
