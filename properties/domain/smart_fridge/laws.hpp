// Laws of the smart fridge. A new one is a file in laws/ that defines its function, a line here, a test and a section
// in docs/guide/properties.md.
#pragma once

#include "properties/registry.hpp"

/// SMART_FRIDGE_LAWS(X): X(name), in the order in which they are reported.
#define SMART_FRIDGE_LAWS(X) \
  X(last_values_shown)      \
  X(stock_never_negative)   \
  X(sold_at_most_loaded)    \
  X(meals_conserved)        \
  X(quotas_add_up)          \
  X(reservation_ends)       \
  X(baskets_whole)          \
  X(stand_in_was_on)        \
  X(charged_once)           \
  X(order_settled)          \
  X(order_enriched)         \
  X(mailed_once)            \
  X(refills_follow)         \
  X(releases_follow_plan)   \
  X(projection_matches_log) \
  X(venue_is_sum)           \
  X(stock_is_true)          \
  X(promotions_in_time)     \
  X(price_as_promised)

namespace crisper::smart_fridge::laws {

#define SMART_FRIDGE_LAW(name) properties::PropertyEntry name();
SMART_FRIDGE_LAWS(SMART_FRIDGE_LAW)
#undef SMART_FRIDGE_LAW

}  // namespace crisper::smart_fridge::laws
