#include "cli/files/shard_folders.hpp"

#include <filesystem>
#include <system_error>

#include "cli/output/result_folder.hpp"

namespace crisper::cli {

Result<ShardFolders, OutputTrouble> shard_folders(const std::vector<std::string>& named) {
  ShardFolders folders;
  for (const std::string& name : named) {
    const auto place = absolute_folder(name);
    if (!place) return failure(place.error());
    std::error_code error;
    if (is_free_place(*place)) {
      folders.lacking.push_back({.folder = name, .is_empty = std::filesystem::exists(*place, error)});
    } else {
      folders.there.push_back(name);
    }
  }
  if (!folders.there.empty() || named.empty()) return folders;
  return failure(OutputTrouble{exit_bad_input, "--merge: nothing to put together: " + told_of(folders.lacking)});
}

}  // namespace crisper::cli
