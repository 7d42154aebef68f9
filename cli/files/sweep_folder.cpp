#include "cli/files/sweep_folder.hpp"

#include <fmt/format.h>

#include "cli/files/saved_run.hpp"
#include "cli/output/complain.hpp"
#include "cli/words/shell_words.hpp"

namespace crisper::cli {

std::string replay_line(const ScenarioSource& scenario, const properties::SweepGroup& group) {
  const properties::SeedOutcome* trouble = group.first_to_repeat();
  if (!trouble) return {};
  std::string line =
      fmt::format("crisper run {} --engine {} --seed {}", quoted(scenario.path), group.engine, trouble->seed);
  for (const std::string& setting : scenario.settings) line += " --set " + quoted(setting);
  for (const properties::SweepSetting& setting : group.settings) {
    if (setting.path == "engine" || setting.path == properties::scenario_axis) continue;
    line += " --set " + quoted(setting.path + "=" + setting.value);
  }
  return line;
}

Result<void, OutputTrouble> write_sweep(OutputDirectory& out, const sim::Scenario& scenario, const std::string& source,
                                        const std::vector<NamedText>& files) {
  if (const auto written = write_scenario(out, scenario, source); !written) return failure(written.error());
  for (const NamedText& file : files) {
    if (const auto written = out.write(file.name, file.text); !written) return failure(written.error());
  }
  return {};
}

void warn_of_missing(const properties::SweepResult& result, std::size_t points, const KeepWords& words) {
  if (!result.flaw.empty()) {
    warn("--merge: " + result.flaw);
  } else if (result.not_made > 0 && result.machine_trouble.empty()) {
    warn(fmt::format("{}: {} of {} runs were made, the others count as unknown",
                     words.merge.empty() ? "interrupted" : "a part was cut short", points - result.not_made, points));
  }
}

int end_of_sweep(const properties::SweepResult& result) {
  if (result.machine_trouble.empty()) return exit_code_of(result.verdict());
  const std::string why = "the machine gave out: " + result.machine_trouble;
  if (result.verdict() != properties::Verdict::fail) return complain(exit_internal, why);
  warn(why);
  return exit_code_of(result.verdict());
}

}  // namespace crisper::cli
