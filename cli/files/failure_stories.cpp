#include "cli/files/failure_stories.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/files/saved_causes.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/told_failure.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/counted.hpp"
#include "properties/search/shrink/leeway.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::PropertyResult;
using reports::FailureStory;
using Told = Result<void, std::string>;

/// A run with more would make the report wait.
constexpr std::uint64_t deliveries_max = 50'000;
constexpr std::size_t source_bytes_max = std::size_t{4} << 20;

/// 1 for shrunk.yaml, N for shrunk-N.yaml, 0 for any other file.
std::size_t number_of_case(const fs::path& file) {
  const std::string name = file.filename().string();
  constexpr std::string_view start = "shrunk-", end = ".yaml";
  if (name == "shrunk.yaml") return 1;
  if (!name.starts_with(start) || !name.ends_with(end)) return 0;
  std::size_t number = 0;
  const char* const last = name.data() + name.size() - end.size();
  const auto [stop, error] = std::from_chars(name.data() + start.size(), last, number);
  return error == std::errc{} && stop == last ? number : 0;
}

/// A case that shrinking left in a folder.
struct FoundCase {
  fs::path path;  ///< empty: there is none
  Result<LoadedRun, std::string> run = failure(std::string());

  std::string property() const {
    return run && run->expected && run->expected->cause ? run->expected->cause->property : "";
  }
};

/// The newest that is kept for the property; else the newest that can be read; else the newest.
FoundCase case_in(const fs::path& folder, const std::string& property) {
  std::map<std::size_t, fs::path, std::greater<>> files;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const std::size_t number = number_of_case(entry->path());
    if (number > 0 && check_saved(entry->path())) files.emplace(number, entry->path());
  }
  FoundCase best;
  for (const auto& [number, path] : files) {
    FoundCase found{.path = path, .run = load_run(path.string())};
    if (found.run && found.property() == property) return found;
    if (best.path.empty() || (found.run && !best.run)) best = std::move(found);
  }
  return best;
}

/// A replay of a case leaves the case as the source of its run.
bool is_of_a_case(const fs::path& folder) {
  const auto source = read_saved(folder / "source.yaml", source_bytes_max);
  return source && properties::is_case_file(*source);
}

}  // namespace

Told StoryTeller::retell(FailureStory& story, const LoadedRun& loaded, const fs::path& path) {
  const std::string again = "crisper replay " + quoted(shown(path));
  if (loaded.run.engine == "simgrid") {
    if (used_simgrid_) {
      return failure(fmt::format("it needs simgrid, where a process makes one run, and this one has made it: {} tells "
                                 "it",
                                 again));
    }
    used_simgrid_ = true;
  }
  properties::CausalRecorder recorder;
  properties::ScenarioRunOptions options{
      .seed = loaded.run.seed, .engine = loaded.run.engine, .plan = loaded.run.plan, .measure = false};
  options.watches.push_back(&recorder);
  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(loaded.run.scenario, options);
  if (!run) return failure("it can't be made again: " + run.error());
  if (loaded.digest != 0 && run->result.run.digest != loaded.digest) {
    return failure(std::string("made again it is another run: another version wrote it, or it was edited"));
  }
  const Result<ToldFailure, std::string> told = tell_failure(recorder, *run, loaded);
  if (!told) return failure(told.error());
  story.property = told->property;
  story.reason = told->reason;
  story.sentences = told->explanation.sentences;
  story.diagram = reports::diagram_of(recorder, told->explanation);
  if (loaded.expected) {
    story.leeway = properties::sentences_of(loaded.expected->leeway);
  }
  story.again = again;
  return {};
}

