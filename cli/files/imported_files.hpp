// What a workload imports, as files beside a saved scenario, so that what is saved needs nothing outside its folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "core/base/result.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

/// How such a file is to be called: the n-th, from 1, which was read from `path`, with this text.
using ImportName = std::function<std::string(std::size_t n, const std::string& path, const std::string& text)>;

/// "import-2-bookings.csv": by its number, since two folders may have files of one name, and so that it has the name of
/// no result; then as its owner calls it. Letters, digits, "_", "-" and "." of that are kept, and of a long name the
/// end.
std::string name_beside_run(std::size_t n, const std::string& path);

/// The files; the scenario then finds them beside itself, under these names. Fails with one line where one can't be
/// read.
Result<std::vector<NamedText>, std::string> take_imports_along(sim::Scenario& scenario, const ImportName& name);

}  // namespace crisper::cli
