// The case file: one small text file that holds a run and what is expected of it, to be kept next to a bug and run by
// `crisper replay`: see docs/formats/case.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "properties/search/shrink/cause.hpp"
#include "properties/search/shrink/leeway.hpp"
#include "properties/search/shrink/run_case.hpp"
#include "properties/verdict.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace crisper::properties {

struct CaseFile {
  Verdict verdict = Verdict::fail;  ///< what is expected
  std::optional<Cause> cause{};     ///< by which it is to fail; nothing: by any
  std::uint64_t digest = 0;         ///< of the expected run; zero: any
  RunCase run{};
  std::vector<Leeway> leeway{};     ///< what of the run could be otherwise; how often that was tried isn't kept
  std::vector<std::string> told{};  ///< for people: written as comments, not read back
};

/// Whether a text is meant as a case: its first key is `crisper_case`.
bool is_case_file(std::string_view text);
/// … and as a scenario: its first key is `crisper`.
bool is_scenario_file(std::string_view text);

/// Reading it back gives an equal case, less what is told.
std::string write_case(const CaseFile& file);

/// Fails with one line: file, line, column and what was expected. `directory`: where relative file names start.
Result<CaseFile, std::string> read_case(std::string_view text, const std::string& file, const std::string& directory,
                                        const sim::Vocabulary& vocabulary = {});

/// What came of the run beside what was expected of it.
struct CaseOutcome {
  Verdict verdict = Verdict::pass;  ///< pass: as expected; fail: not so; unknown: as expected, but another run
  std::string sentence;
};
CaseOutcome compare(const CaseFile& expected, const RunResult& result);

}  // namespace crisper::properties
