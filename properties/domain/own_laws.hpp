// OwnLaws: what is judged of a business that a scenario itself describes. Its wing is `written`.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/domain/domain.hpp"
#include "properties/domain/row_fold.hpp"
#include "properties/registry.hpp"
#include "properties/support/patience.hpp"

namespace crisper::properties {

/// Each is a law of this domain. None for a business that the program has: its laws are in the registry. They point
/// into the domain, which outlives them.
std::vector<PropertyEntry> own_laws(const Domain& domain);

/// The law of this name among them, or in the registry; null: there is none.
const PropertyEntry* find_law(const std::vector<PropertyEntry>& own, std::string_view name);

/// What its events make of the rows of its views. Null for a business that the program has. It outlives the domain.
std::shared_ptr<const RowFold> own_row_fold(const Domain& domain);

/// Of its services and process managers.
Patience own_patience(const Domain& domain);

}  // namespace crisper::properties
