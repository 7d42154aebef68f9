#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/base/version.hpp"
#include "reports/document/mermaid.hpp"
#include "reports/document/sections.hpp"
#include "reports/document/svg.hpp"
#include "reports/document/writers.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & '\x80') != 0;
}

/// Whether hosts of code make a link of what stands around this place, or call somebody by it: @somebody, #1, GH-1,
/// http://, www. An empty comment behind it keeps words what they are.
bool may_link_at(std::string_view line, std::size_t at) {
  const std::string_view after = line.substr(at + 1);
  const char c = line[at];
  const auto before = [&](std::size_t back) { return at >= back ? static_cast<char>(line[at - back] | 0x20) : ' '; };
  if (c == '@' || c == '#') return !after.empty() && is_word(after[0]);
  if (c == ':') return after.starts_with("//");
  if (c == '-') {
    return before(2) == 'g' && before(1) == 'h' && !is_word(before(3)) && !after.empty() && is_word(after[0]);
  }
  return (c | 0x20) == 'w' && before(1) == 'w' && before(2) == 'w' && after.starts_with('.');
}

/// Words in a line: nothing in them is markup, none of them begins a block, and none becomes a link.
std::string inline_text(std::string_view text) {
  const std::string line = harmless_words(text);
  std::string result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '<') {
      result += "&lt;";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      const bool inside_word = c == '_' && i > 0 && is_word(line[i - 1]) && i + 1 < line.size() && is_word(line[i + 1]);
      const bool is_mark = std::string_view("\\`*[]>|~$_").find(c) != std::string_view::npos && !inside_word;
      const bool is_first = result.empty() && std::string_view("#-+=").find(c) != std::string_view::npos;
      const bool ends_word = i + 1 == line.size() || line[i + 1] == ' ';
      const bool is_item =
          (c == '.' || c == ')') && i > 0 && ends_word && line.find_first_not_of("0123456789") == i;
      if (is_mark || is_first || is_item) result += '\\';
      result += c;
      if (may_link_at(line, i)) result += "<!-- -->";
    }
  }
  return result;
}

/// Lines as they are, between fences that none of them can close.
std::string fenced(std::string_view text, std::string_view language) {
  const std::string clean = harmless_text(text);
  std::size_t longest = 2, run = 0;
  for (const char c : clean) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}{}\n{}{}{}\n\n", fence, language, clean, clean.ends_with('\n') ? "" : "\n", fence);
}

std::string text_of(const Paragraph& paragraph) {
  const bool is_bad = paragraph.tone == Tone::bad;
  return fmt::format("{0}{1}{0}\n\n", is_bad ? "**" : "", inline_text(paragraph.text));
}

std::string text_of(const Code& code) {
  const std::string text = fenced(code.text, "");
  if (code.title.empty()) return text;
  return fmt::format("<details><summary>{}</summary>\n\n{}</details>\n\n", inline_text(code.title), text);
}

std::string text_of(const NumberedList& list) {
  std::string text;
  std::size_t number = 0;
  for (const std::string& each : list.items) text += fmt::format("{}. {}\n", ++number, inline_text(each));
  return text + "\n";
}

std::string text_of(const DocumentTable& table) {
  std::string text = table.title.empty() ? "" : fmt::format("{}:\n\n", inline_text(table.title));
  std::string rule;
  text += "|";
  for (const DocumentTable::Column& each : table.columns) {
    text += fmt::format(" {} |", inline_text(each.name));
    rule += each.is_number ? " ---: |" : " --- |";
  }
  text += "\n|" + rule + "\n";
  for (const DocumentTable::Row& row : table.rows) {
    text += "|";
    for (const std::string& each : row.cells) text += fmt::format(" {} |", inline_text(each));
    text += "\n";
  }
  return text + "\n";
}

/// Its channels are in a table.
std::string text_of(const DesignPicture&) { return {}; }

/// What it shows is in a table.
std::string text_of(const CurvePicture&) { return {}; }

std::string text_of(const MessageDiagram& diagram) { return fenced(mermaid_of(diagram), "mermaid"); }

/// Their figures are in a table.
std::string text_of(const TimeCharts& charts) { return charts.bands.empty() ? "" : text_of(bands_table(charts)); }

}  // namespace

std::string markdown_of(const Document& document) {
  std::string text = fmt::format("# {}\n\n**{}**: {}\n\n", inline_text(document.title), name_of(document.verdict),
                                 inline_text(document.sentence));
  for (const std::string& each : document.remarks) text += fmt::format("- {}\n", inline_text(each));
  if (!document.remarks.empty()) text += "\n";
  for (const auto& [name, value] : document.facts) {
    text += fmt::format("- {}: {}\n", inline_text(name), inline_text(value));
  }
  text += "\n";
  if (!document.again.empty()) text += "To see it again:\n\n" + fenced(document.again, "");
  for (const Section& section : document.sections) {
    text += fmt::format("## {}\n\n", inline_text(section.title));
    for (const Block& block : section.blocks) {
      text += std::visit([](const auto& each) { return text_of(each); }, block);
    }
  }
  return text + fmt::format("Written by crisper {}.\n", version_text());
}

}  // namespace crisper::reports
