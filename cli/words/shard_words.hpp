// Shards: the words for one of several parts of a work, for as many machines, and whether parts make a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace crisper::cli {

/// The i-th of n, from 1.
struct Shard {
  std::uint64_t shard = 1;
  std::uint64_t shards = 1;
  friend bool operator==(const Shard&, const Shard&) = default;
};

/// "2/4", of `--shard`; empty: the one shard of one. Fails with one line.
Result<Shard, std::string> shard_of(const std::string& text);

/// As it is kept and compared, however it was written: "2/4" of 02/4.
std::string shard_text(Shard shard);

/// Every n-th from the i-th on. Fails with one line where any of the shards would have none.
Result<std::vector<std::uint64_t>, std::string> shard_of_seeds(const std::vector<std::uint64_t>& seeds, Shard shard);

/// A part of which nothing was found.
struct LackingShard {
  std::string folder;     ///< as it was named
  bool is_empty = false;  ///< else it is not there
};

/// "'two' and 'three' are not there, 'four' is empty"
std::string told_of(const std::vector<LackingShard>& lacking);

/// What stands for the shard of a part that was killed before it said which it is.
inline constexpr const char* unknown_shard = "?";

/// Why these are not all the shards of one whole, each once; empty where they are. Each text has one or more: "2/4",
/// "1/4 3/4", or unknown_shard.
std::string flaw_of_shards(const std::vector<std::string>& parts, const std::vector<LackingShard>& lacking = {});

}  // namespace crisper::cli
