// DomainLaws: all that `properties` knows of a business. It gives them in its wing, properties/domain/NAME; nobody else
// names it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/service/dispatcher.hpp"
#include "properties/domain/row_change.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/registry.hpp"
#include "properties/sometimes/sometimes_entry.hpp"
#include "properties/support/patience.hpp"

namespace crisper::properties {

struct DomainLaws {
  std::string_view name;  ///< as in core/domain/domains.hpp
  std::vector<PropertyEntry> laws;
  std::vector<SometimesEntry> sometimes;  ///< what a run of a hunt may have to reach
  std::vector<MeasureEntry> measures;
  /// Its decisions once more, stated by somebody else: its own deciders are what a run is made of, and a mistake in
  /// them is no mistake to them. Rejections are right whatever their words. May be null.
  std::shared_ptr<const Dispatcher> reference_rules;
  /// Of its own services and process managers.
  Patience (*patience)(const sim::Scenario&);
  std::string_view row_item;  ///< what a row of its views is numbered by: "meal"
  /// Nothing for events that change no row.
  std::optional<RowChange> (*row_change)(std::string_view event_type, std::string_view text);
};

}  // namespace crisper::properties
