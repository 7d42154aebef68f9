#include "reports/document/mermaid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "reports/support/harmless_text.hpp"

namespace crisper::reports {

std::string mermaid_text(std::string_view text) {
  std::string result;
  for (const char c : harmless_words(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view(" .,-_()=/").find(c) != std::string_view::npos || (c & '\x80') != 0;
    result += plain ? std::string(1, c) : fmt::format("#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return result;
}

std::string mermaid_of(const MessageDiagram& diagram, std::string_view words) {
  std::string text = "sequenceDiagram\n";
  for (std::size_t i = 0; i < diagram.lifelines.size(); ++i) {
    text += fmt::format("    participant p{} as {}\n", i, mermaid_text(diagram.lifelines[i]));
  }
  if (!words.empty() && !diagram.lifelines.empty()) {
    const std::size_t last = diagram.lifelines.size() - 1;
    text += fmt::format("    Note over {}: {}\n", last == 0 ? "p0" : fmt::format("p0,p{}", last), mermaid_text(words));
  }
  // In the order in which it happens: what is sent before what is told, in one row.
  std::vector<std::tuple<std::size_t, int, std::string>> lines;
  for (const MessageDiagram::Arrow& each : diagram.arrows) {
    lines.emplace_back(each.arrived.value_or(each.sent), 0,
                       fmt::format("    p{}{}p{}: {}{}\n", each.from,
                                   each.arrived ? "->>" : is_lost(each) ? "-x" : "--)", each.to,
                                   mermaid_text(each.label),
                                   fate_of(each).empty() ? "" : fmt::format(" ({})", fate_of(each))));
  }
  for (const MessageDiagram::Mark& each : diagram.marks) {
    const bool is_known = each.sentence >= 1 && each.sentence <= diagram.sentences.size();
    lines.emplace_back(each.row, 1,
                       fmt::format("    Note over p{}: {}. {}\n", each.lifeline, each.sentence,
                                   is_known ? mermaid_text(diagram.sentences[each.sentence - 1]) : ""));
  }
  std::ranges::stable_sort(lines, [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  for (const auto& [row, order, line] : lines) text += line;
  return text;
}

}  // namespace crisper::reports
