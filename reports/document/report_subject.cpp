#include "reports/document/report_subject.hpp"

namespace crisper::reports {
namespace {

constexpr const char* makes_one = "crisper replay with --out makes one of a saved run or a case";

const std::string& title_in(const RunSource& source) { return source.run.result.run.scenario; }
const std::string& title_in(const HuntSource& source) { return source.summary.identity.name; }
const std::string& title_in(const SweepSource& source) { return source.result.scenario; }
const std::string& title_in(const CheckSource& source) { return source.check.context.scenario; }

using KnownTrace = Result<const sim::TraceReader*, std::string>;
KnownTrace trace_in(const RunSource& source) {
  if (source.trace) return &*source.trace;
  return failure("there is no trace: " + source.trace_trouble);
}
KnownTrace trace_in(const HuntSource&) {
  return failure(std::string("there is no trace: a hunt keeps no traces. ") + makes_one);
}
KnownTrace trace_in(const SweepSource&) {
  return failure(std::string("there is no trace: a sweep keeps none. crisper run makes one of any of its points"));
}
KnownTrace trace_in(const CheckSource&) {
  return failure(std::string("there is no trace: a check keeps none but that of the schedule that fails, in its own "
                             "folder"));
}

using KnownScenario = Result<const sim::Scenario*, std::string>;
template <class Source>
KnownScenario scenario_in(const Source& source) {
  if (source.scenario) return &*source.scenario;
  return failure("the design is not known: " + source.scenario_trouble);
}
KnownScenario scenario_in(const SweepSource&) {
  return failure(std::string("a sweep has many designs: make it of a run of one of them"));
}
KnownScenario scenario_in(const CheckSource&) {
  return failure(std::string("the design is not known: a check's JSON has no scenario"));
}

}  // namespace

const std::string& title_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) -> const std::string& { return title_in(source); }, subject);
}

Document document_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return document_of(source); }, subject);
}

Result<const sim::TraceReader*, std::string> trace_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return trace_in(source); }, subject);
}

Result<const sim::Scenario*, std::string> scenario_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return scenario_in(source); }, subject);
}

}  // namespace crisper::reports
