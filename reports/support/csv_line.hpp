// CSV: lines as RFC 4180 has them, for spreadsheets.
#pragma once

#include <string>
#include <vector>

namespace crisper::reports {

/// A line of these cells, with a line feed at its end. What a spreadsheet would run as a formula (text that begins with
/// = + - or @ and is no number) gets an apostrophe before it, as OWASP advises ("CSV Injection"); what commands who
/// shows it is an escape, and so is a line feed: a line is a row.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace crisper::reports
