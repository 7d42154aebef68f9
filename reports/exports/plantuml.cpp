#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "reports/exports/exports.hpp"
#include "reports/exports/shown_messages.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

/// What means something to PlantUML (its preprocessor, Creole, HTML) is written as its code.
std::string creole_text(std::string_view text) {
  std::string result;
  char before = ' ';
  for (const char c : harmless_words(text)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool is_plain = is_letter || (c & '\x80') != 0 || c == ' ' ||
                          (std::string_view(".,-_()").find(c) != std::string_view::npos && c != before);
    result += is_plain ? std::string(1, c) : fmt::format("<U+{:04X}>", static_cast<unsigned>(c));
    before = c;
  }
  return result;
}

}  // namespace

std::string plantuml_text(const ShownMessages& shown) {
  const MessageDiagram& diagram = shown.diagram;
  std::string text =
      fmt::format("@startuml\ntitle {}\nheader {}\n", creole_text(shown.title), creole_text(shown.words));
  for (std::size_t i = 0; i < diagram.lifelines.size(); ++i) {
    text += fmt::format("participant \"{}\" as p{}\n", creole_text(diagram.lifelines[i]), i);
  }
  std::vector<std::tuple<std::size_t, int, std::string>> lines;
  for (const MessageDiagram::Arrow& each : diagram.arrows) {
    const std::string_view fate = fate_of(each);
    lines.emplace_back(each.arrived.value_or(each.sent), 0,
                       fmt::format("p{} {} p{} : {}{}\n", each.from,
                                   each.arrived ? "->" : is_lost(each) ? "->x" : "--\\", each.to,
                                   creole_text(each.label), fate.empty() ? "" : fmt::format(" ({})", fate)));
  }
  for (const MessageDiagram::Mark& each : diagram.marks) {
    const bool is_known = each.sentence >= 1 && each.sentence <= diagram.sentences.size();
    lines.emplace_back(each.row, 1,
                       fmt::format("note over p{} : {}. {}\n", each.lifeline, each.sentence,
                                   is_known ? creole_text(diagram.sentences[each.sentence - 1]) : ""));
  }
  std::ranges::stable_sort(lines, [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  for (const auto& [row, order, line] : lines) text += line;
  return text;  // what ends it stands behind the signature: PlantUML takes a line below it for a diagram of its own
}

Exported plantuml_of(const ReportSubject& subject) {
  const auto shown = shown_messages_of(subject);
  if (!shown) return failure(shown.error());
  return plantuml_text(*shown);
}

}  // namespace crisper::reports
