// Harmless text: text from files that somebody else may have written, with nothing in it that commands whoever shows
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crisper::reports {

/// Whether a character commands nobody: no control character, no mark that turns the direction of writing.
bool is_harmless(std::uint32_t code);

/// Takes the first character of a text that is not empty and appends it: as it is, or, where it is a control character,
/// a mark that turns the direction of writing, or no UTF-8, as an escape ("\x1b", "\u202e").
void take_harmless(std::string_view& text, std::string& result);

/// All of it; line feeds and tabs stay. Of JSON, it is JSON that says the same: what is replaced stands in its strings.
std::string harmless_text(std::string_view text);
/// The same for one line: a line feed is an escape, too.
std::string harmless_words(std::string_view text);

}  // namespace crisper::reports