/// What can be known before the run is made again is asked before.
Told StoryTeller::retell_whole(FailureStory& story, const fs::path& folder, const properties::RunResult& result) {
  if (result.run.deliveries > deliveries_max) {
    return failure(fmt::format("with {} it is too long to be made again for a report",
                               counted(result.run.deliveries, "delivery", "deliveries")));
  }
  if (const std::string why = why_not_told(result); !why.empty()) return failure(why);
  const Result<LoadedRun, std::string> loaded = load_run(folder.string());
  if (!loaded) return failure("it can't be made again: " + loaded.error());
  if (loaded->digest != 0 && loaded->digest != result.run.digest) {
    return failure(std::string("the plan.yaml beside it is of another run"));
  }
  return retell(story, *loaded, folder);
}

FailureStory StoryTeller::tell_run(const fs::path& folder, const properties::RunResult& result) {
  const PropertyResult* failed = properties::headline_of(result);
  FailureStory story;
  if (failed) story = {.property = failed->name, .reason = failed->reason};
  const FoundCase small = case_in(folder, story.property);
  std::string before, after;
  if (small.run) {
    const bool is_another = !story.property.empty() && small.property() != story.property;
    const std::string other = story.property;
    if (const Told told = retell(story, *small.run, small.path)) {
      story.about = is_another ? fmt::format("Told is what shrinking made of this run to show how {} fails; {} is not "
                                             "shrunk.",
                                             story.property, other)
                               : "Told is what shrinking made of this run: the smallest that fails in the same way.";
      return story;
    } else {
      before = fmt::format("{} is not told: {}. ", small.path.filename().string(), told.error());
    }
  } else if (!small.path.empty()) {
    before = fmt::format("{} is not told: it can't be read: {}. ", small.path.filename().string(), small.run.error());
  } else if (!is_of_a_case(folder)) {
    after = fmt::format(" It is not shrunk: crisper shrink {} makes it small, and a report that is written then tells "
                        "it.",
                        quoted(shown(folder)));
  }
  if (const Told told = retell_whole(story, folder, result)) {
    story.about = before +
                  (is_of_a_case(folder) ? "Told is the run that its case keeps."
                                        : "Told is the whole run: a fault that is told here need not be the cause.") +
                  after;
  } else {
    story.about = fmt::format("{}The run is not told: {}.{}", before, told.error(), after);
  }
  return story;
}

FailureStory StoryTeller::tell_cause(const fs::path& hunt, const properties::HuntCause& cause, std::size_t place) {
  FailureStory story{.property = cause.property, .reason = cause.reason, .again = cause.replay};
  // By its place in this hunt, wherever that has been moved since.
  const fs::path written = cause.shrunk ? fs::path(cause.shrunk->file) : fs::path();
  const fs::path own = hunt / "failures" / (cause.shrunk ? written.parent_path().filename().string()
                                                         : fmt::format("{}-{}", place + 1, slug(cause.property)));
  FoundCase small;
  if (cause.shrunk && check_saved(own / written.filename())) {
    small.path = own / written.filename();
    small.run = load_run(small.path.string());
  } else {
    small = case_in(own, cause.property);
    if (small.run && small.property() != cause.property) small = {};
  }
  story.about = fmt::format("In {} of the hunt's runs.", cause.runs);
  if (cause.shrunk) {
    story.about += fmt::format(" The smallest had {}; shrunk it has {}.", text_of(cause.shrunk->before),
                               text_of(cause.shrunk->after));
  } else if (!cause.remark.empty()) {
    story.about += fmt::format(" The smallest: {}.", cause.remark);
  }
  if (small.path.empty()) {
    std::error_code error;
    if (cause.shrunk) {
      story.about += fmt::format(" It is no longer in {}.", shown(own));
    } else if (cause.remark.empty()) {
      story.about += fs::exists(own, error) ? " Its smallest run is saved, and not shrunk."
                                            : " Its smallest run was not saved.";
    }
    return story;
  }
  const Told told = small.run ? retell(story, *small.run, small.path)
                              : Told(failure("it can't be read: " + small.run.error()));
  if (!told) story.about += fmt::format(" {} is not told: {}.", shown(small.path), told.error());
  return story;
}

}  // namespace crisper::cli
