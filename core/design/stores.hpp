// Stores: what events and views are kept in, as the design says.
#pragma once

#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "core/store/event_store_process.hpp"
#include "core/subscription/consumer_store.hpp"

namespace crisper {

EventStoreFactory event_store_of(const EventStoreDesign& design, const Domain& domain);

/// What keeps a projection's view.
ConsumerStoreFactory view_store_of(const ConsumerDesign& chosen);

}  // namespace crisper
