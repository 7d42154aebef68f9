// The concurrency view as a document: process model, state models, concerns, questions (decision 0026).
#pragma once

#include "reports/document/document.hpp"
#include "reports/view/view_source.hpp"

namespace crisper::reports {

Document document_of(const ViewSource& source);

}  // namespace crisper::reports
