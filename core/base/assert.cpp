#include "core/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace crisper {

void assertion_failed(const char* file, int line, const char* belief, const char* why) {
  std::fprintf(stderr, "%s:%d: assertion failed: %s (%s)\n", file, line, belief, why);
  std::abort();
}

}  // namespace crisper
