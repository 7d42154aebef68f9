// Capacity sections: what a search for a capacity found, at the head of its sweep's document.
#pragma once

#include "properties/capacity/capacity.hpp"
#include "reports/document/document.hpp"

namespace crisper::reports {

/// What was found and what ends it, each rate that was tried, the law that throughput follows.
void add_capacity_sections(Document& document, const properties::SweepResult& sweep,
                           const properties::Capacity& capacity);

}  // namespace crisper::reports
