#include "cli/words/shard_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/in_a_row.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::cli {
namespace {

constexpr std::uint64_t shards_max = 1'000'000;
/// A longer list of what is missing tells no more.
constexpr std::size_t missing_characters_max = 100;

std::string flaw_of_those_there(const std::vector<std::string>& parts) {
  std::map<std::string, std::size_t> given;
  for (const std::string& part : parts) {
    std::istringstream words(part);
    for (std::string word; words >> word;) ++given[word];
  }
  std::string repeated;
  std::size_t shards = 0;
  for (const auto& [shard, times] : given) {
    if (times > 1) repeated += (repeated.empty() ? "" : ", ") + shard;
    const auto of = sim::natural_from(shard.substr(std::min(shard.size(), shard.find('/') + 1)));
    if (!of) return "one of the parts was killed";
    if (shards != 0 && shards != *of) return "the parts are shards of wholes that were divided in different ways";
    shards = *of;
  }
  if (!repeated.empty()) return "given more than once: shard " + repeated;
  std::string missing;
  for (std::size_t i = 1; i <= shards && missing.size() < missing_characters_max; ++i) {
    const std::string shard = fmt::format("{}/{}", i, shards);
    if (!given.contains(shard)) missing += (missing.empty() ? "" : ", ") + shard;
  }
  return missing.empty() ? "" : "missing: shard " + missing;
}

}  // namespace

std::string shard_text(Shard shard) { return fmt::format("{}/{}", shard.shard, shard.shards); }

Result<Shard, std::string> shard_of(const std::string& text) {
  if (text.empty()) return Shard{};
  const std::size_t slash = text.find('/');
  const auto shard = sim::natural_from(text.substr(0, slash));
  const auto shards = slash == text.npos ? failure(std::string{}) : sim::natural_from(text.substr(slash + 1));
  if (!shard || !shards || *shard < 1 || *shard > *shards || *shards > shards_max) {
    return failure(fmt::format("--shard {}: expected i/n, such as 2/4 for the second of four", text));
  }
  return Shard{*shard, *shards};
}

Result<std::vector<std::uint64_t>, std::string> shard_of_seeds(const std::vector<std::uint64_t>& seeds, Shard shard) {
  // Also the first of them: the others could never be made, so the whole never be put together.
  if (shard.shards > seeds.size()) {
    return failure(fmt::format("--shard {}/{}: seeds are what is divided, and there {} only {}", shard.shard,
                               shard.shards, seeds.size() == 1 ? "is" : "are", seeds.size()));
  }
  std::vector<std::uint64_t> own;
  for (std::size_t i = shard.shard - 1; i < seeds.size(); i += shard.shards) own.push_back(seeds[i]);
  return own;
}

std::string told_of(const std::vector<LackingShard>& lacking) {
  std::string told;
  for (const bool is_empty : {false, true}) {
    std::vector<std::string> names;
    for (const LackingShard& each : lacking) {
      if (each.is_empty == is_empty) names.push_back("'" + each.folder + "'");
    }
    if (names.empty()) continue;
    told += fmt::format("{}{} {} {}", told.empty() ? "" : ", ", in_a_row(names), names.size() == 1 ? "is" : "are",
                        is_empty ? "empty" : "not there");
  }
  return told;
}

std::string flaw_of_shards(const std::vector<std::string>& parts, const std::vector<LackingShard>& lacking) {
  const std::string flaw = flaw_of_those_there(parts);
  if (lacking.empty()) return flaw;
  const std::string told = told_of(lacking);
  return flaw.empty() ? "missing: " + told : fmt::format("{} ({})", flaw, told);
}

}  // namespace crisper::cli
