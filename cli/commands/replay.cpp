// crisper replay: a saved run again.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/files/run_source.hpp"
#include "cli/files/saved_run.hpp"
#include "cli/files/shrunk_case.hpp"
#include "cli/files/told_failure.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/say.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/asked_of_run.hpp"
#include "properties/scenario_run.hpp"
#include "reports/explanation_json.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::cli {
namespace {

struct ReplayCommand {
  std::string path;  ///< the folder of a run, the plan.yaml in it, or a case file
  std::string out;   ///< a folder for the files of the run; empty: none
  bool json = false;
  bool colour = false;
};

void print(const ToldFailure& told, const LoadedRun& loaded) {
  const std::string kept_for =
      loaded.expected && loaded.expected->cause ? loaded.expected->cause->property : std::string();
  const bool is_another = !kept_for.empty() && kept_for != told.property;
  std::string text = fmt::format("what happened ({}{}):\n", told.property,
                                 is_another ? "; the case is kept for " + kept_for : "");
  for (const std::string& each : numbered(told.explanation.sentences)) text += fmt::format("  {}\n", each);
  text += "\n";
  if (!loaded.expected && !loaded.run.plan.faults.empty()) {
    text += fmt::format("Not shrunk: a fault that is told here need not be the cause. Which is, finds: crisper shrink "
                        "{}\n\n",
                        quoted(loaded.folder));
  }
  if (loaded.expected && !loaded.expected->leeway.empty()) text += leeway_text(loaded.expected->leeway) + "\n";
  say(text);
}

Result<void, OutputTrouble> write_files(OutputDirectory& out, const LoadedRun& saved,
                                        const properties::ScenarioRun& run, const std::optional<ToldFailure>& told) {
  if (!run.trace_trouble.empty()) return failure(OutputTrouble{exit_internal, run.trace_trouble});
  if (const auto written = write_run(out, saved.run.scenario, saved.source, run); !written) return written;
  if (told) {
    const std::string json = reports::explanation_json(
        told->property, told->explanation, saved.expected ? saved.expected->leeway : std::vector<properties::Leeway>());
    if (const auto written = out.write("explanation.json", json); !written) return written;
  }
  const auto published = out.publish();
  return published ? Result<void, OutputTrouble>() : failure(published.error());
}

/// What the run is beside what was saved, in a sentence; and the result, which answers that where it is the question.
struct Compared {
  properties::RunResult result;
  std::string sentence;
};

Compared compare(const LoadedRun& saved, const properties::RunResult& result) {
  const std::string now = digest_text(result.run.digest);
  const std::string before = digest_text(saved.digest);
  const bool is_same = result.run.digest == saved.digest;
  if (saved.expected) {
    properties::CaseOutcome outcome = properties::compare(*saved.expected, result);
    return {answered(result, properties::question_as_expected, outcome.verdict, outcome.sentence), outcome.sentence};
  }
  if (saved.edited) {
    const std::string edited = "the plan was edited since it was written";
    if (is_same) return {result, fmt::format("{}, and gives the same run to the bit (digest {})", edited, now)};
    return {result, fmt::format("{}: this is another run (digest {}, it was {})", edited, now, before)};
  }
  if (is_same) return {result, fmt::format("the same run to the bit (digest {})", now)};
  std::string sentence = fmt::format("NOT the same run: digest {}, it was {}; was it written by another version, or "
                                     "scenario.yaml edited?",
                                     now, before);
  return {answered(result, properties::question_same_run, properties::Verdict::unknown, sentence), sentence};
}

/// Runs it again and compares digests. Returns the ExitCode of the run, or exit_unknown where an unedited plan gave
/// another digest: that is not the run that was saved. Of a case file, exit_pass where the run is as expected, be it a
/// failure; exit_fail where it is not; exit_unknown where it is, but not to the bit.
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
    Result<OutputDirectory, OutputTrouble> opened = OutputDirectory::open(command.out, ResultKind::run);
    if (!opened) return complain(opened.error());
    out.emplace(std::move(*opened));
    options.trace_path = out->staged("trace.sqlite").string();
  }
  Result<properties::ScenarioRun, std::string> run = properties::run_scenario(saved->run.scenario, options);
  if (!run) return complain(exit_bad_input, run.error());

  std::optional<ToldFailure> told;
  if (is_told) {
    if (auto failure_told = tell_failure(recorder, *run, *saved)) told = std::move(*failure_told);
  }
  const Compared compared = compare(*saved, run->result);
  if (command.json) {
    fmt::print("{}", reports::run_json(compared.result));
    print_aside(harmless_line(compared.sentence) + "\n");
  } else {
    say("\n" + reports::terminal_report(compared.result, terminal(command.colour)));
    if (told) print(*told, *saved);
    say(compared.sentence + "\n");
  }
  std::fflush(stdout);
  run->result = compared.result;
  if (out) {
    if (const auto written = write_files(*out, *saved, *run, told); !written) return complain(written.error());
  }
  return exit_code_of(compared.result.verdict);
}

}  // namespace

Command add_replay_command(CLI::App& line) {
  auto command = std::make_shared<ReplayCommand>();
  command->colour = wants_colour();
  CommandWords words(line, "replay", "Run a saved run again and say whether it was the same",
                     R"(Examples:
  crisper replay runs/lunch-rush-row-locks-simgrid-1
  crisper replay runs/lunch-rush-row-locks-simgrid-1/shrunk.yaml

Of a case file (what shrink writes) the exit code says whether the run was as the file expects:
0 it was, also where it expects a failure; 1 it was not; 2 it was, but is not the same run to the bit.)");
  words.required("run", command->path, "the folder of a run, the plan.yaml in it, or a case file");
  words.option("--out", command->out, "write the run's files and what happened into this folder");
  words.flag("--json", command->json, "print one JSON object instead of the table");
  return {words.app(), [command] { return replay_command(*command); }};
}

}  // namespace crisper::cli
