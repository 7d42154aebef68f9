// Keys made of a fridge and what is in it, for tables.
#pragma once

#include <cstdint>

#include "core/base/digest.hpp"
#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

/// One meal in one fridge.
struct StockKey {
  StreamId fridge;
  MealId meal;
  friend bool operator==(const StockKey&, const StockKey&) = default;
  std::uint64_t hash() const { return mix_bits(fridge.value ^ mix_bits(meal.value + 1)); }
};

/// One meal that one fridge sets aside for one order.
struct ReservationKey {
  StreamId fridge;
  OrderId order;
  MealId meal;
  friend bool operator==(const ReservationKey&, const ReservationKey&) = default;
  std::uint64_t hash() const { return mix_bits(fridge.value ^ mix_bits(order.value ^ mix_bits(meal.value + 1))); }
};

/// One row of one consumer's view.
struct ViewRow {
  ProcessId consumer;
  StockKey row;
  friend bool operator==(const ViewRow&, const ViewRow&) = default;
  std::uint64_t hash() const { return mix_bits(row.hash() ^ mix_bits(consumer.value + 1)); }
};

}  // namespace crisper::smart_fridge
