#include "properties/run_remarks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/counted.hpp"
#include "properties/asked_of_run.hpp"

namespace crisper::properties {
namespace {

/// Who runs out of memory takes the others' work along: that must not hide behind what else failed.
constexpr std::string_view memory = "within_memory";

/// Of all that failed, the result's own reason names the first.
void add_other_failures(const RunResult& result, std::vector<std::string>& remarks) {
  std::vector<std::string> others;
  for (const PropertyResult& each : result.properties) {
    if (!each.counts || each.verdict != Verdict::fail) continue;
    if (tells_by(result.reason, each.name)) continue;
    others.push_back(each.name == memory ? fmt::format("{} ({})", each.name, each.reason) : each.name);
  }
  if (!others.empty()) remarks.push_back(fmt::format("also failed: {}", fmt::join(others, ", ")));
}

void add_vacuous(const RunResult& result, std::vector<std::string>& remarks) {
  const bool others_count = !is_answer(result);  // else only the answer does, whatever the properties saw
  std::vector<std::string> blind, timed;
  for (const PropertyResult& each : result.properties) {
    if (each.counts || !(others_count || each.observed == 0)) continue;
    (each.judged ? blind : timed).push_back(each.name);
  }
  if (!timed.empty()) {
    remarks.push_back(fmt::format("not judged, as a search moved messages in time: {}", fmt::join(timed, ", ")));
  }
  if (!blind.empty()) remarks.push_back(fmt::format("saw nothing to judge: {}", fmt::join(blind, ", ")));
}

void add_unfired(const RunResult& result, std::vector<std::string>& remarks) {
  std::vector<std::string> idle;
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    const sim::FaultCount& count = result.faults[kind];
    if (count.planned == 0 || count.fired > 0) continue;
    idle.push_back(fmt::format("{} ({} planned)", sim::fault_kinds[kind].name, count.planned));
  }
  if (!idle.empty()) remarks.push_back(fmt::format("never struck: {}", fmt::join(idle, ", ")));
}

/// Whoever gives up is answered by nobody, and breaks nothing: such a run may pass.
void add_given_up(const RunResult& result, std::vector<std::string>& remarks) {
  if (result.given_up == 0) return;
  const std::string all = counted(result.commands, "command");
  remarks.push_back(fmt::format("{} of {} given up by the client", result.given_up, all));
}

/// A replay, a release, a handler more: what it was to do to the run, nobody saw.
void add_never_came(const RunResult& result, std::vector<std::string>& remarks) {
  if (result.never_came.empty()) return;
  remarks.push_back(fmt::format("over at {}, before: {}", to_text(result.ended), fmt::join(result.never_came, ", ")));
}

}  // namespace

std::vector<std::string> remarks_of(const RunResult& result) {
  std::vector<std::string> remarks;
  add_other_failures(result, remarks);
  add_vacuous(result, remarks);
  add_unfired(result, remarks);
  add_never_came(result, remarks);
  add_given_up(result, remarks);
  return remarks;
}

}  // namespace crisper::properties
