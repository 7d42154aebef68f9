#include "cli/files/hunt_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/files/imported_files.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/result_folder.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/digest.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntFile;
using properties::HuntIdentity;

constexpr const char* written_note = "written";
constexpr const char* merge_note = "merge under way";
/// Larger files are not told from others.
constexpr std::size_t known_bytes_max = std::size_t{64} << 20;

fs::path absolute(const fs::path& path) {
  std::error_code error;
  const fs::path normal = fs::absolute(path, error).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

std::optional<std::string> digest_of_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return std::nullopt;
  const Result<std::string, std::string> text = read_text(path.string(), known_bytes_max);
  if (!text) return std::nullopt;
  return digest_text(digest_of_text(*text));
}

fs::path own_folder(const HuntIdentity& identity, std::size_t number) {
  const std::string name = fmt::format("hunts/{}-{}-{}", slug(identity.name), identity.engine, identity.seed);
  return absolute(number == 1 ? name : fmt::format("{}-{}", name, number));
}

fs::path next_own_folder(const HuntIdentity& identity) {
  std::size_t number = 1;
  while (!is_free_place(own_folder(identity, number))) ++number;
  return own_folder(identity, number);
}

bool is_same(HuntIdentity one, const HuntIdentity& other) {
  one.source = other.source;  // by which words somebody came to it makes no other hunt of it
  return one == other;
}

/// The file in this folder, if it is of this hunt.
Result<HuntFile, std::string> open_same(const fs::path& folder, const HuntIdentity& identity) {
  Result<HuntFile, std::string> file = HuntFile::open(hunt_file_of(folder));
  if (!file || is_same(file->identity(), identity)) return file;
  return failure(fmt::format("'{}': this is another hunt: {}; --continue takes the same words and files",
                             hunt_file_of(folder), hunt_difference(file->identity(), identity)));
}

fs::path last_own_folder(const HuntIdentity& identity) {
  fs::path last = own_folder(identity, 1);
  for (std::size_t number = 2; !is_free_place(own_folder(identity, number)); ++number) {
    if (open_same(own_folder(identity, number), identity)) last = own_folder(identity, number);
  }
  return last;
}

/// One that is there is left: by its name it has the same contents.
Result<void, OutputTrouble> keep_files(const fs::path& folder, const std::vector<NamedText>& files) {
  for (const NamedText& each : files) {
    if (!is_free_place(folder / each.name)) continue;
    Result<OutputFile, OutputTrouble> file = OutputFile::open(folder / each.name);
    if (!file) return failure(file.error());
    if (const auto written = file->publish(each.text); !written) return written;
  }
  return {};
}

/// A new hunt in a folder whose files are nobody's or the hunt's own.
Result<HuntFolder, OutputTrouble> make_hunt(const fs::path& folder, const HuntIdentity& identity,
                                            const std::vector<NamedText>& files) {
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (error) return failure(cannot("write to", folder, error.value()));
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(folder);
  if (!lock) return failure(lock.error());
  if (const auto kept = keep_files(folder, files); !kept) return failure(kept.error());
  const std::string path = hunt_file_of(folder);
  OutputTrouble trouble;
  try {
    Result<HuntFile, std::string> made = HuntFile::create(path, identity);
    if (made) return HuntFolder{folder, std::move(*lock), std::move(*made)};
    trouble = {exit_bad_input, made.error()};
  } catch (const sim::MachineTrouble& machine) {
    trouble = {exit_internal, machine.what()};
  }
  if (is_new) {
    for (const char* suffix : properties::beside_hunt) {
      fs::remove(path + suffix, error);
      fs::remove(properties::unfinished_hunt(path) + suffix, error);
    }
    fs::remove(folder, error);
  }
  return failure(trouble);
}

}  // namespace

std::string hunt_file_of(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? (path / "hunt.sqlite").string() : path.string();
}

std::string hunt_difference(const HuntIdentity& there, const HuntIdentity& here) {
  const auto told = [](const char* word, const std::string& was, const std::string& is) {
    return fmt::format("{} is {} there and {} here", word, was, is);
  };
  if (there.engine != here.engine) return told("--engine", there.engine, here.engine);
  if (there.strategy != here.strategy) return told("--strategy", there.strategy, here.strategy);
  if (there.seed != here.seed) return told("--seed", std::to_string(there.seed), std::to_string(here.seed));
  std::string difference = text_difference(there.scenario, here.scenario);
  return difference.empty() ? "its scenario differs" : difference;
}

