// Assertions: what the programmer believes. They stay on in every build.
#pragma once

namespace crisper {

/// Prints file, line and belief to standard error and aborts; the caller of the run reports exit code 70.
[[noreturn]] void assertion_failed(const char* file, int line, const char* belief, const char* why);

}  // namespace crisper

#define CRISPER_ASSERT(belief, why) \
  (static_cast<bool>(belief) ? void(0) : ::crisper::assertion_failed(__FILE__, __LINE__, #belief, why))
