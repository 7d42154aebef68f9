// ShownMessages: which messages the sequence diagrams show, and in words which these are.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "reports/document/message_diagram.hpp"
#include "reports/document/report_subject.hpp"

namespace crisper::reports {

struct ShownMessages {
  std::string title;
  std::string words;  ///< what is shown of what
  MessageDiagram diagram;
};

/// Those of the first failure that was told and has any; where nothing failed, the conversation of the first command
/// that was carried out, from the trace. Fails with one line where there is neither.
Result<ShownMessages, std::string> shown_messages_of(const ReportSubject& subject);

std::string mermaid_text(const ShownMessages& shown);
std::string plantuml_text(const ShownMessages& shown);

}  // namespace crisper::reports
