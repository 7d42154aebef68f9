// Where a hunt's file is: in a folder of its own, which no other hunt ever replaces, and in which one command works at
// a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "cli/output/staging.hpp"
#include "core/base/result.hpp"
#include "properties/search/explore/hunt_file.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

struct HuntFolder {
  std::filesystem::path path;  ///< absolute
  FolderLock lock;
  properties::HuntFile file;
};

/// The hunt's file, also where the path names its folder.
std::string hunt_file_of(const std::filesystem::path& path);

/// What a hunt's folder keeps of its scenario, so that it needs nothing outside: the identity's scenario, and the files
/// of its SimGrid platform. That has its contents in its name, as hunts on other platforms are other hunts.
struct HuntScenario {
  std::string text;  ///< resolved, as YAML
  std::vector<NamedText> files;
};
/// Fails with one line where the platform can't be read.
Result<HuntScenario, std::string> hunt_scenario(sim::Scenario scenario);

/// Which word or setting makes two hunts of them: "--seed is 1 there and 9 here".
std::string hunt_difference(const properties::HuntIdentity& there, const properties::HuntIdentity& here);

/// A new hunt in `out`, or, where that is empty, in the first folder hunts/NAME-ENGINE-SEED, hunts/NAME-ENGINE-SEED-2 …
/// that is free. Fails with one line where the folder holds a hunt or something else already.
Result<HuntFolder, OutputTrouble> begin_hunt(const std::string& out, const properties::HuntIdentity& identity,
                                             const std::vector<NamedText>& files);

/// A hunt in `out` that others are merged into: also in place of one that was begun there and never came to its end.
Result<HuntFolder, OutputTrouble> begin_merge(const std::string& out, const properties::HuntIdentity& identity,
                                              const std::vector<NamedText>& files);
/// The hunt that is to go on: in `out`, or, where that is empty, in the last of those folders that holds this hunt.
Result<HuntFolder, OutputTrouble> continue_hunt(const std::string& out, const properties::HuntIdentity& identity);

/// Files that a hunt wrote beside its own, and may write anew: it knows them by their contents, so that one that
/// somebody changed, or put there, stays.
class HuntOutputs {
 public:
  HuntOutputs(properties::HuntFile& file, const std::filesystem::path& folder) : file_(file), folder_(folder) {}

  /// Removes those that are as the hunt wrote them.
  void remove_old();
  /// Writes a file, or, where one stands that is not the hunt's, beside it under the next free name. Its name.
  Result<std::string, OutputTrouble> write(const std::string& name, const std::string& text);
  /// Remembers all files below the folder NAME, and those that `write` wrote; where it wrote any, the hunt is told, and
  /// a merge has come to its end. Fails with one line where the hunt's file can't be written.
  Result<void, std::string> remember(const std::string& name);

 private:
  properties::HuntFile& file_;
  std::filesystem::path folder_;
  std::string written_;  ///< lines: the digest of a file's contents, and its path below the folder
};

}  // namespace crisper::cli
