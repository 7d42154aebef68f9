// ShardFolders: which of the parts that --merge names are there. One rule for all that is made in parts.
#pragma once

#include <string>
#include <vector>

#include "cli/output/staging.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

struct ShardFolders {
  std::vector<std::string> there;  ///< as they were named, in that order
  std::vector<LackingShard> lacking;
};

/// A machine that was lost leaves no folder, or an empty one: what the others found is told all the same. Fails with
/// one line where nothing of any is there, which is a mistake in the names.
Result<ShardFolders, OutputTrouble> shard_folders(const std::vector<std::string>& named);

}  // namespace crisper::cli
