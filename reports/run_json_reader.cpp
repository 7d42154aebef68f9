#include "reports/run_json_reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace crisper::reports {
namespace {

using namespace properties;
using nlohmann::json;

std::uint64_t number(const json& node, const char* key) { return node.value(key, std::uint64_t{0}); }
/// An object in it; an empty one where there is none.
json part(const json& node, const char* key) { return node.value(key, json::object()); }
Duration time_of(const json& node, const char* key) { return Duration(node.value(key, std::int64_t{0})); }
Verdict verdict_of(const json& node) {
  return value_named<Verdict>(node.at("verdict").get<std::string>()).value_or(Verdict::unknown);
}

Violation violation_of(const json& node) {
  Violation violation{.at = SimTime(time_of(node, "at_ns")),
                      .reason = node.value("reason", ""),
                      .evidence = {},
                      .at_end = node.value("at_end", false),
                      .aside = node.value("aside", "")};
  for (const json& each : node.value("evidence", json::array())) {
    violation.evidence.push_back({ObservationId{number(each, "id")}, each.value("text", "")});
  }
  return violation;
}

PropertyResult property_of(const json& node) {
  PropertyResult property{.name = node.at("name"),
                          .meaning = node.value("meaning", ""),
                          .verdict = verdict_of(node),
                          .reason = node.value("reason", ""),
                          .counts = node.value("counts", true),
                          .judged = node.value("judged", true),
                          .observed = number(node, "observed"),
                          .violation_count = number(node, "violation_count")};
  for (const json& each : node.value("violations", json::array())) property.violations.push_back(violation_of(each));
  const json notes = part(node, "notes");
  for (const auto& [what, count] : notes.items()) {
    property.notes.push_back({what, count.get<std::uint64_t>()});
  }
  return property;
}

Metrics metrics_of(const json& node) {
  Metrics metrics;
  const json times = part(node, "times"), counts = part(node, "counts"), rates = part(node, "rates");
  for (const auto& [name, each] : times.items()) {
    metrics.times[name] = {.count = number(each, "count"),
                           .p50 = time_of(each, "p50_ns"),
                           .p90 = time_of(each, "p90_ns"),
                           .p95 = time_of(each, "p95_ns"),
                           .p99 = time_of(each, "p99_ns"),
                           .max = time_of(each, "max_ns")};
  }
  for (const auto& [name, each] : counts.items()) metrics.counts[name] = each;
  for (const auto& [name, each] : rates.items()) metrics.rates[name] = each;
  return metrics;
}

ReadRun run_of(const json& node) {
  ReadRun read;
  RunResult& result = read.result;
  const std::string digest = node.at("digest");
  result.run = {.scenario = node.at("scenario"),
                .engine = node.at("engine"),
                .seed = node.at("seed"),
                .deliveries = number(node, "deliveries"),
                .replay = node.value("replay", "")};
  std::from_chars(digest.data(), digest.data() + digest.size(), result.run.digest, 16);
  result.verdict = verdict_of(node);
  result.reason = node.value("reason", "");
  for (const json& each : node.at("properties")) result.properties.push_back(property_of(each));
  const json faults = part(node, "faults");
  for (const auto& [name, each] : faults.items()) {
    const auto kind = value_named<sim::FaultKind>(name);
    if (!kind) continue;
    result.faults[static_cast<std::size_t>(*kind)] = {.planned = number(each, "planned"),
                                                      .armed = number(each, "armed"),
                                                      .fired = number(each, "fired"),
                                                      .seen = number(each, "seen")};
  }
  result.metrics = metrics_of(part(node, "metrics"));
  result.ending = value_named<RunEnding>(node.value("ending", "")).value_or(RunEnding::quiet);
  result.quiet = node.value("quiet", true);
  result.ended = SimTime(time_of(node, "ended_ns"));
  read.remarks = node.value("remarks", std::vector<std::string>());
  return read;
}

}  // namespace

Result<ReadRun, std::string> read_run_json(std::string_view text, const std::string& file) {
  try {
    return run_of(json::parse(text));
  } catch (const json::exception& error) {
    return failure(fmt::format("{}: this is not the JSON of a run: {}", file, error.what()));
  }
}

}  // namespace crisper::reports
