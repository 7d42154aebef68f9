// CasePart: one thing in a case that could have another value, and which values those are.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "properties/search/shrink/run_case.hpp"

namespace crisper::properties {

/// Values are whole numbers: nanoseconds of a time, a number itself, or the place of one of a list of choices.
struct CasePart {
  std::string name;        ///< "fault 1, the crash of catalog: when it strikes"
  std::int64_t value = 0;  ///< that it has
  std::int64_t low = 0;    ///< of those to try
  std::int64_t high = 0;
  std::vector<std::string> choices{};  ///< where it is one of these; then low and high don't count
  bool is_aim = false;  ///< it says which packet is struck: a fault that misses must not be aimed at the old one
  std::function<std::string(std::int64_t)> text;
  /// The case with that value; nothing where such a value may not stand there.
  std::function<std::optional<RunCase>(RunCase, std::int64_t)> with;
};

/// Of every fault its amounts, its time, its target; of every step its time and its numbers; the seed. `failed_at`:
/// when the case fails, which says how late is worth trying.
std::vector<CasePart> parts_of(const RunCase& each, SimTime failed_at);

}  // namespace crisper::properties
