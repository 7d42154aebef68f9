#include "reports/run_json.hpp"

#include <nlohmann/json.hpp>

#include "properties/run_remarks.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Json = nlohmann::ordered_json;

Json json_of(const Violation& violation) {
  Json evidence = Json::array();
  for (const Evidence& each : violation.evidence) evidence.push_back({{"id", each.id.value}, {"text", each.text}});
  return {{"at_ns", to_ns(violation.at)},
          {"at_end", violation.at_end},
          {"reason", violation.reason},
          {"evidence", std::move(evidence)},
          {"aside", violation.aside}};
}

Json json_of(const PropertyResult& property) {
  Json violations = Json::array();
  for (const Violation& each : property.violations) violations.push_back(json_of(each));
  Json notes = Json::object();
  for (const NoteResult& each : property.notes) notes[each.what] = each.count;
  return {{"name", property.name},
          {"meaning", property.meaning},
          {"verdict", name_of(property.verdict)},
          {"reason", property.reason},
          {"counts", property.counts},
          {"judged", property.judged},
          {"observed", property.observed},
          {"violation_count", property.violation_count},
          {"violations", std::move(violations)},
          {"notes", std::move(notes)}};
}

Json json_of(const Percentiles& times) {
  Json json = {{"count", times.count},       {"p50_ns", to_ns(times.p50)}, {"p90_ns", to_ns(times.p90)},
               {"p95_ns", to_ns(times.p95)}, {"p99_ns", to_ns(times.p99)}, {"max_ns", to_ns(times.max)}};
  if (times.mean) json["mean_ns"] = to_ns(*times.mean);
  if (times.mean_within) json["mean_within_ns"] = to_ns(*times.mean_within);
  return json;
}

Json json_of(const Metrics& metrics) {
  Json times = Json::object();
  for (const auto& [name, each] : metrics.times) times[name] = json_of(each);
  Json counts = Json::object();
  for (const auto& [name, each] : metrics.counts) counts[name] = each;
  Json rates = Json::object();
  for (const auto& [name, each] : metrics.rates) rates[name] = each;
  return {{"times", std::move(times)}, {"counts", std::move(counts)}, {"rates", std::move(rates)}};
}

Json json_of(const IntervalMetrics& stage) {
  return {{"name", stage.name},
          {"from_ns", to_ns(stage.from)},
          {"lasting_ns", to_ns(stage.lasting)},
          {"metrics", json_of(stage.metrics)}};
}

Json json_of(const OwnOutcome& own) {
  return {{"verdict", name_of(own.verdict)},
          {"reason", own.reason},
          {"counting", own.counting},
          {"remarks", own.remarks}};
}

}  // namespace

std::string run_json(const RunResult& result) { return run_json(result, remarks_of(result)); }

std::string run_json(const RunResult& result, const std::vector<std::string>& remarks) {
  Json properties = Json::array();
  for (const PropertyResult& each : result.properties) properties.push_back(json_of(each));
  Json faults = Json::object();
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    const sim::FaultCount& count = result.faults[kind];
    if (count == sim::FaultCount{}) continue;
    faults[std::string(sim::fault_kinds[kind].name)] = {
        {"planned", count.planned}, {"armed", count.armed}, {"fired", count.fired}, {"seen", count.seen}};
  }
  Json json = {{"scenario", result.run.scenario},
               {"engine", result.run.engine},
               {"seed", result.run.seed},
               {"digest", digest_text(result.run.digest)},
               {"verdict", name_of(result.verdict)},
               {"reason", result.reason},
               {"remarks", remarks},
               {"ending", name_of(result.ending)},
               {"quiet", result.quiet},
               {"ended_ns", to_ns(result.ended)},
               {"deliveries", result.run.deliveries},
               {"properties", std::move(properties)},
               {"faults", std::move(faults)},
               {"metrics", json_of(result.metrics)},
               {"replay", result.run.replay}};
  for (const IntervalMetrics& each : result.stages) json["stages"].push_back(json_of(each));
  if (result.own) json["own"] = json_of(*result.own);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace crisper::reports
