// What a command prints for people. Names come from files that somebody else may have written: nothing in them may
// command the terminal.
#pragma once

#include <string>
#include <string_view>

#include "reports/terminal_report.hpp"

namespace crisper::cli {

/// The text with control characters, marks that turn the direction of writing, and bytes that are no UTF-8 shown as
/// escapes, but for line feeds, tabs and the colours of our own reports.
std::string harmless(std::string_view text);
/// The same for one line, without colours.
std::string harmless_line(std::string_view text);

/// Prints it to standard output, harmless.
void say(std::string_view text);

/// Whether standard output is a terminal that shows colours, and nobody asked for none (NO_COLOR, TERM=dumb).
bool wants_colour();
/// Whether standard error is a terminal on which a line can be drawn again.
bool can_redraw_errors();
/// For the reports: as wide as the terminal; without a limit where there is none.
reports::TerminalOptions terminal(bool colour);

}  // namespace crisper::cli
