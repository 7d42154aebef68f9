// What events do to rows of the catalogue, read off their text.
#pragma once

#include "properties/domain/row_change.hpp"

namespace crisper::smart_fridge {

std::optional<properties::RowChange> row_change(std::string_view event_type, std::string_view text);

}  // namespace crisper::smart_fridge
