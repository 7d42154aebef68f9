// Shrunk as JSON: what `shrink --json` prints; docs/guide/shrink.md says what is in it.
#pragma once

#include <string>

#include "properties/search/shrink/shrink.hpp"

namespace crisper::reports {

/// Where the case was written, and the command that runs it.
struct ShrunkPlace {
  std::string file;
  std::string replay;
};

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string shrink_json(const properties::Shrunk& shrunk, const ShrunkPlace& place);

}  // namespace crisper::reports
