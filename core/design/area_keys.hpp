// Keys of areas: by what a command or an event belongs to an area, as the business says.
#pragma once

#include "core/command/area_design.hpp"
#include "core/domain/domain.hpp"

namespace crisper {

/// `domain` outlives it.
inline AreaKeyOf area_keys_of(const Domain& domain) {
  return [&domain](StreamId stream, const Payload& body) { return domain.area_key(stream, body); };
}

}  // namespace crisper
