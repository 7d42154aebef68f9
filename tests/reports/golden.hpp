// Golden files: what a report must look like, short enough to read.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace crisper::reports::testing {

/// The text of a file in tests/golden.
inline std::string golden(const std::string& name) {
  std::ifstream file(std::string(CRISPER_GOLDEN_DIR "/") + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace crisper::reports::testing
