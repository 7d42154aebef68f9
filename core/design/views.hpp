// Views of a design: those of its business, and those of the subscribers that the design adds; and what their read
// nodes and the other consumers are called.
#pragma once

#include <cstdint>
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

/// "catalog", and of the others "catalog-2"
std::string read_node_name(const std::string& view, std::uint32_t number);

/// The names of the read nodes of this view that are there from the beginning of a run to its end.
std::vector<std::string> lasting_read_nodes(const std::string& view, const Design& design);

/// The names of those processes of it to whom every event is to come.
std::vector<std::string> consumers_of(const Design& design, const Domain& domain);

}  // namespace crisper
