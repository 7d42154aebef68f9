#include "reports/document/report_subject.hpp"

namespace crisper::reports {
namespace {

constexpr const char* no_traces =
    "a hunt keeps no traces. crisper replay with --out makes one of a saved run or a case";

template <class Source>
Result<const sim::Scenario*, std::string> known_scenario(const Source& source) {
  if (source.scenario) return &*source.scenario;
  return failure("the design is not known: " + source.scenario_trouble);
}

}  // namespace

const std::string& title_of(const ReportSubject& subject) {
  if (const auto* run = std::get_if<RunSource>(&subject)) return run->run.result.run.scenario;
  return std::get<HuntSource>(subject).summary.identity.name;
}

Document document_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return document_of(source); }, subject);
}

Result<const sim::TraceReader*, std::string> trace_of(const ReportSubject& subject) {
  const auto* run = std::get_if<RunSource>(&subject);
  if (!run) return failure(std::string("there is no trace: ") + no_traces);
  if (!run->trace) return failure("there is no trace: " + run->trace_trouble);
  return &*run->trace;
}

Result<const sim::Scenario*, std::string> scenario_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return known_scenario(source); }, subject);
}

}  // namespace crisper::reports
