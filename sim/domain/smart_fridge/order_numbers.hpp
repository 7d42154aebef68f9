// The numbers by which orders and baskets are known.
#pragma once

#include <cstdint>

#include "sim/workload/script.hpp"

namespace crisper::smart_fridge {

/// Baskets are numbered from here, and orders below it: both settle reservations under their number.
inline constexpr std::uint64_t first_basket = 1'000'000'000;

/// Gives each order without a number the number of its place among the orders, from 1; baskets likewise, from a number
/// that no order has.
sim::Script with_order_numbers(sim::Script script);

}  // namespace crisper::smart_fridge
