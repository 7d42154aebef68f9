#include "properties/search/shrink/trial.hpp"

#include <algorithm>

#include "properties/registry.hpp"
#include "properties/scenario_run.hpp"
#include "sim/engine/child_message.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::properties {

namespace {

/// Else it is a threshold.
bool is_property(const RunCase& of, const Cause& cause) {
  if (find_property(cause.property)) return true;
  const std::vector<std::string> own = sim::domain_of(of.scenario).laws();
  return std::ranges::find(own, cause.property) != own.end();
}

}  // namespace

RunCase narrowed(RunCase candidate, const Cause& cause) {
  std::vector<sim::PropertyChoice>& chosen = candidate.scenario.properties;
  const bool of_property = is_property(candidate, cause);
  std::erase_if(chosen, [&](const sim::PropertyChoice& choice) { return of_property || !choice.threshold; });
  if (of_property) chosen.push_back({.name = cause.property, .threshold = std::nullopt});
  return candidate;
}

Trial try_case(const RunCase& candidate, const Cause& cause) {
  const Result<ScenarioRun, std::string> run =
      run_scenario(candidate.scenario, {.seed = candidate.seed,
                                        .engine = candidate.engine,
                                        .plan = candidate.plan,
                                        .measure = !is_property(candidate, cause),
                                        .keep_evidence = false});
  if (!run) return {.end = Trial::End::no, .told = run.error(), .struck = {}};
  Trial trial{.end = Trial::End::no,
              .told = {},
              .struck = {},
              .quiet = run->result.quiet,
              .deliveries = run->result.run.deliveries};
  for (const std::size_t place : run->armed) {
    const sim::Fault& fault = run->plan.faults[place];
    trial.struck.push_back({place, fault.nth, fault.at});
  }
  if (const auto found = find_cause(run->result, cause)) {
    trial.end = Trial::End::same;
    trial.sentence = found->reason;
    trial.failed_at = found->violation ? found->violation->at : run->result.ended;
  } else if (const auto other = cause_of(run->result)) {
    trial.end = Trial::End::other;
    trial.told = other->property + ": " + other->form;
  }
  return trial;
}

std::string encode(const Trial& trial) {
  nlohmann::json struck = nlohmann::json::array();
  for (const Trial::Struck& each : trial.struck) {
    struck.push_back({each.place, each.nth, to_ns(each.at.time_since_epoch())});
  }
  return sim::child_message("trial", {{"end", static_cast<int>(trial.end)},
                                 {"told", trial.told},
                                 {"struck", std::move(struck)},
                                 {"failed_at", to_ns(trial.failed_at.time_since_epoch())},
                                 {"sentence", trial.sentence},
                                 {"quiet", trial.quiet},
                                 {"deliveries", trial.deliveries}});
}

std::optional<Trial> decode_trial(std::string_view bytes) {
  return sim::read_child_message<Trial>("trial", bytes, [](const nlohmann::json& json) -> std::optional<Trial> {
    const std::optional<Trial::End> end = sim::enum_up_to(json.at("end"), Trial::End::broken);
    if (!end) return std::nullopt;
    Trial trial{.end = *end,
                .told = json.at("told").get<std::string>(),
                .struck = {},
                .failed_at = SimTime(Duration(json.at("failed_at").get<std::int64_t>())),
                .sentence = json.at("sentence").get<std::string>(),
                .quiet = json.at("quiet").get<bool>(),
                .deliveries = json.at("deliveries").get<std::uint64_t>()};
    for (const nlohmann::json& each : json.at("struck")) {
      trial.struck.push_back({each.at(0).get<std::size_t>(), each.at(1).get<std::uint64_t>(),
                              SimTime(Duration(each.at(2).get<std::int64_t>()))});
    }
    return trial;
  });
}

}  // namespace crisper::properties
