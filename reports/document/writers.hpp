// Writers: a document as HTML or Markdown. What a name or a sentence has in it is text in each of them.
#pragma once

#include <string>

#include "reports/document/document.hpp"

namespace crisper::reports {

/// One file that needs nothing else: pictures, charts and style sheet are in it.
std::string html_of(const Document& document);

/// As GitHub reads it; tables for charts, Mermaid for messages.
std::string markdown_of(const Document& document);

}  // namespace crisper::reports
