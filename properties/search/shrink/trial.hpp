// Trial: one run of a candidate, and whether it still fails for the same reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/search/shrink/cause.hpp"
#include "properties/search/shrink/run_case.hpp"

namespace crisper::properties {

struct Trial {
  enum class End : std::uint8_t {
    same,    ///< fails for the same reason
    other,   ///< fails, for another one: told in `told`
    no,      ///< does not fail, or can't be judged
    broken,  ///< the run's process died or hung: told in `told`
  };
  /// A fault whose time or message came, and what it struck.
  struct Struck {
    std::size_t place = 0;  ///< in the candidate's plan
    std::uint64_t nth = 0;
    SimTime at{};
    friend bool operator==(const Struck&, const Struck&) = default;
  };

  End end = End::no;
  std::string told;
  std::vector<Struck> struck;  ///< unknown where the run broke
  SimTime failed_at{};
  std::string sentence{};  ///< by which it failed for the same reason, numbers and all
  bool quiet = false;      ///< nothing was left to do at the end
  std::uint64_t deliveries = 0;
  friend bool operator==(const Trial&, const Trial&) = default;
};

/// The case with nothing judged but what the cause is about.
RunCase narrowed(RunCase candidate, const Cause& cause);

/// Runs it here; of an engine that exists once per process, once.
Trial try_case(const RunCase& candidate, const Cause& cause);

/// As a child sends it, and back; nothing where the bytes are not what encode wrote.
std::string encode(const Trial& trial);
std::optional<Trial> decode_trial(std::string_view bytes);

}  // namespace crisper::properties
