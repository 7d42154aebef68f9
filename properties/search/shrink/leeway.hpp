// Leeway: what of a small case could be otherwise, and it would still fail for the same reason.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::properties {

enum class MayBe : unsigned char {
  anything,   ///< everything that was tried fails too
  some,       ///< some of what was tried does
  this_only,  ///< nothing else that was tried does, its neighbours among it
  unknown,    ///< too few runs were left to try
};

constexpr std::string_view text_of(MayBe may_be) {
  switch (may_be) {
    case MayBe::anything: return "anything";
    case MayBe::some: return "some";
    case MayBe::this_only: return "this only";
    case MayBe::unknown: return "unknown";
  }
  return "unknown";
}

/// One part of the case. What is said of it is said of the values that were tried, with all else as it is.
struct Leeway {
  std::string part;  ///< "fault 1, the delay of packet 3 from event-store to handler-1: its amount"
  std::string is;    ///< "150ms"
  MayBe may_be = MayBe::unknown;
  std::string says;         ///< "may be from 31ms to 10s; 30ms is too little"
  std::size_t tried = 0;    ///< other values
  std::size_t failing = 0;  ///< of these
  friend bool operator==(const Leeway&, const Leeway&) = default;
};

/// "fault 1, …: its amount (150ms) may be from …"
std::string text_of(const Leeway& leeway);
/// One for each part of which something is known, and one for all of those that no run was left for.
std::vector<std::string> sentences_of(const std::vector<Leeway>& leeway);

}  // namespace crisper::properties
