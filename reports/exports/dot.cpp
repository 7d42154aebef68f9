#include <fmt/format.h>

#include "reports/exports/exports.hpp"
#include "reports/exports/shown_design.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

/// A text as the inside of a quoted string: Graphviz reads escapes and HTML's entities in labels.
std::string label_text(std::string_view text) {
  std::string result;
  for (const char c : harmless_words(text)) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '&' ? std::string("&amp;") : std::string(1, c);
  }
  return result;
}

}  // namespace

std::string dot_text(const ShownDesign& design) {
  std::string text = fmt::format(
      "digraph design {{\n  label=\"{}\\n{}\";\n  labelloc=t;\n  charset=\"UTF-8\";\n"
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n",
      label_text(design.name), label_text(design.words));
  for (std::size_t i = 0; i < design.picture.boxes.size(); ++i) {
    const DesignBox& box = design.picture.boxes[i];
    text += fmt::format("  b{} [label=\"{}\\n{}\"{}];\n", i, label_text(box.name), label_text(box.detail),
                        design.first_of(i).is_client ? ", shape=oval" : "");
  }
  for (const sim::Channel& each : design.channels()) {
    text += fmt::format("  b{} -> b{} [label=\"{}\", edgetooltip=\"{}\", style={}];\n", each.from, each.to,
                        name_of(each.cargo), channel_words(each), each.at_least_once ? "solid" : "dashed");
  }
  return text + "}\n";
}

Exported dot_of(const ReportSubject& subject) {
  const auto design = shown_design_of(subject);
  if (!design) return failure(design.error());
  return dot_text(*design);
}

}  // namespace crisper::reports
