// CaseSize as JSON, for every report that tells of shrinking.
#pragma once

#include <nlohmann/json.hpp>

#include "properties/search/shrink/case_size.hpp"

namespace crisper::reports {

inline nlohmann::ordered_json case_size_json(const properties::CaseSize& size) {
  return {{"steps", size.steps},
          {"clients", size.clients},
          {"faults", size.faults},
          {"messages", size.messages},
          {"deliveries", size.deliveries}};
}

}  // namespace crisper::reports
