#include "reports/document/mermaid.hpp"

#include <fmt/format.h>

#include <string_view>

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
  return text + lines_in_order(
                    diagram,
                    [](const MessageDiagram::Arrow& each) {
                      const std::string_view fate = fate_of(each);
                      return fmt::format("    p{}{}p{}: {}{}\n", each.from,
                                         each.arrived ? "->>" : is_lost(each) ? "-x" : "--)", each.to,
                                         mermaid_text(each.label), fate.empty() ? "" : fmt::format(" ({})", fate));
                    },
                    [](const MessageDiagram::Mark& each, std::string_view sentence) {
                      return fmt::format("    Note over p{}: {}. {}\n", each.lifeline, each.sentence,
                                         mermaid_text(sentence));
                    });
}

}  // namespace crisper::reports
