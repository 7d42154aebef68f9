// The claims that a written law may make, each a kind of property.
#pragma once

#include "properties/registry.hpp"

namespace crisper::written {

properties::PropertyEntry always_entry(const properties::PropertyInfo& info);
properties::PropertyEntry eventually_entry(const properties::PropertyInfo& info);
properties::PropertyEntry sometimes_entry(const properties::PropertyInfo& info);
properties::PropertyEntry never_twice_entry(const properties::PropertyInfo& info);
properties::PropertyEntry within_entry(const properties::PropertyInfo& info);
properties::PropertyEntry on_sight_entry(const properties::PropertyInfo& info);

}  // namespace crisper::written
