// The Markdown of a report in less than what a CI server takes for the summary of a step.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "reports/document/writers.hpp"
#include "reports/exports/exports.hpp"

namespace crisper::reports {
namespace {

std::size_t bytes_of(const Section& section) {
  Document alone;
  alone.sections.push_back(section);
  return markdown_of(alone).size();
}

void drop_largest_section(Document& document, std::vector<std::string>& dropped) {
  const auto largest = std::ranges::max_element(document.sections, {}, bytes_of);
  dropped.push_back(largest->title);
  document.sections.erase(largest);
}

}  // namespace

std::string step_summary_text(Document document, std::size_t bytes_max) {
  std::string text = markdown_of(document);
  std::vector<std::string> dropped;
  const std::vector<std::string> remarks = document.remarks;
  while (text.size() > bytes_max && !document.sections.empty()) {
    drop_largest_section(document, dropped);
    document.remarks = remarks;
    document.remarks.push_back(fmt::format("Left out, since a summary of a step may not be longer: {}. The report has "
                                           "all of it.",
                                           fmt::join(dropped, ", ")));
    text = markdown_of(document);
  }
  if (text.size() <= bytes_max) return text;
  // Even its head is too long: whole lines of it, so that no character and no mark is cut in two.
  const std::string end = "\n(cut here)\n";
  const std::size_t line = text.rfind('\n', bytes_max - end.size() - 1);
  return text.substr(0, line == text.npos ? 0 : line) + end;
}

Exported step_summary_of(const ReportSubject& subject) {
  return step_summary_text(document_of(subject), step_summary_bytes_max);
}

}  // namespace crisper::reports
