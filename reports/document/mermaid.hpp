// Mermaid: a message diagram as text that hosts of code draw.
#pragma once

#include <string>
#include <string_view>

#include "reports/document/message_diagram.hpp"

namespace crisper::reports {

/// Any text as words of a diagram: what means something to Mermaid is written as its code.
std::string mermaid_text(std::string_view text);

/// A sequence diagram, with a note at its top where there are words for it; each line ends with a line feed. What of a
/// name means something to Mermaid is written as its code.
std::string mermaid_of(const MessageDiagram& diagram, std::string_view words = {});

}  // namespace crisper::reports
