#include "properties/run_end.hpp"

#include <fmt/format.h>

namespace crisper::properties {

std::string RunEnd::trouble() const {
  if (!aborted.empty()) return fmt::format("the run was aborted at {}: {}", to_text(at), aborted);
  if (ending == RunEnding::limit_reached) return fmt::format("the run reached its step limit at {}", to_text(at));
  if (!quiet) return fmt::format("the run had not come to rest when its time was up at {}", to_text(at));
  return {};
}

}  // namespace crisper::properties
