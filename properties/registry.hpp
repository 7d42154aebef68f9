// Registry: all properties by name, the laws of each business among them. A new one of any business is a file that
// defines its function of `entries`, a line here, a test and a section in docs/guide/properties.md.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "properties/property.hpp"

/// CRISPER_PROPERTIES(X): X(name), in the order in which they are reported.
#define CRISPER_PROPERTIES(X)   \
  X(run_completed)              \
  X(command_answered_once)      \
  X(accepted_is_carried_out)    \
  X(single_writer)              \
  X(no_deadlock)                \
  X(no_call_cycle)              \
  X(no_runaway_loop)            \
  X(stream_versions_contiguous) \
  X(event_appended_once)        \
  X(append_all_or_none)         \
  X(acknowledged_is_durable)    \
  X(store_undamaged)            \
  X(fencing_tokens_grow)        \
  X(within_memory)              \
  X(not_saturated)              \
  X(outbox_delivered)           \
  X(deadline_in_time)           \
  X(nobody_starves)             \
  X(enters_once)                \
  X(areas_apart)                \
  X(decision_is_right)          \
  X(sent_once)                  \
  X(no_event_lost)              \
  X(nothing_again_without_loss) \
  X(order_without_a_hole)       \
  X(compaction_keeps_last)      \
  X(events_in_order_per_stream) \
  X(event_applied_once)         \
  X(answered_in_step)           \
  X(taken_in_turn)              \
  X(reads_own_writes)           \
  X(reads_monotonic)

namespace crisper::properties {

struct PropertyEntry {
  PropertyInfo info;
  std::unique_ptr<Property> (*make)(const PropertyInfo&, const PropertySetup&);

  std::unique_ptr<Property> create(const PropertySetup& setup) const { return make(info, setup); }
};

/// What a property's file gives to the registry.
template <class Kind>
PropertyEntry entry(const PropertyInfo& info) {
  return {info, [](const PropertyInfo& own, const PropertySetup& setup) -> std::unique_ptr<Property> {
            return std::make_unique<Kind>(own, setup);
          }};
}

namespace entries {
#define CRISPER_PROPERTY(name) PropertyEntry name();
CRISPER_PROPERTIES(CRISPER_PROPERTY)
#undef CRISPER_PROPERTY
}  // namespace entries

/// In the order in which they are reported.
std::span<const PropertyEntry> all_properties();

/// Null where there is none of that name.
const PropertyEntry* find_property(std::string_view name);

}  // namespace crisper::properties
