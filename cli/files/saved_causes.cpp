#include "cli/files/saved_causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "cli/files/saved_run.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/words/shell_words.hpp"
#include "sim/engine/child_message.hpp"
#include "sim/engine/worker_pool.hpp"
#include "sim/faults/fault_plan_file.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntCause;
using properties::HuntRun;

/// More causes than this are told and not saved.
constexpr std::size_t saved_max = 20;

constexpr std::string_view message_kind = "saved run";

/// In a child: makes the run, writes its files; its digest, or why it could not be made again.
Result<std::string, std::string> make_and_write(HuntRun run, const fs::path& folder) {
  Result<OutputDirectory, OutputTrouble> out = OutputDirectory::open(folder, ResultKind::run);
  if (!out) return failure(out.error().line);
  run.options.replay = "crisper replay " + quoted(shown(folder));
  const auto made = properties::run_scenario(run.scenario, run.options);
  if (!made) return failure(made.error());
  if (const auto written = write_run(*out, run.scenario, {}, *made); !written) return failure(written.error().line);
  if (const auto published = out->publish(); !published) return failure(published.error().line);
  return digest_text(made->result.run.digest);
}

std::string encode(const Result<std::string, std::string>& digest) {
  return digest ? sim::child_message(message_kind, {{"digest", *digest}})
                : sim::child_message(message_kind, {{"error", digest.error()}});
}

/// What the child told, or what became of it.
Result<std::string, std::string> digest_from(const sim::JobOutcome& child) {
  using Digest = Result<std::string, std::string>;
  if (!child.is_done()) return failure("its process " + child.why);
  const auto told = sim::read_child_message<Digest>(message_kind, child.output, [](const nlohmann::json& json) {
    return json.contains("error") ? Digest(failure(json.at("error").get<std::string>()))
                                  : Digest(json.at("digest").get<std::string>());
  });
  return told ? *told : failure(std::string("its process gave no result"));
}

void save_finished(HuntCause& cause, HuntRun run, const fs::path& folder, std::chrono::milliseconds run_time_max) {
  const Result<std::string, std::string> digest = digest_from(sim::run_in_worker(
      [&] { return encode(make_and_write(std::move(run), folder)); }, {.job_time_max = run_time_max}));
  if (!digest) {
    cause.remark = fmt::format("it could not be made again: {}", digest.error());
    return;
  }
  cause.replay = "crisper replay " + quoted(shown(folder));
  if (*digest != digest_text(cause.digest)) {
    cause.remark =
        fmt::format("made again it was another run: digest {}, it was {}", *digest, digest_text(cause.digest));
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
