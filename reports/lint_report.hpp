// What `crisper lint` found: for people, for other programs, and as SARIF for hosts of code.
#pragma once

#include <string>
#include <vector>

#include "properties/lint/lint.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

struct LintReport {
  std::string file;      ///< as it was given
  std::string scenario;  ///< its name
  std::vector<properties::LintFinding> findings;
};

/// `notes`: these too, which are otherwise counted.
std::string lint_text(const LintReport& report, bool notes, TerminalOptions options = {});

/// One object; docs/formats/lint_json.md is the grammar.
std::string lint_json(const LintReport& report);

/// A SARIF 2.1.0 log with one run; docs/formats/lint_json.md says what is in it.
std::string lint_sarif(const LintReport& report);

/// How many of its findings are of this level.
std::size_t count_of(const LintReport& report, properties::LintLevel level);

}  // namespace crisper::reports
