#include "cli/files/shrunk_causes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/files/run_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/shrunk_case.hpp"
#include "cli/words/shell_words.hpp"
#include "sim/engine/machine_trouble.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntCause;

/// Deliveries, at something over a microsecond each: about half a minute of processor time for one cause, and a minute
/// and a half for all.
constexpr std::uint64_t work_for_one_max = 20'000'000;
constexpr std::uint64_t work_for_all_max = 60'000'000;

void note(HuntCause& cause, const std::string& words) {
  cause.remark += (cause.remark.empty() ? "" : "; ") + words;
}

std::string later(const fs::path& own) { return "crisper shrink " + quoted(shown(own)) + " does it"; }

/// How much it took.
std::uint64_t shrink_one(HuntCause& cause, std::size_t place, const fs::path& own, std::uint64_t work_max,
                         const ShrinkCausesOptions& options) {
  const auto give_up = [&](const std::string& why) {
    note(cause, "not shrunk: " + why);
    return std::uint64_t{0};
  };
  const Result<LoadedRun, std::string> saved = load_run(own.string());
  if (!saved) return give_up(saved.error());
  const fs::path target = own / "shrunk.yaml";
  Result<OutputFile, OutputTrouble> out = OutputFile::open(target);
  if (!out) return give_up(out.error().line);
  properties::ShrinkOptions how;
  how.property = cause.property;
  how.limits.at_once = options.at_once;
  how.limits.work_max = work_max;
  how.limits.time_max = options.run_time_max;
  how.watch = [&](const properties::SmallestSoFar& now) {
    if (options.watch) options.watch(place, size_of(now.current()));
    return !options.is_interrupted();
  };
  Result<properties::Shrunk, std::string> shrunk = failure(std::string());
  try {
    shrunk = properties::shrink(saved->run, how);
  } catch (const sim::MachineTrouble& trouble) {
    shrunk = failure(std::string(trouble.what()));
  }
  if (!shrunk) return give_up(shrunk.error());
  const Result<std::string, OutputTrouble> again = write_shrunk(*shrunk, *out);
  if (!again) return give_up(again.error().line);
  cause.shrunk = properties::HuntShrunk{.before = shrunk->before,
                                        .after = shrunk->after,
                                        .minimal = shrunk->minimal,
                                        .reason = shrunk->reason,
                                        .file = shown(target),
                                        .replay = *again};
  return shrunk->statistics.work;
}

}  // namespace

void shrink_causes(properties::HuntSummary& summary, const std::vector<fs::path>& folders,
                   const ShrinkCausesOptions& options) {
  std::uint64_t left = work_for_all_max;
  for (std::size_t i = 0; i < summary.causes.size(); ++i) {
    HuntCause& cause = summary.causes[i];
    if (cause.replay.empty()) continue;
    if (!cause.finished) {
      note(cause, "not shrunk: its process died, and what struck it is not known");
      continue;
    }
    const fs::path& own = folders[i];
    if (options.is_interrupted()) {
      note(cause, "not shrunk: interrupted; " + later(own));
    } else if (left == 0) {
      note(cause, "not shrunk: other causes took all the time that there is for it; " + later(own));
    } else {
      left -= std::min(left, shrink_one(cause, i + 1, own, std::min(left, work_for_one_max), options));
    }
  }
}

}  // namespace crisper::cli
