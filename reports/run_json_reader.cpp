#include "reports/run_json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/asked_of_run.hpp"
#include "reports/support/read_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

/// Shares of a run's time are sums of doubles.
constexpr double share_max = 1.000001;

Violation violation_of(const ReadJson& node) {
  Violation violation{.at = SimTime(node["at_ns"].duration()),
                      .reason = node["reason"].text(),
                      .evidence = {},
                      .at_end = node.has("at_end") && node["at_end"].flag(),
                      .aside = node.has("aside") ? node["aside"].text() : ""};
  for (const ReadJson& each : node["evidence"].list()) {
    violation.evidence.push_back({ObservationId{each["id"].number()}, each["text"].text()});
  }
  return violation;
}

PropertyResult property_of(const ReadJson& node) {
  PropertyResult property{.name = node["name"].text(),
                          .meaning = node["meaning"].text(),
                          .verdict = node["verdict"].word<Verdict>(),
                          .reason = node["reason"].text(),
                          .counts = node["counts"].flag(),
                          .judged = !node.has("judged") || node["judged"].flag(),
                          .observed = node["observed"].number(),
                          .violation_count = node["violation_count"].number()};
  for (const ReadJson& each : node["violations"].list()) property.violations.push_back(violation_of(each));
  for (const auto& [what, count] : node["notes"].members()) property.notes.push_back({what, count.number()});
  return property;
}

Metrics metrics_of(const ReadJson& node) {
  Metrics metrics;
  for (const auto& [name, each] : node["times"].members()) {
    metrics.times[name] = {.count = each["count"].number(),
                           .p50 = each["p50_ns"].duration(),
                           .p90 = each["p90_ns"].duration(),
                           .p95 = each["p95_ns"].duration(),
                           .p99 = each["p99_ns"].duration(),
                           .max = each["max_ns"].duration()};
    // Of few samples a mean stands alone; how far it may be off, never.
    if (each.has("mean_ns") || each.has("mean_within_ns")) metrics.times[name].mean = each["mean_ns"].duration();
    if (each.has("mean_within_ns")) metrics.times[name].mean_within = each["mean_within_ns"].duration();
  }
  for (const auto& [name, each] : node["counts"].members()) metrics.counts[name] = each.number();
  for (const auto& [name, each] : node["rates"].members()) {
    metrics.rates[name] = each.real();
    if (name.starts_with("utilisation") && metrics.rates[name] > share_max) each.refuse("a share from 0 to 1");
  }
  return metrics;
}

IntervalMetrics stage_of(const ReadJson& node) {
  return {.name = node["name"].text(),
          .from = SimTime(node["from_ns"].duration()),
          .lasting = node["lasting_ns"].duration(),
          .metrics = metrics_of(node["metrics"])};
}

OwnOutcome own_of(const ReadJson& node) {
  return {.verdict = node["verdict"].word<Verdict>(),
          .reason = node["reason"].text(),
          .counting = node["counting"].texts(),
          .remarks = node["remarks"].texts()};
}

void add_faults(RunResult& result, const ReadJson& node) {
  for (const auto& [name, each] : node.members()) {
    const auto kind = value_named<sim::FaultKind>(name);
    if (!kind) continue;
    sim::FaultCount& count = result.faults[static_cast<std::size_t>(*kind)];
    count = {.planned = each["planned"].number(),
             .armed = each["armed"].number(),
             .fired = each["fired"].number(),
             .seen = each["seen"].number()};
    if (!count.is_in_order()) each.refuse("none of planned, armed, fired, seen above the one before");
  }
}

RunResult result_of(const ReadJson& node) {
  RunResult result{.run = {.scenario = node["scenario"].text(),
                           .engine = node["engine"].text(),
                           .seed = node["seed"].number(),
                           .digest = node["digest"].digest(),
                           .deliveries = node["deliveries"].number(),
                           .replay = node["replay"].text()},
                   .verdict = node["verdict"].word<Verdict>(),
                   .reason = node["reason"].text(),
                   .properties = {},
                   .metrics = metrics_of(node["metrics"]),
                   .ending = node["ending"].word<RunEnding>(),
                   .quiet = node["quiet"].flag(),
                   .ended = SimTime(node["ended_ns"].duration())};
  for (const ReadJson& each : node["properties"].list()) result.properties.push_back(property_of(each));
  add_faults(result, node["faults"]);
  if (node.has("stages")) {
    for (const ReadJson& each : node["stages"].list()) result.stages.push_back(stage_of(each));
  }
  if (node.has("own")) result.own = own_of(node["own"]);
  return result;
}

/// Why no run comes to this verdict by its properties; empty where one does. More than a pass it may lack for other
/// reasons: a run that was cut short.
std::string contradiction_in(const RunResult& result) {
  Verdict worst = Verdict::pass;
  bool any_counts = false;
  for (const PropertyResult& each : result.properties) {
    any_counts = any_counts || each.counts;
    if (each.counts) worst = std::max(worst, each.verdict);
  }
  if (result.verdict == Verdict::pass && !any_counts) return "the verdict is pass, and no property counts";
  if (result.verdict < worst || (result.verdict == Verdict::fail && worst != Verdict::fail)) {
    return fmt::format("the verdict is {}, but that of its properties is {}", name_of(result.verdict), name_of(worst));
  }
  return {};
}

ReadRun run_of(const ReadJson& node) {
  TakenApart apart = taken_apart(result_of(node));
  return {.result = std::move(apart.run),
          .remarks = apart.answer ? std::move(apart.remarks) : node["remarks"].texts(),
          .answer = std::move(apart.answer)};
}

}  // namespace

std::string answer_words(const PropertyResult& answer) {
  return fmt::format("whether {}: {}{}{}", answer.meaning, name_of(answer.verdict), answer.reason.empty() ? "" : ": ",
                     answer.reason);
}

std::vector<std::string> all_remarks(const ReadRun& run) {
  std::vector<std::string> all = run.remarks;
  if (run.answer) all.push_back(answer_words(*run.answer));
  return all;
}

Result<ReadRun, std::string> read_run_json(std::string_view text, const std::string& file) {
  const JsonFile source{.name = file, .kind = "a run"};
  Result<ReadRun, std::string> read = read_json(text, source, run_of);
  if (!read) return read;
  if (is_answer(read->result)) {
    return failure(fmt::format("{}: it says whether the run is the expected one, and not what the run came to: an "
                               "earlier version wrote it. Replay the case again, and report that",
                               file));
  }
  if (const std::string why = contradiction_in(read->result); !why.empty()) return failure(source.refusal(why));
  return read;
}

}  // namespace crisper::reports
