#include "reports/sweep_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace crisper::reports {
namespace {

using namespace properties;
using Json = nlohmann::ordered_json;

/// Whole numbers without a decimal point.
Json number(double value) {
  constexpr double exact_below = 9007199254740992.0;  // 2^53
  if (std::trunc(value) == value && std::abs(value) < exact_below) return static_cast<std::int64_t>(value);
  return value;
}

Json json_of(const SweepFailure& failure) {
  return {{"property", failure.property},
          {"runs", failure.runs},
          {"first_seed", failure.first_seed},
          {"reason", failure.reason}};
}

Json json_of(const SeedOutcome& seed) {
  Json json = {{"seed", seed.seed}, {"verdict", name_of(seed.verdict)}};
  if (!seed.digest.empty()) json["digest"] = seed.digest;
  if (!seed.reason.empty()) json["reason"] = seed.reason;
  return json;
}

Json settings_of(const std::vector<SweepSetting>& settings) {
  Json json = Json::object();
  for (const SweepSetting& setting : settings) json[setting.path] = setting.value;
  return json;
}

Json json_of(const SweepGroup& group) {
  Json settings = settings_of(group.settings);
  Json failures = Json::array();
  for (const SweepFailure& failure : group.failures) failures.push_back(json_of(failure));
  Json measures = Json::object();
  for (const auto& [name, measure] : group.measures) {
    measures[name] = {{"runs", measure.runs},
                      {"median", number(measure.median)},
                      {"min", number(measure.least)},
                      {"max", number(measure.most)}};
  }
  Json seeds = Json::array();
  for (const SeedOutcome& seed : group.seeds) seeds.push_back(json_of(seed));
  return {{"settings", std::move(settings)},
          {"engine", group.engine},
          {"verdict", name_of(group.verdict())},
          {"runs", group.runs()},
          {"pass", group.passed},
          {"fail", group.failed},
          {"unknown", group.unknown},
          {"failures", std::move(failures)},
          {"replay", group.replay},
          {"measures", std::move(measures)},
          {"seeds", std::move(seeds)}};
}

}  // namespace

std::string sweep_json(const SweepResult& result) {
  Json axes = Json::object();
  for (const sim::SweepAxis& axis : result.axes) axes[axis.path] = axis.values;
  Json groups = Json::array();
  std::uint64_t runs = 0;
  for (const SweepGroup& group : result.groups) {
    groups.push_back(json_of(group));
    runs += group.runs();
  }
  Json left_out = Json::array();
  for (const LeftOut& each : result.left_out) {
    left_out.push_back({{"settings", settings_of(each.settings)}, {"reason", each.reason}});
  }
  Json json = {
      {"crisper_sweep", 1},      {"scenario", result.scenario}, {"verdict", name_of(result.verdict())}, {"runs", runs},
      {"axes", std::move(axes)}, {"seeds", result.seeds},       {"groups", std::move(groups)}};
  if (!left_out.empty()) json["left_out"] = std::move(left_out);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace crisper::reports
