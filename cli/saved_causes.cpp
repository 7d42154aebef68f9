#include "cli/saved_causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "cli/output_directory.hpp"
#include "cli/saved_run.hpp"
#include "cli/shell_words.hpp"
#include "sim/engine/isolated_run.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntCause;
using properties::HuntRun;

/// More causes than this are told and not saved.
constexpr std::size_t saved_max = 20;

/// In a child: makes the run, writes its files, and says the digest.
int make_and_write(HuntRun run, const fs::path& folder, sim::ChildOutput& pipe) {
  Result<OutputDirectory, std::string> out = OutputDirectory::open(folder, ResultKind::run);
  if (!out) return pipe.write(out.error()) ? 1 : 1;
  run.options.replay = "crisper replay " + quoted(shown(folder));
  const auto made = properties::run_scenario(run.scenario, run.options);
  if (!made) return pipe.write(made.error()) ? 1 : 1;
  if (const auto written = write_run(*out, run.scenario, *made); !written) return pipe.write(written.error()) ? 1 : 1;
  if (const auto published = out->publish(); !published) return pipe.write(published.error()) ? 1 : 1;
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
void save_deadly(HuntCause& cause, const HuntRun& run, const fs::path& folder) {
  Result<OutputDirectory, std::string> out = OutputDirectory::open(folder, ResultKind::run);
  Result<void, std::string> written = out ? out->write("scenario.yaml", sim::to_yaml(run.scenario))
                                          : Result<void, std::string>(failure(out.error()));
  std::string line = fmt::format("crisper run {} --engine {} --seed {}", quoted(shown(folder / "scenario.yaml")),
                                 run.options.engine, run.options.seed);
  if (written && run.options.plan) {
    const sim::PlanFile plan{.scenario = run.scenario.name,
                             .engine = run.options.engine,
                             .seed = run.options.seed,
                             .plan = *run.options.plan};
    written = out->write("plan.yaml", sim::write_plan(plan));
    line += " --plan " + quoted(shown(folder / "plan.yaml"));
  }
  if (written) {
    if (const auto published = out->publish(); !published) written = failure(published.error());
  }
  if (!written) {
    cause.remark = "it could not be saved: " + written.error();
    return;
  }
  cause.replay = line;
}

}  // namespace

fs::path folder_of_cause(const fs::path& folder, const HuntCause& cause, std::size_t place) {
  return folder / fmt::format("{}-{}", place + 1, slug(cause.property));
}

std::string shown(const fs::path& path) { return path.lexically_proximate(fs::current_path()).string(); }

void save_causes(properties::HuntSummary& summary, const properties::HuntFile& file,
                 const properties::HuntSubject& subject, const fs::path& folder,
                 std::chrono::milliseconds run_time_max) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  for (std::size_t i = 0; i < std::min(summary.causes.size(), saved_max); ++i) {
    HuntCause& cause = summary.causes[i];
    const auto kept = file.input_of(cause.smallest_run);
    if (!kept) continue;
    Result<HuntRun, std::string> run = properties::prepare_run(subject, kept->input);
    if (!run) {
      cause.remark = "it could not be made again: " + run.error();
      continue;
    }
    const fs::path own = folder_of_cause(folder, cause, i);
    if (cause.finished) {
      save_finished(cause, std::move(*run), own, run_time_max);
    } else {
      save_deadly(cause, *run, own);
    }
  }
}

}  // namespace crisper::cli
