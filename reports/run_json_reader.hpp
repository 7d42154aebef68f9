// Run JSON, read back: what `run_json` wrote.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "properties/run_result.hpp"

namespace crisper::reports {

struct ReadRun {
  properties::RunResult result;      ///< of the run itself; without what only the remarks tell
  std::vector<std::string> remarks;  ///< as they were written
  std::optional<properties::PropertyResult> answer{};  ///< what else it was asked: whether it is as its case expects
};

/// "whether the run is as its case expects: pass": the answer as a remark.
std::string answer_words(const properties::PropertyResult& answer);
/// The remarks of the run, and its answer where there is one.
std::vector<std::string> all_remarks(const ReadRun& run);

/// Fails with one line, which names the file and the place in it, where it isn't the JSON of a run, or one that no run
/// writes: another word as a verdict, a negative time, a verdict that doesn't follow from its properties, or an answer
/// without what the run itself came to. Kinds of faults that this program doesn't know are left out.
Result<ReadRun, std::string> read_run_json(std::string_view text, const std::string& file);

}  // namespace crisper::reports
