#include <fmt/format.h>

#include <algorithm>

#include "reports/document/svg.hpp"

namespace crisper::reports {
namespace {

constexpr double head_height = 46, row_height = 26, time_width = 84, lane = 152, edge = 8;
constexpr std::size_t name_letters = 17, label_letters = 22;

double x_of(std::size_t lifeline) { return time_width + lane * (static_cast<double>(lifeline) + 0.5); }
double y_of(std::size_t row) { return head_height + row_height * (static_cast<double>(row) + 0.7); }

std::string drawn(const MessageDiagram::Arrow& arrow) {
  const double x1 = x_of(arrow.from), y1 = y_of(arrow.sent);
  const bool never_came = is_lost(arrow);
  // What never came, came later or was still under way ends half way.
  const double x2 = arrow.arrived ? x_of(arrow.to) : (x1 + x_of(arrow.to)) / 2;
  const double y2 = arrow.arrived ? y_of(*arrow.arrived) : y1;
  std::string svg = fmt::format("<g class=\"arrow{}\">"
                                "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"{}/>",
                                never_came ? " lost" : arrow.arrived ? "" : " later", x1, y1, x2, y2,
                                never_came ? "" : " marker-end=\"url(#tip)\"");
  if (never_came) {
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}l10 10m0 -10l-10 10\"/>", x2 - 5, y2 - 5);
  }
  // Near the sender, or labels of arrows that cross would lie on each other.
  const double towards = x2 > x1 ? 1 : -1;
  const char* const anchor = towards > 0 ? "start" : "end";
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}<title>{}</title></text>", x1 + towards * 12,
                     y1 - 5 + (y2 > y1 ? 1 : 0), anchor, markup_text(arrow.label, label_letters),
                     markup_text(arrow.label));
  if (const std::string_view fate = fate_of(arrow); !fate.empty()) {  // below the line, where no label is
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x1 + towards * 12, y1 + 12,
                       anchor, fate);
  }
  return svg + "</g>\n";
}

}  // namespace

std::string svg_of(const MessageDiagram& diagram) {
  const double width = time_width + lane * static_cast<double>(diagram.lifelines.size()) + edge;
  const double height = y_of(diagram.rows.size()) + edge;
  std::string svg = fmt::format(
      "<svg class=\"messages\" viewBox=\"0 0 {0:.0f} {1:.0f}\" style=\"max-width:{0:.0f}px;min-width:{2:.0f}px\" "
      "role=\"img\" aria-label=\"the messages that led to the failure\">\n",
      width, height, width * 0.7);
  for (std::size_t i = 0; i < diagram.lifelines.size(); ++i) {
    svg += fmt::format("<line class=\"lifeline\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2:.1f}\"/>"
                       "<rect class=\"box\" x=\"{3:.1f}\" y=\"8\" width=\"{4}\" height=\"28\" rx=\"5\"/>"
                       "<text class=\"name\" x=\"{0:.1f}\" y=\"26\">{5}<title>{6}</title></text>\n",
                       x_of(i), 36, height - edge, x_of(i) - (lane - 10) / 2, lane - 10,
                       markup_text(diagram.lifelines[i], name_letters), markup_text(diagram.lifelines[i]));
  }
  std::string before;
  for (std::size_t row = 0; row < diagram.rows.size(); ++row) {
    if (diagram.rows[row] == before) continue;
    before = diagram.rows[row];
    svg += fmt::format("<text class=\"tick\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", time_width - 10,
                       y_of(row) + 4, markup_text(before));
  }
  for (const MessageDiagram::Arrow& each : diagram.arrows) svg += drawn(each);
  for (const MessageDiagram::Mark& each : diagram.marks) {
    svg += fmt::format("<g class=\"mark{}\"><circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"10\"/>"
                       "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>",
                       each.is_fault ? " fault" : "", x_of(each.lifeline), y_of(each.row), x_of(each.lifeline),
                       y_of(each.row) + 4, each.sentence);
    if (each.sentence <= diagram.sentences.size()) {
      svg += fmt::format("<title>{}</title>", markup_text(diagram.sentences[each.sentence - 1]));
    }
    svg += "</g>\n";
  }
  return svg + "</svg>\n";
}

}  // namespace crisper::reports
