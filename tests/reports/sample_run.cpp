#include "tests/reports/sample_run.hpp"

namespace crisper::reports::testing {

using namespace properties;
using namespace crisper::literals;

RunResult passed_run() {
  RunResult result{.run = {.scenario = "lunch rush, row locks",
                           .engine = "fast",
                           .seed = 42,
                           .digest = 0x0123456789abcdef,
                           .deliveries = 123'456,
                           .replay = "crisper run lunch_rush.yaml --seed 42 --engine fast"},
                   .verdict = Verdict::pass,
                   .reason = {},
                   .properties = {},
                   .metrics = {},
                   .ended = SimTime(61'200ms)};
  result.properties.push_back({.name = "run_completed",
                               .meaning = "all work that was begun came to an end before the run's time was up",
                               .verdict = Verdict::pass,
                               .observed = 6'000});
  result.properties.push_back({.name = "single_writer",
                               .meaning = "nobody changes a state that another has changed since the writer read it",
                               .verdict = Verdict::pass,
                               .observed = 812,
                               .notes = {{"times that two were inside one state at once", 3}}});
  result.properties.push_back({.name = "charged_once",
                               .meaning = "no order is charged more than once",
                               .verdict = Verdict::unknown,
                               .reason = "vacuous: it saw nothing",
                               .counts = false});
  result.faults[static_cast<std::size_t>(sim::FaultKind::loss)] = {
      .planned = 120, .armed = 118, .fired = 118, .seen = 97};
  result.faults[static_cast<std::size_t>(sim::FaultKind::crash)] = {.planned = 1, .armed = 1, .fired = 1, .seen = 1};
  result.metrics.times["order_latency"] = {
      .count = 3'000, .p50 = 12ms, .p90 = 31ms, .p95 = 44ms, .p99 = 1'250ms, .max = 2'100ms};
  result.metrics.times["staleness.catalog"] = {
      .count = 5'120, .p50 = 25ms, .p90 = 60ms, .p95 = 81ms, .p99 = 120ms, .max = 1s};
  result.metrics.counts = {{"command_queue_peak", 17}, {"commands_handled", 2'950}, {"commands_given_up", 0}};
  result.metrics.rates = {{"commands_per_second", 49.25}, {"messages_per_command", 11.5}};
  return result;
}

RunResult staged_run() {
  RunResult result = passed_run();
  const auto stage = [&](const char* name, SimTime from, Duration lasting) -> Metrics& {
    result.stages.push_back({.name = name, .from = from, .lasting = lasting, .metrics = {}});
    return result.stages.back().metrics;
  };
  Metrics& calm = stage("stage-1", SimTime(1s), 30s);
  calm.times["command_latency"] = {.count = 1'470, .p50 = 12ms, .p90 = 20ms, .p95 = 25ms, .p99 = 31ms, .max = 40ms};
  calm.counts = {{"command_queue_peak", 4}, {"lag", 3}};
  calm.rates = {{"commands_per_second", 49.2}, {"utilisation", 0.4}, {"utilisation.handler-1", 0.4}};
  Metrics& spike = stage("spike", SimTime(31s), 5s);
  spike.times["command_latency"] = {.count = 700, .p50 = 900ms, .p90 = 1'500ms, .p95 = 1'800ms, .p99 = 2s, .max = 3s};
  spike.counts = {{"command_queue_peak", 410}, {"lag", 62}};
  spike.rates = {{"commands_per_second", 120}, {"utilisation", 0.97}, {"utilisation.handler-2", 0.97}};
  stage("after", SimTime(36s), 25s);
  return result;
}

RunResult failed_run() {
  RunResult result = passed_run();
  result.verdict = Verdict::fail;
  result.reason = "stock_never_negative: fridge-3 has -1 of meal 1 for sale";
  result.properties.push_back(
      {.name = "stock_never_negative",
       .meaning = "no fridge ever promises more of a meal than it has",
       .verdict = Verdict::fail,
       .reason = "fridge-3 has -1 of meal 1 for sale",
       .observed = 812,
       .violation_count = 4,
       .violations = {{.at = SimTime(2s),
                       .reason = "fridge-3 has -1 of meal 1 for sale",
                       .evidence = {{ObservationId{4711}, "     1.99s  event-store stored MealReserved{order=7}"},
                                    {ObservationId{4720}, ""}}}}});
  result.properties.push_back({.name = "order_latency p99 < 2s",
                               .meaning = "a limit that the scenario sets",
                               .verdict = Verdict::unknown,
                               .reason = "the run reached its step limit at 61.2s"});
  return result;
}

RunResult hostile_run() {
  RunResult result = failed_run();
  const std::string hostile =
      "]]></failure><!-- \"'&amp; \x01\x1b[31m \xff\xc0\x80 \xed\xa0\x80 \xef\xbf\xbf \xe2\x82 ü\n\t{}%s";
  result.run.scenario = hostile;
  result.run.engine = hostile;
  result.run.replay = hostile;
  result.reason = hostile;
  for (PropertyResult& property : result.properties) {
    property.name = hostile;
    property.reason = hostile;
    for (Violation& violation : property.violations) {
      violation.reason = hostile;
      for (Evidence& evidence : violation.evidence) evidence.text = hostile;
    }
  }
  return result;
}

}  // namespace crisper::reports::testing
