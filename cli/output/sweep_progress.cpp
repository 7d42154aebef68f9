#include "cli/output/sweep_progress.hpp"

#include <fmt/format.h>

namespace crisper::cli {

void show(Progress& progress, const properties::SweepProgress& now) {
  std::string remark = now.failed > 0 ? fmt::format("{} failed", now.failed) : "";
  if (now.unknown > 0) remark += fmt::format("{}{} unknown", remark.empty() ? "" : ", ", now.unknown);
  progress.show(now.done, now.points, remark);
}

}  // namespace crisper::cli
