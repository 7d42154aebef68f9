#include "reports/run_json.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "properties/run_remarks.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Json = nlohmann::ordered_json;

constexpr auto verdicts = {Verdict::pass, Verdict::unknown, Verdict::fail};
constexpr auto endings = {RunEnding::quiet, RunEnding::horizon, RunEnding::limit_reached};

// ---- writing

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
  return {{"count", times.count},       {"p50_ns", to_ns(times.p50)}, {"p90_ns", to_ns(times.p90)},
          {"p95_ns", to_ns(times.p95)}, {"p99_ns", to_ns(times.p99)}, {"max_ns", to_ns(times.max)}};
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

// ---- reading

template <class Enum>
Enum named(const Json& value, std::initializer_list<Enum> all) {
  const std::string text = value.get<std::string>();
  const auto found = std::ranges::find(all, text, [](Enum each) { return name_of(each); });
  if (found == all.end()) throw std::invalid_argument(text);
  return *found;
}

Violation violation_from(const Json& json) {
  Violation violation{.at = SimTime(Duration(json.at("at_ns").get<std::int64_t>())),
                      .reason = json.at("reason").get<std::string>(),
                      .evidence = {},
                      .at_end = json.at("at_end").get<bool>(),
                      .aside = json.at("aside").get<std::string>()};
  for (const Json& each : json.at("evidence")) {
    violation.evidence.push_back(
        {ObservationId{each.at("id").get<std::uint64_t>()}, each.at("text").get<std::string>()});
  }
  return violation;
}

PropertyResult property_from(const Json& json) {
  PropertyResult property{.name = json.at("name").get<std::string>(),
                          .meaning = json.at("meaning").get<std::string>(),
                          .verdict = named(json.at("verdict"), verdicts),
                          .reason = json.at("reason").get<std::string>(),
                          .counts = json.at("counts").get<bool>(),
                          .judged = json.value("judged", true),
                          .observed = json.at("observed").get<std::uint64_t>(),
                          .violation_count = json.at("violation_count").get<std::uint64_t>()};
  for (const Json& each : json.at("violations")) property.violations.push_back(violation_from(each));
  for (const auto& [what, count] : json.at("notes").items())
    property.notes.push_back({what, count.get<std::uint64_t>()});
  return property;
}

Percentiles percentiles_from(const Json& json) {
  const auto span = [&](const char* key) { return Duration(json.at(key).get<std::int64_t>()); };
  return {.count = json.at("count").get<std::uint64_t>(),
          .p50 = span("p50_ns"),
          .p90 = span("p90_ns"),
          .p95 = span("p95_ns"),
          .p99 = span("p99_ns"),
          .max = span("max_ns")};
}

std::uint64_t digest_from(const std::string& text) {
  std::uint64_t digest = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), digest, 16);
  if (error != std::errc() || end != text.data() + text.size()) throw std::invalid_argument(text);
  return digest;
}

RunResult result_from(const Json& json) {
  RunResult result{.run = {.scenario = json.at("scenario").get<std::string>(),
                           .engine = json.at("engine").get<std::string>(),
                           .seed = json.at("seed").get<std::uint64_t>(),
                           .digest = digest_from(json.at("digest").get<std::string>()),
                           .deliveries = json.at("deliveries").get<std::uint64_t>(),
                           .replay = json.at("replay").get<std::string>()},
                   .verdict = named(json.at("verdict"), verdicts),
                   .reason = json.at("reason").get<std::string>(),
                   .properties = {},
                   .metrics = {},
                   .ending = named(json.at("ending"), endings),
                   .quiet = json.at("quiet").get<bool>(),
                   .ended = SimTime(Duration(json.at("ended_ns").get<std::int64_t>()))};
  for (const Json& each : json.at("properties")) result.properties.push_back(property_from(each));
  for (const auto& [name, count] : json.at("faults").items()) {
    const auto kind = sim::fault_kind_of(name);
    if (!kind) throw std::invalid_argument(name);
    result.faults[static_cast<std::size_t>(*kind)] = {.planned = count.at("planned").get<std::uint64_t>(),
                                                      .armed = count.at("armed").get<std::uint64_t>(),
                                                      .fired = count.at("fired").get<std::uint64_t>(),
                                                      .seen = count.at("seen").get<std::uint64_t>()};
  }
  const Json& metrics = json.at("metrics");
  for (const auto& [name, each] : metrics.at("times").items()) result.metrics.times[name] = percentiles_from(each);
  for (const auto& [name, each] : metrics.at("counts").items()) result.metrics.counts[name] = each.get<std::uint64_t>();
  for (const auto& [name, each] : metrics.at("rates").items()) result.metrics.rates[name] = each.get<double>();
  return result;
}

}  // namespace

std::string run_json(const RunResult& result) {
  Json properties = Json::array();
  for (const PropertyResult& each : result.properties) properties.push_back(json_of(each));
  Json faults = Json::object();
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    const sim::FaultCount& count = result.faults[kind];
    if (count == sim::FaultCount{}) continue;
    faults[std::string(sim::fault_kinds[kind].name)] = {
        {"planned", count.planned}, {"armed", count.armed}, {"fired", count.fired}, {"seen", count.seen}};
  }
  const Json json = {{"scenario", result.run.scenario},
                     {"engine", result.run.engine},
                     {"seed", result.run.seed},
                     {"digest", digest_text(result.run.digest)},
                     {"verdict", name_of(result.verdict)},
                     {"reason", result.reason},
                     {"remarks", remarks_of(result)},
                     {"ending", name_of(result.ending)},
                     {"quiet", result.quiet},
                     {"ended_ns", to_ns(result.ended)},
                     {"deliveries", result.run.deliveries},
                     {"properties", std::move(properties)},
                     {"faults", std::move(faults)},
                     {"metrics", json_of(result.metrics)},
                     {"replay", result.run.replay}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<RunResult, RunJsonError> read_run_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return failure(RunJsonError::not_json);
  try {
    return result_from(json);
  } catch (const std::exception&) {  // of nlohmann-json, for a missing key or another type; ours for a word
    return failure(RunJsonError::not_a_run);
  }
}

}  // namespace crisper::reports
