#include "reports/sweep_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "reports/capacity_words.hpp"
#include "reports/compare_words.hpp"

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
  for (const auto& [name, value] : seed.measures) json["measures"][name] = number(value);
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

/// By its measure, as the rest of the sweep names it.
std::string measure_of(const Comparison& comparison, std::size_t criterion) {
  return std::string(criterion_titled(comparison.criteria[criterion]).measure);
}

Json json_of(const Difference& difference) {
  Json json = {{"standing", name_of(difference.standing)}, {"pairs", difference.by.pairs}};
  if (difference.by.pairs == 0) return json;
  json["reference"] = number(difference.by.reference);
  json["mean"] = number(difference.by.mean);
  if (difference.by.has_interval()) {
    json["low"] = number(difference.by.low);
    json["high"] = number(difference.by.high);
  }
  return json;
}

Json json_of(const ComparedDesign& design, const Comparison& comparison) {
  Json json = {{"design", design.name}, {"group", design.group}, {"rank", nullptr}};
  if (design.rank == 0) return json;
  json["rank"] = design.rank;
  Json means = Json::object(), differences = Json::object(), best_in = Json::array();
  for (std::size_t i = 0; i < design.means.size(); ++i) {
    if (design.means[i]) means[measure_of(comparison, i)] = number(*design.means[i]);
  }
  for (const Difference& each : design.differences) differences[measure_of(comparison, each.criterion)] = json_of(each);
  for (const std::size_t each : design.best_in) best_in.push_back(measure_of(comparison, each));
  json["means"] = std::move(means);
  if (!design.differences.empty()) json["differences"] = std::move(differences);
  json["best_in"] = std::move(best_in);
  json["never_best"] = design.never_best;
  if (design.outdone_by) json["outdone_by"] = *design.outdone_by;
  return json;
}

Json json_of(const Parting& parting) {
  Json json = {{"reference", parting.reference}, {"other", parting.other}, {"seed", parting.seed}};
  if (!parting.trouble.empty()) {
    json["trouble"] = parting.trouble;
    return json;
  }
  json["alike"] = parting.alike;
  json["reference_says"] = parting.reference_says;
  json["other_says"] = parting.other_says;
  return json;
}

Json json_of(const SweepResult& sweep, const Comparison& comparison) {
  Json designs = Json::array(), partings = Json::array(), sentences = ranking_sentences(sweep, comparison);
  for (const std::string& each : trade_off_sentences(comparison)) sentences.push_back(each);
  for (const ComparedDesign& each : comparison.designs) designs.push_back(json_of(each, comparison));
  for (const Parting& each : comparison.partings) partings.push_back(json_of(each));
  return {{"doubt", comparison.options.doubt},
          {"margin", comparison.options.margin},
          {"intervals", comparison.intervals},
          {"reference", comparison.reference ? Json(comparison.designs[*comparison.reference].name) : Json(nullptr)},
          {"sentences", std::move(sentences)},
          {"designs", std::move(designs)},
          {"partings", std::move(partings)}};
}

Json json_of(const FlowMeans& means) {
  Json json = {{"there", number(means.there)},
               {"arrivals_per_s", number(means.arrivals)},
               {"departures_per_s", number(means.departures)},
               {"stay_s", number(means.stay_s)}};
  if (means.carried) json["carried"] = number(*means.carried);
  if (const auto error = means.little_error()) json["little_error"] = number(*error);
  return json;
}

Json json_of(const CapacityStep& step) {
  Json json = {{"rate", rate_text(step.rate.per_second)},
               {"per_second", number(step.rate.per_second)},
               {"verdict", name_of(step.rate.verdict)},
               {"confirmed", step.rate.confirmed},
               {"too_short", step.too_short}};
  if (step.commands) json["commands"] = json_of(*step.commands);
  if (step.queue) json["queue"] = json_of(*step.queue);
  if (step.ownership) json["ownership"] = json_of(*step.ownership);
  return json;
}

Json json_of(const ScalabilityFit& fit) {
  Json json = {{"gamma", number(fit.gamma)},
               {"sigma", number(fit.sigma)},
               {"kappa", number(fit.kappa)},
               {"error", number(fit.error)},
               {"points", fit.points}};
  if (const auto peak = fit.peak_at_once()) json["peak_at_once"] = number(*peak);
  if (const auto most = fit.most_per_second()) json["most_per_s"] = number(*most);
  return json;
}

Json json_of(const SweepResult& sweep, const Capacity& capacity) {
  const auto rate = [&](const std::optional<std::size_t>& step) {
    return step ? Json(rate_text(capacity.steps[*step].rate.per_second)) : Json(nullptr);
  };
  Json steps = Json::array(), held_above = Json::array();
  for (const CapacityStep& each : capacity.steps) steps.push_back(json_of(each));
  for (const std::size_t each : capacity.held_above) held_above.push_back(rate(each));
  Json json = {{"path", capacity.path},
               {"lowest_per_s", number(capacity.range.lowest)},
               {"highest_per_s", number(capacity.range.highest)},
               {"tolerance", capacity.range.tolerance},
               {"verdict", name_of(capacity.verdict())},
               {"end", name_of(capacity.end)},
               {"highest_held", rate(capacity.highest_held)},
               {"first_not_held", rate(capacity.first_not_held)},
               {"held_above", std::move(held_above)},
               {"knee", rate(capacity.knee)},
               {"sentences", capacity_sentences(sweep, capacity)},
               {"steps", std::move(steps)}};
  if (capacity.knee_spread) {
    json["knee_by_seed"] = {{"lowest", rate_text(capacity.knee_spread->lowest)},
                            {"highest", rate_text(capacity.knee_spread->highest)},
                            {"seeds", capacity.knee_spread->seeds}};
  }
  if (capacity.fit) json["scalability"] = json_of(*capacity.fit);
  if (capacity.busiest) {
    Json& busiest = json["busiest"] = {{"rate", rate(capacity.busiest->step)},
                                       {"process", capacity.busiest->name},
                                       {"share", number(capacity.busiest->share)}};
    if (capacity.busiest->in_hands) busiest["in_hands"] = number(*capacity.busiest->in_hands);
    if (!capacity.busiest->mailbox.empty()) {
      busiest["mailbox"] = {{"process", capacity.busiest->mailbox}, {"waiting", number(capacity.busiest->in_mailbox)}};
    }
  }
  return json;
}

Json whole_sweep_json(const SweepResult& result) {
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
  if (result.against_baseline) {
    Json& baseline = json["baseline"] = Json::array();
    for (const BaselineChange& each : *result.against_baseline) {
      baseline.push_back({{"design", each.design},
                          {"measure", each.measure},
                          {"was", number(each.was)},
                          {"is", number(each.is)},
                          {"worse", each.is_worse}});
    }
  }
  if (!result.flaw.empty()) json["flaw"] = result.flaw;
  return json;
}

std::string sweep_text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string sweep_json(const SweepResult& result, const Comparison* comparison) {
  Json json = whole_sweep_json(result);
  if (comparison) json["comparison"] = json_of(result, *comparison);
  return sweep_text_of(json);
}

std::string sweep_json(const SweepResult& result, const Capacity& capacity) {
  Json json = whole_sweep_json(result);
  json["capacity"] = json_of(result, capacity);
  return sweep_text_of(json);
}

}  // namespace crisper::reports
