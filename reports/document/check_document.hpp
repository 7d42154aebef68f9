// The document of a check: what was searched, and what that allows to conclude.
#pragma once

#include "reports/check_json_reader.hpp"
#include "reports/document/document.hpp"

namespace crisper::reports {

struct CheckSource {
  ReadCheck check;
};

Document document_of(const CheckSource& source);

}  // namespace crisper::reports
