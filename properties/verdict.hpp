// Verdict: what is known of a property, or of a run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace crisper::properties {

/// From best to worst, so that the worse of two is the greater.
enum class Verdict : std::uint8_t {
  pass,     ///< looked at something, and all of it was right
  unknown,  ///< saw nothing, or was cut short: neither a pass nor a failure
  fail,     ///< something was wrong
};

constexpr Verdict worst_of(Verdict a, Verdict b) { return std::max(a, b); }

constexpr std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::unknown: return "unknown";
    case Verdict::fail: return "fail";
  }
  return "unknown";
}

/// What the command exits with: 0, 2, 1.
constexpr int exit_code_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return 0;
    case Verdict::fail: return 1;
    case Verdict::unknown: return 2;
  }
  return 2;
}

}  // namespace crisper::properties
