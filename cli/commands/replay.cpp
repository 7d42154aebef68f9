#include "cli/commands/replay.hpp"

#include <fmt/format.h>

#include <optional>

#include "cli/complain.hpp"
#include "cli/output_directory.hpp"
#include "cli/run_source.hpp"
#include "cli/saved_run.hpp"
#include "cli/shell_words.hpp"
#include "properties/explain/explain.hpp"
#include "properties/scenario_run.hpp"
#include "reports/explanation_json.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::cli {
namespace {

/// With more faults than this, most have nothing to do with the failure: shrink finds out which do.
constexpr std::size_t explained_faults_max = 8;

struct Told {
  std::string property;
  properties::Explanation explanation;
};

/// Nothing where the run didn't fail, or can't be told.
std::optional<Told> explain_failure(const properties::CausalRecorder& recorder, const properties::ScenarioRun& run,
                                    const Design& design) {
  if (run.armed.size() > explained_faults_max) return std::nullopt;
  const auto cause = properties::cause_of(run.result);
  const auto found = cause ? properties::find_cause(run.result, *cause) : std::nullopt;
  if (!found || !found->violation) return std::nullopt;
  Told told{found->property->name, properties::explain(recorder, *found->violation, run.plan, design)};
  if (told.explanation.sentences.empty()) return std::nullopt;
  return told;
}

void print(const Told& told) {
  const std::vector<std::string>& sentences = told.explanation.sentences;
  fmt::print("what happened ({}):\n", told.property);
  for (std::size_t i = 0; i < sentences.size(); ++i) fmt::print("  {}. {}\n", i + 1, sentences[i]);
  fmt::print("\n");
}

Result<void, std::string> write_files(OutputDirectory& out, const sim::Scenario& scenario,
                                      const properties::ScenarioRun& run, const std::optional<Told>& told) {
  if (const auto written = write_run(out, scenario, run); !written) return written;
  if (told) {
    const std::string json = reports::explanation_json(told->property, told->explanation);
    if (const auto written = out.write("explanation.json", json); !written) return written;
  }
  const auto published = out.publish();
  return published ? Result<void, std::string>() : failure(published.error());
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
  const bool is_told = !command.json || !command.out.empty();
  if (is_told) options.watches.push_back(&recorder);
  std::optional<OutputDirectory> out;
  if (!command.out.empty()) {
    Result<OutputDirectory, std::string> opened = OutputDirectory::open(command.out, ResultKind::run);
    if (!opened) return complain(exit_bad_input, opened.error());
    out.emplace(std::move(*opened));
    options.trace_path = out->staged("trace.sqlite").string();
  }
  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(saved->run.scenario, options);
  if (!run) return complain(exit_internal, run.error());

  fmt::print("{}", command.json ? reports::run_json(run->result)
                                : "\n" + reports::terminal_report(run->result, {.colour = command.colour}));
  const std::optional<Told> told =
      is_told ? explain_failure(recorder, *run, saved->run.scenario.design) : std::nullopt;
  if (told && !command.json) print(*told);
  if (out) {
    if (const auto written = write_files(*out, saved->run.scenario, *run, told); !written) {
      return complain(exit_internal, written.error());
    }
  }
  const std::string now = digest_text(run->result.run.digest);
  const auto say = [&](const std::string& line) {
    command.json ? print_aside(line + "\n") : fmt::print("{}\n", line);
  };
  if (saved->expected) {
    const properties::CaseOutcome outcome = properties::compare(*saved->expected, run->result);
    say(outcome.sentence);
    return exit_code_of(outcome.verdict);
  }
  if (saved->edited) {
    say(fmt::format("the plan was edited since it was written: this is another run (digest {}, it was {})", now,
                    digest_text(saved->digest)));
    return exit_code_of(run->result.verdict);
  }
  if (run->result.run.digest == saved->digest) {
    say(fmt::format("the same run to the bit (digest {})", now));
    return exit_code_of(run->result.verdict);
  }
  say(fmt::format("NOT the same run: digest {}, it was {}; was it written by another version, or scenario.yaml edited?",
                  now, digest_text(saved->digest)));
  return exit_unknown;
}

}  // namespace crisper::cli
