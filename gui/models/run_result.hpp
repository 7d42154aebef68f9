// RunResult: what was judged of a run, read from the result.json beside its trace, and the files to repeat it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/domain.hpp"
#include "core/ownership/strategy_list.hpp"
#include "properties/domain/row_fold.hpp"
#include "sim/faults/fault_plan_file.hpp"

namespace crisper::gui {

struct Violation {
  std::int64_t at_ns = 0;
  std::string reason;
  std::vector<std::uint64_t> evidence{};  ///< numbers of observations
  std::string aside{};                    ///< what is told beside it, such as what most of the time was lost to
};

struct JudgedProperty {
  std::string name;
  std::string meaning;
  std::string verdict;  ///< pass, fail, unknown
  std::string reason;
  std::uint64_t observed = 0;
  std::uint64_t violation_count = 0;
  std::vector<Violation> violations{};  ///< the first ten
  bool judged = true;  ///< false: it is about time, and a search moved messages in time
};

/// One measured number of a run: "order latency p99".
struct Figure {
  std::string name;
  bool is_time = false;  ///< in ns
  double value = 0;
};

struct RunResult {
  std::string scenario;
  std::string engine;
  std::string digest;
  std::string verdict;
  std::string reason;
  std::string replay;
  std::uint64_t seed = 0;
  std::vector<JudgedProperty> properties{};
  std::vector<Figure> figures{};
  std::vector<std::string> remarks{};  ///< what the verdict must not be read without

  /// The digest as a number; zero where it is none.
  std::uint64_t digest_bits() const { return std::strtoull(digest.c_str(), nullptr, 16); }
};

/// One sentence of what happened, and the observation that it tells of; zero: none.
struct ToldSentence {
  std::uint64_t record = 0;
  std::string text;
};

/// What lies beside a trace, as far as it is there and readable.
struct RunFolder {
  std::filesystem::path trace;
  std::filesystem::path scenario{};  ///< empty where there is none
  std::optional<sim::PlanFile> plan{};
  std::optional<RunResult> result{};
  std::optional<OwnershipStrategy> strategy{};  ///< of its scenario
  std::shared_ptr<const Domain> domain{};       ///< of its scenario; null where that isn't there or can't be read
  std::shared_ptr<const properties::RowFold> rows{};  ///< where its scenario has a business of its own
  std::vector<ToldSentence> explanation{};  ///< of a run that `crisper replay --out` has told
  std::vector<std::string> leeway{};        ///< of a case: what could be otherwise, and it would still fail
};

/// Looks beside a trace. What is missing or broken is left out: a trace can be looked at without it.
RunFolder read_run_folder(const std::filesystem::path& trace);

/// Nothing for a text that is no run as JSON.
std::optional<RunResult> parse_result(const std::string& json);
/// Empty for a text that is no explanation as JSON.
std::vector<ToldSentence> parse_explanation(const std::string& json);
std::vector<std::string> parse_leeway(const std::string& json);

}  // namespace crisper::gui
