// LastOnly: which consumers need nothing but the last event of each stream, as their domain says.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/domain/domain.hpp"
#include "core/observe/observation.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

class LastOnly {
 public:
  /// `domain` may be null: then nobody is known to.
  explicit LastOnly(const Domain* domain) {
    if (!domain) return;
    for (const auto& projection : domain->projections()) {
      if (projection->needs_last_only()) consumers_.push_back(projection->name());
    }
  }
  /// One of its read nodes ("order-board-2") is like the consumer itself.
  bool has(ProcessId process, const Names& names) const {
    if (consumers_.empty()) return false;
    const std::string name = names.process(process);
    return std::ranges::any_of(consumers_, [&](const std::string& consumer) {
      return name == consumer || name.starts_with(consumer + "-");
    });
  }

 private:
  std::vector<std::string> consumers_;
};

}  // namespace crisper::properties
