#include "core/base/digest.hpp"

#include <fmt/format.h>

namespace crisper {

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

}  // namespace crisper
