// The fault plan as a file that people edit: YAML, one line per fault, durations exact, so that a replay is to the bit.
//
//   crisper_plan: 1
//   scenario: lunch rush
//   engine: fast
//   seed: 17
//   digest: 00f3a7c2d5e1b684
//   written_as: 91d0c4a7be22f05d
//   scenario_written_as: 5b0e88f1c3a94d27
//   faults:
//     - {duplicate: {from: event-log, to: catalog, nth: 17, at: 1204ms, amount: 2ms}}
//     - {crash: {to: handler-2, at: 10s, restart_after: 3s}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {

/// A plan and the run that wrote it. What a file leaves out keeps the value it has here: that of whoever runs it
/// counts.
struct PlanFile {
  std::string scenario{};
  std::string engine{};
  std::optional<std::uint64_t> seed{};
  std::uint64_t digest = 0;  ///< of the run's observations; zero: not known, as after an edit
  FaultPlan plan{};
  /// digest_of(plan) when the run wrote it; zero: not known. Differs once somebody has edited the plan.
  std::uint64_t written_as = 0;
  std::uint64_t scenario_written_as = 0;  ///< the same of the text of scenario.yaml beside it; zero: not known

  bool edited() const;
  friend bool operator==(const PlanFile&, const PlanFile&) = default;
};

/// Why a text is no plan. Lines and columns count from 1.
struct PlanFileError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;  ///< what was expected, and the nearest valid word where there is one

  /// "plan.yaml:7:5: unknown key 'amonut'; did you mean 'amount'?"
  std::string text() const;
};

/// Of all that the plan says, in order.
std::uint64_t digest_of(const FaultPlan& plan);

/// Reading it back gives an equal PlanFile.
std::string write_plan(const PlanFile& file);

/// `file_name` is for the errors only. Unknown and repeated keys, and keys that the kind of fault doesn't have, are
/// refused.
Result<PlanFile, PlanFileError> read_plan(std::string_view text, std::string_view file_name);

}  // namespace crisper::sim
