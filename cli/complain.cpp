#include "cli/complain.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crisper::cli {

int complain(ExitCode code, const std::string& line) {
  fmt::print(stderr, "crisper: {}\n", line);
  return code;
}

}  // namespace crisper::cli
