// RunRecord: what a hunt keeps of one run. It fits through a pipe and is cheap to read back, thousands a second.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/verdict.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

/// A property that failed, and why in a form that is the same for the same cause.
struct RunFailure {
  std::string property;   ///< or what ended the process: "crash", "hang", "memory", "exception"
  std::string signature;  ///< kinds and roles of the evidence, without ids: see signature_of
  std::string reason;     ///< one sentence
  friend bool operator==(const RunFailure&, const RunFailure&) = default;
};

struct RunRecord {
  Verdict verdict = Verdict::unknown;
  std::string reason{};          ///< empty for a pass
  bool finished = true;        ///< false: the process died; there is no digest and nothing below it
  std::uint64_t digest = 0;
  std::uint64_t schedule = 0;  ///< of the order in which things happened, times left out
  std::uint64_t deliveries = 0;
  std::string property_names{};  ///< "run_completed,single_writer": those of the run
  std::string looked{};          ///< a letter for each of them: p(ass), f(ail), u(nknown), n(ot judged), - saw nothing
  std::string reached{};         ///< a 1 or 0 for each of all_sometimes()
  std::array<sim::FaultCount, sim::fault_kinds.size()> faults{};
  std::vector<RunFailure> failures{};
  std::vector<std::uint64_t> pairs{};   ///< observation pairs that nobody was known to have met before
  std::vector<std::uint64_t> states{};  ///< the same of abstract states
  std::string plan{};                   ///< the run's faults as fault lines, where somebody wants them; else empty
  std::string findings{};               ///< what the strategy's own watch saw; empty where it has none

  std::uint64_t faults_fired() const;
  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

/// Bytes, and back; nothing where they are not what encode_record wrote.
std::string encode_record(const RunRecord& record);
std::optional<RunRecord> decode_record(std::string_view bytes);

}  // namespace crisper::properties
