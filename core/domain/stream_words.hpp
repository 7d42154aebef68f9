// StreamWords: how people call the streams of one kind, where that is not "fridge-3".
#pragma once

#include <cstdint>
#include <string>

namespace crisper {

/// What stands before a stream's number, and what behind it: "hall 3", "no. 3 of the halls".
struct StreamWords {
  std::string before;
  std::string after;

  std::string of(std::uint64_t number) const { return before + std::to_string(number) + after; }
  friend bool operator==(const StreamWords&, const StreamWords&) = default;
};

}  // namespace crisper
