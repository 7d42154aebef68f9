// Verdict: what is known of a property, or of a run.
#pragma once

#include <algorithm>

#include "core/base/enum_words.hpp"

namespace crisper::properties {

/// From best to worst, so that the worse of two is the greater.
CRISPER_ENUM(Verdict,
             (pass, "looked at something, and all of it was right"),
             (unknown, "saw nothing, or was cut short: neither a pass nor a failure"),
             (fail, "something was wrong"))

constexpr Verdict worst_of(Verdict a, Verdict b) { return std::max(a, b); }

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
