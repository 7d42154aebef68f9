#include "reports/document/mermaid.hpp"

#include "reports/exports/exports.hpp"
#include "reports/exports/shown_messages.hpp"

namespace crisper::reports {

std::string mermaid_text(const ShownMessages& shown) {
  return mermaid_of(shown.diagram, shown.title + ". " + shown.words);
}

Exported mermaid_export(const ReportSubject& subject) {
  const auto shown = shown_messages_of(subject);
  if (!shown) return failure(shown.error());
  return mermaid_text(*shown);
}

}  // namespace crisper::reports
