// crisper report: what somebody takes away from a run, a hunt, a sweep or a check.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/files/report_file.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/command_words.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::cli {
namespace {

struct ReportCommand {
  std::string path;  ///< the folder of a result, or a check's JSON
  std::string format{reports::all_report_formats().front().name};
  std::string out;    ///< empty: report.html in the folder
  bool view = false;  ///< the concurrency view, of a scenario or a run
};

int unknown_format(const std::string& format) {
  std::vector<std::string> names;
  for (const reports::ReportFormat& each : reports::all_report_formats()) names.emplace_back(each.name);
  return complain(exit_usage, fmt::format("report: there is no format '{}'{}", format, sim::hint_for(format, names)));
}

/// exit_pass where it is written, whatever the verdict in it.
int report_command(const ReportCommand& command) {
  const reports::ReportFormat* format = reports::find_report_format(command.format);
  if (!format) return unknown_format(command.format);
  const ReportWish wish{.path = command.path, .format = format, .out = command.out};
  const auto written = command.view ? write_view(wish) : write_report(wish);
  if (!written) return complain(written.error());
  const bool is_stream = means_standard_output(*written) || written->string().starts_with("/dev/");
  if (!is_stream) say(fmt::format("written: {}\n", shown(*written)));
  return exit_pass;
}

}  // namespace

Command add_report_command(CLI::App& line) {
  auto command = std::make_shared<ReportCommand>();
  CommandWords words(line, "report",
                     "Write a run, a hunt, a sweep or a check down as one page to read, print or hand on",
                     R"(Examples:
  crisper report runs/lunch-rush-row-locks-simgrid-1
  crisper report hunts/small-rush-fast-1 --out small_rush.html
  crisper report sweeps/loss
  crisper report --view scenarios/examples/lunch_rush.yaml
  crisper report runs/lunch-rush-row-locks-simgrid-1 --format perfetto --out lunch.perfetto.json
  crisper report runs/lunch-rush-row-locks-simgrid-1 --format markdown --out -

The page needs no other file and no network: verdict, design, properties, failures told and drawn, charts.
Other formats are for other programs: traces for Perfetto and ShiViz, sequence diagrams, the design for
Graphviz, Structurizr and AsyncAPI, rows. docs/formats/exports.md says what is in each.
A report that is there is written anew as long as nobody has changed it; nothing else is replaced.
Exit code 0 where it is written, whatever the verdict in it.)");
  words.required("path", command->path, "the folder of a run, a hunt or a sweep, or the JSON of a check");
  words.option("--format", command->format,
               "html (default), markdown, perfetto ...: `crisper list reports` tells them");
  words.flag("--view", command->view,
             "the concurrency view instead, of a scenario's file or of a run: makes some thirty runs");
  words.option("--out", command->out,
               "the file to write, - for standard output (default: report.html in that folder; of a view view.html, or "
               "NAME-view.html)");
  return {words.app(), [command] { return report_command(*command); }};
}

}  // namespace crisper::cli
