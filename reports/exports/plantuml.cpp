#include <fmt/format.h>

#include <string_view>

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
  text += lines_in_order(
      diagram,
      [](const MessageDiagram::Arrow& each) {
        const std::string_view fate = fate_of(each);
        return fmt::format("p{} {} p{} : {}{}\n", each.from, each.arrived ? "->" : is_lost(each) ? "->x" : "--\\",
                           each.to, creole_text(each.label), fate.empty() ? "" : fmt::format(" ({})", fate));
      },
      [](const MessageDiagram::Mark& each, std::string_view sentence) {
        return fmt::format("note over p{} : {}. {}\n", each.lifeline, each.sentence, creole_text(sentence));
      });
  return text;  // what ends it stands behind the signature: PlantUML takes a line below it for a diagram of its own
}

Exported plantuml_of(const ReportSubject& subject) {
  const auto shown = shown_messages_of(subject);
  if (!shown) return failure(shown.error());
  return plantuml_text(*shown);
}

}  // namespace crisper::reports
