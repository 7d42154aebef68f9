// What the words of `crisper explore` mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/commands/explore.hpp"
#include "core/base/result.hpp"
#include "properties/search/explore/hunt.hpp"

namespace crisper::cli {

struct HuntChoices {
  properties::HuntOptions options;
  std::chrono::nanoseconds lasting{0};  ///< zero: until the runs are done
  std::optional<std::uint64_t> seed;
  std::string engine;
};

/// Fails with one line that names the word, what was expected and the nearest valid one.
Result<HuntChoices, std::string> hunt_choices(const ExploreCommand& command);

}  // namespace crisper::cli
