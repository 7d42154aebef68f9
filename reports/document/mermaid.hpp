// Mermaid: a message diagram as text that hosts of code draw.
#pragma once

#include <string>

#include "reports/document/message_diagram.hpp"

namespace crisper::reports {

/// A sequence diagram; each line ends with a line feed. What of a name means something to Mermaid is written as its
/// code.
std::string mermaid_of(const MessageDiagram& diagram);

}  // namespace crisper::reports
