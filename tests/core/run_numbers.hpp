// RunNumbers: which of its random cases a test makes.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace crisper {

/// From CRISPER_RANDOM_FIRST (else 1), CRISPER_RANDOM_RUNS of them (else `usual`, which is quick).
struct RunNumbers {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  std::uint64_t count() const { return last - first + 1; }
};

inline RunNumbers run_numbers(std::uint64_t usual) {
  const auto asked = [](const char* name, std::uint64_t otherwise) {
    const char* value = std::getenv(name);
    return value ? std::strtoull(value, nullptr, 10) : otherwise;
  };
  const std::uint64_t first = asked("CRISPER_RANDOM_FIRST", 1);
  return {.first = first, .last = first + asked("CRISPER_RANDOM_RUNS", usual) - 1};
}

}  // namespace crisper
