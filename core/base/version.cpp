#include "core/base/version.hpp"

namespace crisper {

const char* version_text() { return CRISPER_VERSION; }

}  // namespace crisper
