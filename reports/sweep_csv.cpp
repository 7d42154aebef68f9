#include <fmt/format.h>

#include <set>

#include "reports/support/csv_line.hpp"
#include "reports/sweep_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::string failures_of(const SweepGroup& group) {
  std::string text;
  for (const SweepFailure& failure : group.failures) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ";", failure.property, failure.runs);
  }
  return text;
}

}  // namespace

std::string sweep_csv(const SweepResult& result) {
  std::set<std::string> measures;
  for (const SweepGroup& group : result.groups) {
    for (const auto& [name, measure] : group.measures) measures.insert(name);
  }
  std::vector<std::string> header{"verdict"};
  for (const sim::SweepAxis& axis : result.axes) header.push_back(axis.path);
  for (const char* column : {"engine", "runs", "pass", "fail", "unknown", "failures", "first_seed"}) {
    header.emplace_back(column);
  }
  header.insert(header.end(), measures.begin(), measures.end());
  std::string text = csv_line(header);
  for (const SweepGroup& group : result.groups) {
    std::vector<std::string> cells{std::string(name_of(group.verdict()))};
    for (const SweepSetting& setting : group.settings) cells.push_back(setting.value);
    cells.push_back(group.engine);
    for (const std::uint64_t count : {group.runs(), group.passed, group.failed, group.unknown}) {
      cells.push_back(fmt::format("{}", count));
    }
    cells.push_back(failures_of(group));
    const SeedOutcome* trouble = group.first_to_repeat();
    cells.push_back(trouble ? fmt::format("{}", trouble->seed) : "");
    for (const std::string& name : measures) {
      const auto found = group.measures.find(name);
      cells.push_back(found == group.measures.end() ? "" : fmt::format("{}", found->second.median));
    }
    text += csv_line(cells);
  }
  return text;
}

}  // namespace crisper::reports
