// RunSummary: what a sweep keeps of one run: small enough for a hundred thousand of them, and it fits through a pipe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::properties {

struct RunSummary {
  struct Failed {
    std::string property;
    std::uint32_t place = 0;  ///< among the properties of the run, as they are reported
    std::string reason;
    bool is_symptom = false;  ///< it only tells that work stayed open, and the run is headed by why it did
    friend bool operator==(const Failed&, const Failed&) = default;
  };

  Verdict verdict = Verdict::unknown;
  std::string reason;  ///< empty for a pass
  std::string digest;  ///< empty for a run that did not come to its end
  std::vector<Failed> failed;
  std::map<std::string, double> measures;  ///< "order_latency.p99_ns", "commands_handled", "fairness"
  friend bool operator==(const RunSummary&, const RunSummary&) = default;
};

/// Times become NAME.count, .p50_ns, .p90_ns, .p95_ns, .p99_ns and .max_ns, and what the run told of .mean_ns and
/// .mean_within_ns; counts and rates keep their names.
RunSummary summary_of(const RunResult& result);

/// Of a run that gave no result: unknown, for this reason.
RunSummary broken_run(std::string reason);

/// Of a run that was asked for and not made, since somebody interrupted it or the machine gave out: nothing to repeat.
RunSummary not_made(const std::string& why);
/// Whether this is the reason of such a run.
bool tells_of_no_run(std::string_view reason);

/// As a child sends it, and back; nothing where the bytes are not what encode wrote (a child that died while writing).
std::string encode(const RunSummary& summary);
std::optional<RunSummary> decode_run_summary(std::string_view bytes);

}  // namespace crisper::properties
