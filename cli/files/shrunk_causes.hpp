// The saved runs of a hunt's causes, made small: what `crisper shrink` does with one run, within a budget for all.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <vector>

#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::cli {

struct ShrinkCausesOptions {
  std::size_t at_once = 1;                  ///< changes no result
  std::chrono::milliseconds run_time_max{};  ///< of one candidate; longer is a hang
  /// Asked between candidates; true: no more of it.
  std::function<bool()> is_interrupted{};
  /// Told now and then which cause is worked on, from 1, and how far it has come.
  std::function<void(std::size_t cause, const properties::CaseSize& now)> watch{};
};

/// Of every cause whose run was saved in `folders`, by its place, the most frequent first: shrunk.yaml beside it, and
/// `shrunk` filled in; where that is not done, `remark` says why. Work is counted in deliveries, so that the same hunt
/// gives the same, whatever else the machine does.
void shrink_causes(properties::HuntSummary& summary, const std::vector<std::filesystem::path>& folders,
                   const ShrinkCausesOptions& options);

}  // namespace crisper::cli
