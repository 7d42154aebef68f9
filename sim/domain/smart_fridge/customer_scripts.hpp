// What customers are to do: who orders what and when, which price they decide by, what shoppers take from several
// fridges, and what readers ask.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/client/intent.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {

/// What a customer looks at who looks first: how many of the meal the catalogue shows for the fridge.
Look look_before(const PlaceOrder& order);

/// Places in time at which orders may no longer begin.
struct OrderLimits {
  std::uint64_t count;
  Duration length;
};

OrderLimits limits_of(const OrdersSpec& orders);

/// How many processes the customers share.
std::uint64_t client_count(const OrdersSpec& orders);

// Each adds the clients of a section and what they do.
void add_orders(const OrdersSpec& spec, const Rng& rng, std::vector<ClientScript>& clients);
/// Customers who have been added see a price before they order, and it is the one that they pay.
void order_at_shown_prices(Duration decide_after, std::vector<ClientScript>& clients);
void add_baskets(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients);
void add_queries(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients);

}  // namespace crisper::smart_fridge
