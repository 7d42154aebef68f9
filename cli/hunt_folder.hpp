// Where a hunt's file is: in a folder of its own, which no other hunt ever replaces.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.hpp"
#include "properties/search/explore/hunt_file.hpp"

namespace crisper::cli {

struct HuntFolder {
  std::filesystem::path path;  ///< absolute
  properties::HuntFile file;
};

/// The hunt's file, also where the path names its folder.
std::string hunt_file_of(const std::filesystem::path& path);

/// A new hunt in `out`, or, where that is empty, in the first folder hunts/NAME-ENGINE-SEED, hunts/NAME-ENGINE-SEED-2 …
/// that is free. Fails with one line where the folder holds a hunt or something else already.
Result<HuntFolder, std::string> begin_hunt(const std::string& out, const properties::HuntIdentity& identity);

/// The hunt that is to go on: in `out`, or, where that is empty, in the last of those folders that holds this hunt.
Result<HuntFolder, std::string> continue_hunt(const std::string& out, const properties::HuntIdentity& identity);

}  // namespace crisper::cli