Result<HuntScenario, std::string> hunt_scenario(sim::Scenario scenario) {
  HuntScenario kept;
  std::string& platform = scenario.deployment.platform;
  if (!platform.empty()) {
    Result<std::vector<NamedText>, std::string> files = platform_files(platform, "platform.xml");
    if (!files) return failure(files.error());
    Digest digest;
    for (const NamedText& each : *files) digest.add(each.text);
    platform = files->front().name = fmt::format("platform-{}.xml", digest_text(digest.value()));
    kept.files = std::move(*files);
  }
  const auto import_name = [](std::size_t, const std::string&, const std::string& text) {
    return fmt::format("import-{}.csv", digest_text(digest_of_text(text)));
  };
  Result<std::vector<NamedText>, std::string> imports = take_imports_along(scenario, import_name);
  if (!imports) return failure(imports.error());
  kept.files.insert(kept.files.end(), imports->begin(), imports->end());
  kept.text = sim::to_yaml(scenario);
  return kept;
}

Result<HuntFolder, OutputTrouble> begin_hunt(const std::string& out, const HuntIdentity& identity,
                                             const std::vector<NamedText>& files) {
  const fs::path wanted = out.empty() ? next_own_folder(identity) : fs::path(out);
  const Result<fs::path, OutputTrouble> clean = absolute_folder(wanted);
  if (!clean) return failure(clean.error());
  const fs::path& folder = *clean;
  if (holds(folder, ResultKind::hunt)) {
    return failure(
        OutputTrouble{exit_bad_input, fmt::format("'{}' holds a hunt already: --continue makes the runs that it lacks, "
                                                  "another --out begins a new one",
                                                  folder.string())});
  }
  if (const auto free = check_free_for(folder, ResultKind::hunt); !free) return failure(free.error());
  return make_hunt(folder, identity, files);
}

Result<HuntFolder, OutputTrouble> begin_merge(const std::string& out, const HuntIdentity& identity,
                                              const std::vector<NamedText>& files) {
  const fs::path folder = absolute(out);
  bool is_unfinished = false;
  if (holds(folder, ResultKind::hunt)) {
    Result<HuntFile, std::string> left = open_same(folder, identity);
    is_unfinished = left && !left->note(merge_note).empty();
    if (is_unfinished) HuntOutputs(*left, folder).remove_old();
  }
  if (is_unfinished) {
    const Result<FolderLock, OutputTrouble> lock = FolderLock::take(folder);
    if (!lock) return failure(lock.error());
    std::error_code error;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(hunt_file_of(folder) + suffix, error);
  }
  Result<HuntFolder, OutputTrouble> begun =
      is_unfinished ? make_hunt(folder, identity, files) : begin_hunt(out, identity, files);
  if (!begun) return begun;
  begun->file.set_note(merge_note, "yes");
  begun->file.commit();
  return begun;
}

Result<HuntFolder, OutputTrouble> continue_hunt(const std::string& out, const HuntIdentity& identity) {
  const fs::path folder = out.empty() ? last_own_folder(identity) : absolute(out);
  Result<HuntFile, std::string> file = open_same(folder, identity);
  if (!file) return failure(OutputTrouble{exit_bad_input, file.error()});
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(folder);
  if (!lock) return failure(lock.error());
  return HuntFolder{folder, std::move(*lock), std::move(*file)};
}

void HuntOutputs::remove_old() {
  const std::string known = file_.note(written_note);
  std::string_view left = known;
  std::error_code error;
  while (!left.empty()) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), line.size() + 1));
    const std::size_t space = line.find(' ');
    if (space == line.npos) continue;
    const fs::path path = folder_ / line.substr(space + 1);
    if (digest_of_file(path) != std::string(line.substr(0, space))) continue;
    fs::remove(path, error);
    for (fs::path above = path.parent_path(); above != folder_ && above.has_relative_path();
         above = above.parent_path()) {
      fs::remove(above, error);  // where it is empty
    }
  }
}

Result<std::string, OutputTrouble> HuntOutputs::write(const std::string& name, const std::string& text) {
  Result<OutputFile, OutputTrouble> file = OutputFile::open_next(folder_ / name);
  if (!file) return failure(file.error());
  if (const auto written = file->publish(text); !written) return failure(written.error());
  const std::string own = file->target().filename().string();
  written_ += digest_text(digest_of_text(text)) + " " + own + "\n";
  return own;
}

Result<void, std::string> HuntOutputs::remember(const std::string& name) {
  std::string lines = written_;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder_ / name, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (const auto digest = digest_of_file(entry->path())) {
      lines += *digest + " " + entry->path().lexically_relative(folder_).string() + "\n";
    }
  }
  try {
    file_.set_note(written_note, lines);
    if (!written_.empty()) file_.set_note(merge_note, "");
    file_.commit();
    return {};
  } catch (const std::exception& problem) {  // of SQLite
    return failure(std::string("the hunt's file could not be written: ") + problem.what());
  }
}

}  // namespace crisper::cli
