// A run or a hunt as rows of four cells: what is told of, its name, which measure, the value.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/check_report.hpp"
#include "reports/exports/exports.hpp"
#include "reports/support/csv_line.hpp"
#include "reports/sweep_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

class Rows {
 public:
  /// Further measures of the same.
  struct Of {
    Rows& rows;
    std::string what;
    std::string name;
    Of& operator()(const char* measure, const std::string& value) {
      rows.text_ += csv_line({what, name, measure, value});
      return *this;
    }
    template <class Number>
    requires std::is_arithmetic_v<Number> Of& operator()(const char* measure, Number value) {
      return (*this)(measure, fmt::format("{}", value));
    }
    Of& operator()(const char* measure, std::string_view value) { return (*this)(measure, std::string(value)); }
    Of& operator()(const char* measure, const char* value) { return (*this)(measure, std::string(value)); }
    Of& operator()(const char* measure, Duration value) { return (*this)(measure, to_ns(value)); }
  };

  Of of(std::string what, std::string name) { return {*this, std::move(what), std::move(name)}; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_ = csv_line({"what", "name", "measure", "value"});
};

void add(Rows& rows, std::string_view kind, const sim::FaultCount& count) {
  rows.of("fault", std::string(kind))("planned", count.planned)("armed", count.armed)("fired", count.fired)("seen",
                                                                                                            count.seen);
}

std::string csv_text(const RunSource& source) {
  const RunResult& result = source.run.result;
  Rows rows;
  rows.of("run", result.run.scenario)("engine", result.run.engine)("seed", result.run.seed)(
      "digest", digest_text(result.run.digest))("verdict", name_of(result.verdict))("reason", result.reason)(
      "ended_ns", to_ns(result.ended))("deliveries", result.run.deliveries);
  if (const auto& answer = source.run.answer) {
    rows.of("answer", answer->name)("verdict", name_of(answer->verdict))("reason", answer->reason);
  }
  for (const PropertyResult& each : result.properties) {
    rows.of("property", each.name)("verdict", name_of(each.verdict))("counts", each.counts ? "yes" : "no")(
        "observed", each.observed)("violations", each.violation_count)("reason", each.reason);
  }
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    if (result.faults[kind] == sim::FaultCount{}) continue;
    add(rows, sim::fault_kinds[kind].name, result.faults[kind]);
  }
  for (const auto& [name, times] : result.metrics.times) {
    Rows::Of of = rows.of("time", name);
    of("count", times.count)("p50_ns", times.p50)("p90_ns", times.p90)("p95_ns", times.p95)("p99_ns", times.p99)(
        "max_ns", times.max);
    if (times.mean) of("mean_ns", *times.mean);
    if (times.mean_within) of("mean_within_ns", *times.mean_within);
  }
  for (const auto& [name, count] : result.metrics.counts) rows.of("count", name)("count", count);
  for (const auto& [name, rate] : result.metrics.rates) rows.of("rate", name)("rate", rate);
  return std::move(rows).text();
}

std::string csv_text(const HuntSource& source) {
  const HuntSummary& hunt = source.summary;
  Rows rows;
  const auto add_tally = [](Rows::Of of, const HuntTally& tally) {
    of("runs", tally.runs)("pass", tally.passed)("fail", tally.failed)("unknown", tally.unknown);
  };
  rows.of("hunt", hunt.identity.name)("engine", hunt.identity.engine)("strategy", hunt.identity.strategy)(
      "seed", hunt.identity.seed)("verdict", name_of(hunt.verdict))("reason", hunt.reason)("end", hunt.extent.end);
  for (const std::string& each : source.remarks) rows.of("hunt", hunt.identity.name)("remark", each);
  add_tally(rows.of("hunt", hunt.identity.name), hunt.tally);
  for (const HuntStrategyRow& each : hunt.strategies) add_tally(rows.of("strategy", each.strategy), each.tally);
  for (std::size_t i = 0; i < hunt.causes.size(); ++i) {
    const HuntCause& each = hunt.causes[i];
    rows.of("cause", fmt::format("{}", i + 1))("property", each.property)("signature", each.signature)(
        "runs", each.runs)("first_run", each.first_run)("reason", each.reason)("replay", each.replay);
  }
  for (const HuntPropertyRow& each : hunt.properties) {
    rows.of("property", each.name)("pass", each.passed)("fail", each.failed)("open", each.open)(
        "not_judged", each.not_judged)("vacuous", each.vacuous);
  }
  for (std::size_t kind = 0; kind < hunt.faults.size(); ++kind) {
    if (hunt.faults[kind].count == sim::FaultCount{}) continue;
    add(rows, sim::fault_kinds[kind].name, hunt.faults[kind].count);
  }
  for (const HuntSometimesRow& each : hunt.sometimes) {
    rows.of("sometimes", each.name)("runs", each.runs)("asked", each.asked ? "yes" : "no");
  }
  return std::move(rows).text();
}

std::string csv_text(const SweepSource& source) { return sweep_csv(source.result); }

std::string csv_text(const CheckSource& source) {
  const check::Exploration& found = source.check.result.exploration;
  const CheckContext& context = source.check.context;
  Rows rows;
  rows.of("check", context.scenario)("seed", context.seed)("verdict", name_of(source.check.result.verdict))(
      "reason", source.check.result.reason)("bound", bound_text(context))("complete", found.complete ? "yes" : "no")(
      "schedules", found.classes)("saw_nothing", source.check.result.saw_nothing)(
      "not_judged", fmt::format("{}", fmt::join(source.check.result.not_judged, ", ")))("executions", found.executions)(
      "blocked", found.blocked)("cut", found.cut)("pruned", found.pruned)("steps", found.steps)(
      "deepest", found.deepest)("seconds", context.seconds)("replay", context.replay);
  return std::move(rows).text();
}

}  // namespace

Exported csv_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return csv_text(source); }, subject);
}

}  // namespace crisper::reports
