#include "cli/files/failure_stories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "cli/files/run_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/told_failure.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/search/shrink/leeway.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using reports::FailureStory;

/// A run with more would make the report wait.
constexpr std::uint64_t deliveries_max = 50'000;

std::string shrink_words(const fs::path& folder) {
  return fmt::format("It is not shrunk: crisper shrink {} makes it small, and a report that is written then tells it.",
                     quoted(shown(folder)));
}

/// The newest case that shrinking left there: shrunk.yaml, shrunk-2.yaml …
fs::path case_in(const fs::path& folder) {
  fs::path found;
  std::error_code error;
  for (std::size_t number = 1;; ++number) {
    const fs::path file = folder / (number == 1 ? "shrunk.yaml" : fmt::format("shrunk-{}.yaml", number));
    if (!fs::is_regular_file(file, error)) return found;
    found = file;
  }
}

}  // namespace

bool StoryTeller::retell(FailureStory& story, const fs::path& path) {
  const Result<LoadedRun, std::string> loaded = load_run(path.string());
  const auto give_up = [&](const std::string& why) {
    story.about = why;
    return false;
  };
  if (!loaded) return give_up("It can't be made again: " + loaded.error());
  if (loaded->run.engine == "simgrid") {
    if (used_simgrid_) {
      return give_up("It needs simgrid, on which a report makes one run: a report of its own tells it.");
    }
    used_simgrid_ = true;
  }
  properties::CausalRecorder recorder;
  properties::ScenarioRunOptions options{
      .seed = loaded->run.seed, .engine = loaded->run.engine, .plan = loaded->run.plan, .measure = false};
  options.watches.push_back(&recorder);
  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(loaded->run.scenario, options);
  if (!run) return give_up("It can't be made again: " + run.error());
  if (loaded->digest != 0 && run->result.run.digest != loaded->digest) {
    return give_up("Made again it is another run: it was written by another version, or edited.");
  }
  const std::optional<ToldFailure> told = tell_failure(recorder, *run, *loaded);
  if (!told) return give_up("It has too many faults for a story, or no single moment at which it failed.");
  story.property = told->property;
  story.reason = told->reason;
  story.sentences = told->explanation.sentences;
  story.diagram = reports::diagram_of(recorder, told->explanation);
  if (loaded->expected) {
    for (const properties::Leeway& each : loaded->expected->leeway) story.leeway.push_back(properties::text_of(each));
  }
  story.again = "crisper replay " + quoted(shown(path));
  return true;
}

FailureStory StoryTeller::tell_run(const fs::path& folder, const properties::RunResult& result) {
  const auto failed =
      std::ranges::find(result.properties, properties::Verdict::fail, &properties::PropertyResult::verdict);
  FailureStory story;
  if (failed != result.properties.end()) story = {.property = failed->name, .reason = failed->reason};
  if (const fs::path small = case_in(folder); !small.empty() && retell(story, small)) {
    story.about = "Told is what shrinking made of this run: the smallest that fails in the same way.";
    return story;
  }
  std::error_code error;
  if (result.run.deliveries > deliveries_max || !fs::exists(folder / "plan.yaml", error)) {
    story.about = shrink_words(folder);
  } else if (retell(story, folder)) {
    story.about = "Told is the whole run: a fault that is told here need not be the cause. " + shrink_words(folder);
  } else {
    story.about += " " + shrink_words(folder);
  }
  return story;
}

FailureStory StoryTeller::tell_cause(const fs::path& hunt, const properties::HuntCause& cause) {
  FailureStory story{.property = cause.property, .reason = cause.reason, .again = cause.replay};
  if (!cause.shrunk) {
    story.about = cause.remark.empty() ? "Its smallest run was not saved." : cause.remark + ".";
    return story;
  }
  // By its place in this hunt, wherever that has been moved since.
  const fs::path written = cause.shrunk->file;
  const fs::path small = hunt / "failures" / written.parent_path().filename() / written.filename();
  const std::string sizes = fmt::format("In {} of the hunt's runs. The smallest had {}; shrunk it has {}.", cause.runs,
                                        text_of(cause.shrunk->before), text_of(cause.shrunk->after));
  story.about = retell(story, small) ? sizes : sizes + " " + story.about;
  return story;
}

}  // namespace crisper::cli
