#include "reports/hunt_json.hpp"

#include <nlohmann/json.hpp>

#include "reports/support/case_size_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Json = nlohmann::ordered_json;

Json json_of(const HuntCurve& curve) { return {{"met", curve.met}, {"new_in_tenths", curve.fresh}}; }

Json json_of(const HuntShrunk& shrunk) {
  return {{"before", case_size_json(shrunk.before)},
          {"after", case_size_json(shrunk.after)},
          {"minimal", shrunk.minimal},
          {"reason", shrunk.reason},
          {"file", shrunk.file},
          {"replay", shrunk.replay}};
}

Json json_of(const HuntCause& cause) {
  Json smallest = {{"run", cause.smallest_run}, {"strategy", cause.strategy}, {"seed", cause.seed}};
  if (cause.finished) {
    smallest["digest"] = digest_text(cause.digest);
    smallest["deliveries"] = cause.deliveries;
    smallest["faults"] = cause.faults_fired;
  }
  Json json = {{"property", cause.property},   {"signature", cause.signature}, {"runs", cause.runs},
               {"first_run", cause.first_run}, {"reason", cause.reason},       {"smallest", std::move(smallest)},
               {"remark", cause.remark},       {"replay", cause.replay}};
  if (cause.shrunk) json["shrunk"] = json_of(*cause.shrunk);
  return json;
}

Json json_of(const HuntStrategyRow& row) {
  Json json = {{"runs", row.tally.runs},
               {"pass", row.tally.passed},
               {"fail", row.tally.failed},
               {"unknown", row.tally.unknown}};
  if (row.independent && row.tally.failed == 0 && row.tally.passed > 0) {
    json["failure_rate_below_at_95"] = failure_rate_bound(row.tally.passed);
  }
  return json;
}

}  // namespace

std::string hunt_json(const HuntSummary& hunt) {
  Json strategies = Json::object();
  for (const HuntStrategyRow& row : hunt.strategies) strategies[row.strategy] = json_of(row);
  Json causes = Json::array();
  for (const HuntCause& cause : hunt.causes) causes.push_back(json_of(cause));
  Json all_properties = Json::array();
  for (const HuntPropertyRow& row : hunt.properties) {
    all_properties.push_back({{"name", row.name},
                              {"pass", row.passed},
                              {"fail", row.failed},
                              {"open", row.open},
                              {"not_judged", row.not_judged},
                              {"vacuous", row.vacuous}});
  }
  Json faults = Json::object();
  for (std::size_t kind = 0; kind < hunt.faults.size(); ++kind) {
    const HuntFaultRow& row = hunt.faults[kind];
    if (row.count == sim::FaultCount{}) continue;
    faults[std::string(sim::fault_kinds[kind].name)] = {{"planned", row.count.planned},
                                                        {"armed", row.count.armed},
                                                        {"fired", row.count.fired},
                                                        {"seen", row.count.seen},
                                                        {"runs", row.runs_fired}};
  }
  Json sometimes = Json::object();
  for (const HuntSometimesRow& row : hunt.sometimes) sometimes[row.name] = {{"runs", row.runs}, {"asked", row.asked}};
  const Json json = {{"crisper_hunt", 1},
                     {"scenario", hunt.identity.name},
                     {"engine", hunt.identity.engine},
                     {"strategy", hunt.identity.strategy},
                     {"seed", hunt.identity.seed},
                     {"shards", hunt.extent.shards},
                     {"end", hunt.extent.end},
                     {"account", hunt.extent.account},
                     {"verdict", name_of(hunt.verdict)},
                     {"reason", hunt.reason},
                     {"runs", hunt.tally.runs},
                     {"pass", hunt.tally.passed},
                     {"fail", hunt.tally.failed},
                     {"unknown", hunt.tally.unknown},
                     {"strategies", std::move(strategies)},
                     {"causes", std::move(causes)},
                     {"coverage",
                      {{"pairs", json_of(hunt.pairs)},
                       {"states", json_of(hunt.states)},
                       {"digests", hunt.digests},
                       {"schedules", hunt.schedules},
                       {"deliveries", hunt.deliveries}}},
                     {"properties", std::move(all_properties)},
                     {"faults", std::move(faults)},
                     {"sometimes", std::move(sometimes)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace crisper::reports
