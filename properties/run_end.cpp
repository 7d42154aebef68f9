#include "properties/run_end.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/faults/fault_injector.hpp"
#include "sim/run/simulation.hpp"

namespace crisper::properties {

std::string RunEnd::trouble() const {
  std::string words = plain_trouble();
  if (!words.empty() && !absent.empty()) words += ", " + who_was_absent();
  return words;
}

std::string RunEnd::who_was_absent() const {
  constexpr std::size_t told_max = 3;
  if (absent.empty()) return {};
  const std::size_t told = std::min(absent.size(), told_max);
  const auto end = absent.begin() + static_cast<std::ptrdiff_t>(told);
  std::string words = fmt::format("with {}", fmt::join(absent.begin(), end, ", "));
  if (absent.size() > told) words += fmt::format(" and {} more", absent.size() - told);
  return words;
}

std::string RunEnd::plain_trouble() const {
  if (!aborted.empty()) return fmt::format("the run was aborted at {}: {}", to_text(at), aborted);
  if (ending == RunEnding::limit_reached) return fmt::format("the run reached its step limit at {}", to_text(at));
  if (too_short) {
    return fmt::format("the run's time was up at {}, before the timers of its design could have helped", to_text(at));
  }
  if (!quiet) return fmt::format("the run had not come to rest when its time was up at {}", to_text(at));
  return {};
}

RunEnd run_end_of(const sim::SimulationEnd& end, const sim::FaultInjector& faults) {
  RunEnd result{.ending = end.ending,
                .at = end.at,
                .quiet = end.quiet,
                .unsent = end.unsent,
                .aborted = {},
                .required_but_unfired = {}};
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    result.faults[kind] = faults.count(static_cast<sim::FaultKind>(kind));
  }
  result.required_but_unfired = faults.required_but_unfired();
  result.own_time = !faults.is_chosen();
  return result;
}

}  // namespace crisper::properties
