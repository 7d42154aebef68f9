// Views of a design: those of its business, and those of the subscribers that the design adds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/design/design.hpp"
#include "core/domain/domain.hpp"

namespace crisper {

/// Consumers that the design names and the business doesn't know: subscribers that only read along, in the order of
/// their names.
std::vector<std::string> subscribers_of(const Design& design, const Domain& domain);

/// What all views show: the business's own in its order, then a count of events for each subscriber.
std::vector<std::shared_ptr<const ProjectionDefinition>> views_of(const Design& design, const Domain& domain);

}  // namespace crisper
