#include "properties/search/explore/run_record.hpp"

#include "sim/engine/child_message.hpp"

namespace crisper::properties {

using Json = nlohmann::json;

std::uint64_t RunRecord::faults_fired() const {
  std::uint64_t fired = 0;
  for (const sim::FaultCount& count : faults) fired += count.fired;
  return fired;
}

std::string encode_record(const RunRecord& record) {
  Json faults = Json::array();
  for (std::size_t kind = 0; kind < record.faults.size(); ++kind) {
    const sim::FaultCount& count = record.faults[kind];
    if (count != sim::FaultCount{}) faults.push_back({kind, count.planned, count.armed, count.fired, count.seen});
  }
  Json failures = Json::array();
  for (const RunFailure& each : record.failures) failures.push_back({each.property, each.signature, each.reason});
  return sim::child_message(
      "run record", Json::array({static_cast<int>(record.verdict), record.reason, record.finished, record.digest,
                                 record.schedule, record.deliveries, record.property_names, record.looked,
                                 record.reached, std::move(faults), std::move(failures), record.pairs, record.states,
                                 record.plan, record.findings}));
}

std::optional<RunRecord> decode_record(std::string_view bytes) {
  return sim::read_child_message<RunRecord>("run record", bytes, [](const Json& json) -> std::optional<RunRecord> {
    const std::optional<Verdict> verdict = sim::enum_up_to(json.at(0), Verdict::fail);
    if (!verdict) return std::nullopt;
    RunRecord record{.verdict = *verdict,
                     .reason = json.at(1).get<std::string>(),
                     .finished = json.at(2).get<bool>(),
                     .digest = json.at(3).get<std::uint64_t>(),
                     .schedule = json.at(4).get<std::uint64_t>(),
                     .deliveries = json.at(5).get<std::uint64_t>(),
                     .property_names = json.at(6).get<std::string>(),
                     .looked = json.at(7).get<std::string>(),
                     .reached = json.at(8).get<std::string>(),
                     .failures = {},
                     .pairs = json.at(11).get<std::vector<std::uint64_t>>(),
                     .states = json.at(12).get<std::vector<std::uint64_t>>(),
                     .plan = json.at(13).get<std::string>(),
                     .findings = json.at(14).get<std::string>()};
    for (const Json& each : json.at(9)) {
      const auto at = [&](std::size_t place) { return each.at(place).get<std::uint64_t>(); };
      record.faults.at(at(0)) = {.planned = at(1), .armed = at(2), .fired = at(3), .seen = at(4)};
    }
    for (const Json& each : json.at(10)) {
      record.failures.push_back({each.at(0).get<std::string>(), each.at(1).get<std::string>(),
                                 each.at(2).get<std::string>()});
    }
    return record;
  });
}

}  // namespace crisper::properties
