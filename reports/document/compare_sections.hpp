// Compare sections: what a comparison says, at the head of its sweep's document.
#pragma once

#include "properties/compare/comparison.hpp"
#include "reports/document/document.hpp"

namespace crisper::reports {

/// The ranking, the differences, what is traded for what, where runs part.
void add_compare_sections(Document& document, const properties::SweepResult& sweep,
                          const properties::Comparison& comparison);

}  // namespace crisper::reports
