// Where in the text of a scenario a path leads.
#pragma once

#include <string_view>

#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {

/// The key that the path ("design.ownership.lease", "faults.0") leads to, or the nearest above it that the text says:
/// what is left out stands nowhere. Line 1 where it says none of them.
TextPosition place_of(const YamlNode& root, std::string_view path);

}  // namespace crisper::sim
