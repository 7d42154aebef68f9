// Version: which Crisper this is, as CMakeLists.txt says. The commands tell it, and a trace who wrote it.
#pragma once

namespace crisper {

/// "0.1.0"
const char* version_text();

}  // namespace crisper
