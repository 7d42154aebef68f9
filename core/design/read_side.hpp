// Read side: the processes that show a design's views, (view, event) -> view, and whom of them to ask.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/client/read_session.hpp"
#include "core/design/consumers.hpp"
#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "core/runtime/system.hpp"

namespace crisper {

/// Each by its view's name.
struct ReadSide {
  std::map<std::string, std::vector<ReadNode>> nodes;
  /// Of a view that has a part for each area, in their order: who has this row. From 1.
  std::map<std::string, std::function<std::uint32_t(RowKey)>> area_of_row;
};

/// Adds them to the system: of each view one, several read nodes, or a part for each area.
ReadSide read_side_of(const Design& design, const Domain& domain, Consumers& consumers, System& system);

}  // namespace crisper
