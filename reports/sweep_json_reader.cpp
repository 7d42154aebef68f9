#include "reports/sweep_json_reader.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace crisper::reports {
namespace {

using namespace properties;
using Json = nlohmann::ordered_json;

Verdict verdict_of(const Json& node) {
  return value_named<Verdict>(node.at("verdict").get<std::string>()).value_or(Verdict::unknown);
}

std::vector<SweepSetting> settings_of(const Json& node) {
  std::vector<SweepSetting> settings;
  for (const auto& [path, value] : node.at("settings").items()) settings.push_back({path, value.get<std::string>()});
  return settings;
}

SweepGroup group_of(const Json& node) {
  SweepGroup group{.settings = settings_of(node),
                   .engine = node.at("engine"),
                   .passed = node.at("pass"),
                   .failed = node.at("fail"),
                   .unknown = node.at("unknown"),
                   .failures = {},
                   .measures = {},
                   .seeds = {},
                   .replay = node.value("replay", "")};
  for (const Json& each : node.at("failures")) {
    group.failures.push_back({each.at("property"), each.at("runs"), each.at("first_seed"), each.value("reason", "")});
  }
  for (const auto& [name, each] : node.at("measures").items()) {
    group.measures[name] = {each.at("runs"), each.at("median"), each.at("min"), each.at("max")};
  }
  for (const Json& each : node.at("seeds")) {
    group.seeds.push_back({each.at("seed"), verdict_of(each), each.value("digest", ""), each.value("reason", "")});
  }
  return group;
}

}  // namespace

Result<SweepResult, std::string> read_sweep_json(std::string_view text, const std::string& file) {
  try {
    const Json json = Json::parse(text);
    if (json.at("crisper_sweep") != 1) return failure(fmt::format("{}: it is of a newer version", file));
    SweepResult result{.scenario = json.at("scenario"), .axes = {}, .seeds = json.at("seeds"), .groups = {}};
    for (const auto& [path, values] : json.at("axes").items()) result.axes.push_back({path, values});
    for (const Json& each : json.at("groups")) result.groups.push_back(group_of(each));
    for (const Json& each : json.value("left_out", Json::array())) {
      result.left_out.push_back({settings_of(each), each.value("reason", "")});
    }
    return result;
  } catch (const Json::exception&) {
    return failure(fmt::format("{}: it isn't the JSON of a sweep", file));
  }
}

}  // namespace crisper::reports
