// A real run of a scenario, and what one property says of it.
#pragma once

#include "tests/properties/counted_words.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties::testing {

/// Whatever it says of itself counts well.
inline RunResult real_run(const std::string& text, std::uint64_t seed = 1) {
  RunResult result = run_of_text(text, seed);
  expect_well_counted(result);
  return result;
}

inline PropertyResult of_real_run(const std::string& text, std::string_view property, std::uint64_t seed = 1) {
  return property_of(real_run(text, seed), property);
}

}  // namespace crisper::properties::testing
