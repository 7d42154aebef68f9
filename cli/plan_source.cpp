#include "cli/plan_source.hpp"

#include "cli/scenario_source.hpp"

namespace crisper::cli {
namespace {

constexpr std::size_t plan_bytes_max = std::size_t{64} << 20;

}  // namespace

Result<sim::PlanFile, std::string> load_plan(const std::string& path) {
  const Result<std::string, std::string> text = read_text(path, plan_bytes_max);
  if (!text) return failure(text.error());
  Result<sim::PlanFile, sim::PlanFileError> plan = sim::read_plan(*text, path);
  if (!plan) return failure(plan.error().text());
  return std::move(*plan);
}

}  // namespace crisper::cli
