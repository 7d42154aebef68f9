#include "cli/commands/replay.hpp"

#include <fmt/format.h>

#include "cli/complain.hpp"
#include "cli/run_source.hpp"
#include "cli/shell_words.hpp"
#include "properties/explain/explain.hpp"
#include "properties/scenario_run.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::cli {
namespace {

/// With more faults than this, most have nothing to do with the failure: shrink finds out which do.
constexpr std::size_t explained_faults_max = 8;

void explain_failure(const properties::CausalRecorder& recorder, const properties::ScenarioRun& run,
                     const Design& design) {
  if (run.armed.size() > explained_faults_max) return;
  const auto cause = properties::cause_of(run.result);
  const auto found = cause ? properties::find_cause(run.result, *cause) : std::nullopt;
  if (!found || !found->violation) return;
  const properties::Explanation told = properties::explain(recorder, *found->violation, run.plan, design);
  if (told.sentences.empty()) return;
  fmt::print("what happened ({}):\n", found->property->name);
  for (std::size_t i = 0; i < told.sentences.size(); ++i) fmt::print("  {}. {}\n", i + 1, told.sentences[i]);
  fmt::print("\n");
}

}  // namespace

int replay_command(const ReplayCommand& command) {
  const Result<LoadedRun, std::string> saved = load_run(command.path);
  if (!saved) return complain(exit_bad_input, saved.error());

  properties::CausalRecorder recorder;
  properties::ScenarioRunOptions options;
  options.seed = saved->run.seed;
  options.engine = saved->run.engine;
  options.plan = saved->run.plan;
  options.replay = "crisper replay " + quoted(command.path);
  if (!command.json) options.watches.push_back(&recorder);
  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(saved->run.scenario, options);
  if (!run) return complain(exit_internal, run.error());

  fmt::print("{}", command.json ? reports::run_json(run->result)
                                : "\n" + reports::terminal_report(run->result, {.colour = command.colour}));
  if (!command.json) explain_failure(recorder, *run, saved->run.scenario.design);
  const std::string now = digest_text(run->result.run.digest);
  std::FILE* where = command.json ? stderr : stdout;
  if (saved->expected) {
    const properties::CaseOutcome outcome = properties::compare(*saved->expected, run->result);
    fmt::print(where, "{}\n", outcome.sentence);
    return exit_code_of(outcome.verdict);
  }
  if (saved->edited) {
    fmt::print(where, "the plan was edited since it was written: this is another run (digest {}, it was {})\n", now,
               digest_text(saved->digest));
    return exit_code_of(run->result.verdict);
  }
  if (run->result.run.digest == saved->digest) {
    fmt::print(where, "the same run to the bit (digest {})\n", now);
    return exit_code_of(run->result.verdict);
  }
  fmt::print(where,
             "NOT the same run: digest {}, it was {}; was it written by another version, or scenario.yaml edited?\n",
             now, digest_text(saved->digest));
  return exit_unknown;
}

}  // namespace crisper::cli
