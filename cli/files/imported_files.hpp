// What a workload imports, as files beside a saved scenario, so that what is saved needs nothing outside its folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "core/base/result.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

/// How such a file is to be called: the n-th, from 1, with this text.
using ImportName = std::function<std::string(std::size_t n, const std::string& text)>;

/// The files; the scenario then finds them beside itself, under these names. Fails with one line where one can't be
/// read.
Result<std::vector<NamedText>, std::string> take_imports_along(sim::Scenario& scenario, const ImportName& name);

}  // namespace crisper::cli
