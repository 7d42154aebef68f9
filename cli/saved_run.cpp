#include "cli/saved_run.hpp"

#include <utility>

#include "reports/junit_report.hpp"
#include "reports/run_json.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {

Result<void, std::string> write_run(OutputDirectory& out, const sim::Scenario& scenario,
                                    const properties::ScenarioRun& run) {
  const properties::RunIdentity& id = run.result.run;
  sim::Scenario resolved = scenario;
  resolved.seed = id.seed;
  resolved.engine = id.engine;
  const sim::PlanFile plan{.scenario = scenario.name,
                           .engine = id.engine,
                           .seed = id.seed,
                           .digest = id.digest,
                           .plan = run.plan,
                           .written_as = sim::digest_of(run.plan)};
  const std::pair<const char*, std::string> files[] = {
      {"scenario.yaml", sim::to_yaml(resolved)},
      {"plan.yaml", sim::write_plan(plan)},
      {"result.json", reports::run_json(run.result)},
      {"junit.xml", reports::junit_report({&run.result, 1})},
  };
  for (const auto& [name, text] : files) {
    if (const auto written = out.write(name, text); !written) return written;
  }
  return {};
}

}  // namespace crisper::cli
