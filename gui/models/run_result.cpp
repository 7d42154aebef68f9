#include "gui/models/run_result.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "properties/asked_of_run.hpp"
#include "properties/domain/own_laws.hpp"
#include "properties/vocabulary.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::gui {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Violation violation_from(const json& node) {
  Violation violation{.at_ns = node.value("at_ns", std::int64_t{0}), .reason = node.value("reason", "")};
  violation.aside = node.value("aside", "");
  for (const json& each : node.value("evidence", json::array())) {
    violation.evidence.push_back(each.value("id", std::uint64_t{0}));
  }
  return violation;
}

JudgedProperty property_from(const json& node) {
  JudgedProperty property{.name = node.value("name", ""),
                          .meaning = node.value("meaning", ""),
                          .verdict = node.value("verdict", ""),
                          .reason = node.value("reason", ""),
                          .observed = node.value("observed", std::uint64_t{0}),
                          .violation_count = node.value("violation_count", std::uint64_t{0})};
  for (const json& each : node.value("violations", json::array())) property.violations.push_back(violation_from(each));
  property.judged = node.value("judged", true);
  return property;
}

void add_figures(const json& metrics, std::vector<Figure>& figures) {
  const auto numbers = [&](const char* key) { return metrics.value(key, json::object()); };
  const json times = numbers("times");
  for (const auto& [name, each] : times.items()) {
    for (const char* statistic : {"p50", "p99", "max"}) {
      figures.push_back({name + " " + statistic, true, each.value(std::string(statistic) + "_ns", 0.0)});
    }
  }
  for (const char* key : {"rates", "counts"}) {
    const json group = numbers(key);
    for (const auto& [name, each] : group.items()) figures.push_back({name, false, each.get<double>()});
  }
}

/// Of a case that was repeated, the result says whether it came as expected. The window shows the run itself.
void show_the_run(const json& node, RunResult& result) {
  if (result.properties.empty()) return;
  const std::string question = result.properties.front().name;
  if (question != properties::question_as_expected && question != properties::question_same_run) return;
  result.properties.erase(result.properties.begin());
  if (const json own = node.value("own", json()); own.is_object()) {
    result.verdict = own.value("verdict", result.verdict);
    result.reason = own.value("reason", "");
    result.remarks = own.value("remarks", std::vector<std::string>());
    return;
  }
  const auto failed = std::ranges::find(result.properties, "fail", &JudgedProperty::verdict);
  if (failed == result.properties.end()) return;
  result.verdict = "fail";
  result.reason = failed->name + ": " + failed->reason;
}

}  // namespace

std::optional<RunResult> parse_result(const std::string& text) {
  try {
    const json node = json::parse(text);
    RunResult result{.scenario = node.at("scenario"),
                     .engine = node.at("engine"),
                     .digest = node.at("digest"),
                     .verdict = node.at("verdict"),
                     .reason = node.value("reason", ""),
                     .replay = node.value("replay", ""),
                     .seed = node.at("seed")};
    for (const json& each : node.at("properties")) result.properties.push_back(property_from(each));
    result.remarks = node.value("remarks", std::vector<std::string>());
    show_the_run(node, result);
    add_figures(node.value("metrics", json::object()), result.figures);
    return result;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::vector<ToldSentence> parse_explanation(const std::string& text) {
  try {
    const json node = json::parse(text);
    std::vector<ToldSentence> told;
    for (const json& each : node.at("sentences")) {
      told.push_back({each.value("id", std::uint64_t{0}), each.value("text", "")});
    }
    return told;
  } catch (const json::exception&) {
    return {};
  }
}

std::vector<std::string> parse_leeway(const std::string& text) {
  try {
    return json::parse(text).value("leeway", std::vector<std::string>());
  } catch (const json::exception&) {
    return {};
  }
}

RunFolder read_run_folder(const fs::path& trace) {
  RunFolder folder{.trace = trace};
  const fs::path beside = trace.parent_path();
  std::error_code failed;
  if (fs::exists(beside / "scenario.yaml", failed)) folder.scenario = beside / "scenario.yaml";
  if (!folder.scenario.empty()) {
    const auto scenario = sim::load_scenario(folder.scenario.string(), properties::scenario_vocabulary());
    if (scenario) {
      folder.strategy = scenario->design.ownership.strategy;
      folder.domain = sim::make_domain(*scenario);
      folder.rows = properties::own_row_fold(*folder.domain);
    }
  }
  if (const auto text = read_file(beside / "plan.yaml")) {
    if (auto plan = sim::read_plan(*text, "plan.yaml")) folder.plan = std::move(*plan);
  }
  if (const auto text = read_file(beside / "result.json")) folder.result = parse_result(*text);
  if (const auto text = read_file(beside / "explanation.json")) {
    folder.explanation = parse_explanation(*text);
    folder.leeway = parse_leeway(*text);
  }
  return folder;
}

}  // namespace crisper::gui
