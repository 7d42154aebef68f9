// A SimGrid platform as files that need nothing outside their folder, so that what is saved can be moved.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace crisper::cli {

struct NamedText {
  std::string name;
  std::string text;
};

/// The platform as `name`, first, and behind it the files that it refers to (availability, speed), which it then finds
/// beside itself. Fails with one line where it can't be read.
Result<std::vector<NamedText>, std::string> platform_files(const std::string& path, const std::string& name);

}  // namespace crisper::cli
