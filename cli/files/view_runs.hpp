// ViewRuns: the runs that a concurrency view is made of.
#pragma once

#include <functional>
#include <string>

#include "core/base/result.hpp"
#include "reports/view/view_source.hpp"

namespace crisper::cli {

/// What a view of it is called: "view" of a run, "NAME-view" of a scenario's file.
std::string view_name_of(const std::string& path);

/// Of a scenario's file, or of the folder of a run: that run is the base then, and what its trace lacks is said. Makes
/// a run for each kind of process and one for each ownership strategy, all on `fast`. Fails with one line where the
/// scenario can't be read or run. `on_run` is told how many of how many runs are over.
Result<reports::ViewSource, std::string> view_source_of(const std::string& path,
                                                        const std::function<void(std::size_t, std::size_t)>& on_run);

}  // namespace crisper::cli
