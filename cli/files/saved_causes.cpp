#include "cli/files/saved_causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "cli/files/saved_run.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/words/shell_words.hpp"
#include "sim/engine/isolated_run.hpp"
#include "sim/faults/fault_plan_file.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntCause;
using properties::HuntRun;

/// More causes than this are told and not saved.
constexpr std::size_t saved_max = 20;

/// In a child: makes the run, writes its files, and says the digest.
int make_and_write(HuntRun run, const fs::path& folder, sim::ChildOutput& pipe) {
  const auto give_up = [&](const std::string& why) { return pipe.write(why) ? 1 : 1; };
  Result<OutputDirectory, OutputTrouble> out = OutputDirectory::open(folder, ResultKind::run);
  if (!out) return give_up(out.error().line);
  run.options.replay = "crisper replay " + quoted(shown(folder));
  const auto made = properties::run_scenario(run.scenario, run.options);
  if (!made) return give_up(made.error());
  if (const auto written = write_run(*out, run.scenario, {}, *made); !written) return give_up(written.error().line);
  if (const auto published = out->publish(); !published) return give_up(published.error().line);
  return pipe.write(digest_text(made->result.run.digest)) ? 0 : 1;
}

void save_finished(HuntCause& cause, HuntRun run, const fs::path& folder, std::chrono::milliseconds run_time_max) {
  const sim::IsolatedRun child =
      sim::run_isolated([&](sim::ChildOutput& pipe) { return make_and_write(std::move(run), folder, pipe); },
                        {.timeout_max = run_time_max, .keep_errors = true});
  if (!child.succeeded()) {
    cause.remark = fmt::format("it could not be made again: {}",
                               child.output.empty() ? "its process " + child.describe_end() : child.output);
    return;
  }
  cause.replay = "crisper replay " + quoted(shown(folder));
  if (child.output != digest_text(cause.digest)) {
    cause.remark = fmt::format("made again it was another run: digest {}, it was {}", child.output,
                               digest_text(cause.digest));
  }
}

/// There is no result to save, only what the run is made from.
Result<std::string, OutputTrouble> write_deadly(const HuntRun& run, const fs::path& folder) {
  Result<OutputDirectory, OutputTrouble> out = OutputDirectory::open(folder, ResultKind::run);
  if (!out) return failure(out.error());
  if (const auto written = write_scenario(*out, run.scenario, {}); !written) return failure(written.error());
  std::string line = fmt::format("crisper run {} --engine {} --seed {}", quoted(shown(folder / "scenario.yaml")),
                                 run.options.engine, run.options.seed);
  if (run.options.plan) {
    const sim::PlanFile plan{.scenario = run.scenario.name,
                             .engine = run.options.engine,
                             .seed = run.options.seed,
                             .plan = *run.options.plan};
    if (const auto written = out->write("plan.yaml", sim::write_plan(plan)); !written) return failure(written.error());
    line += " --plan " + quoted(shown(folder / "plan.yaml"));
  }
  if (const auto published = out->publish(); !published) return failure(published.error());
  return line;
}

void save_deadly(HuntCause& cause, const HuntRun& run, const fs::path& folder) {
  Result<std::string, OutputTrouble> written = write_deadly(run, folder);
  if (written) {
    cause.replay = std::move(*written);
  } else {
    cause.remark = "it could not be saved: " + written.error().line;
  }
}

/// FOLDER/1-single-writer, or the next of that name that is free: what somebody keeps there stays.
fs::path free_folder_of(const fs::path& folder, const HuntCause& cause, std::size_t place) {
  const std::string name = fmt::format("{}-{}", place + 1, slug(cause.property));
  fs::path own = folder / name;
  for (std::size_t number = 2; !is_free_place(own); ++number) own = folder / fmt::format("{}-{}", name, number);
  return own;
}

}  // namespace

std::string shown(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path whole = fs::absolute(path, error).lexically_normal();
  return error ? path.string() : whole.lexically_proximate(here).string();
}

std::vector<fs::path> save_causes(properties::HuntSummary& summary, const properties::HuntFile& file,
                                  const properties::HuntSubject& subject, const fs::path& folder,
                                  std::chrono::milliseconds run_time_max) {
  std::vector<fs::path> folders(summary.causes.size());
  for (std::size_t i = 0; i < std::min(summary.causes.size(), saved_max); ++i) {
    HuntCause& cause = summary.causes[i];
    const auto kept = file.input_of(cause.smallest_run);
    if (!kept) continue;
    Result<HuntRun, std::string> run = properties::prepare_run(subject, kept->input);
    if (!run) {
      cause.remark = "it could not be made again: " + run.error();
      continue;
    }
    const fs::path own = folders[i] = free_folder_of(folder, cause, i);
    if (cause.finished) {
      save_finished(cause, std::move(*run), own, run_time_max);
    } else {
      save_deadly(cause, *run, own);
    }
  }
  return folders;
}

}  // namespace crisper::cli
