// Keys made of two ids, for tables.
#pragma once

#include <cstdint>

#include "core/base/digest.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/message/ids.hpp"

namespace crisper::properties {

/// One meal in one fridge.
struct StockKey {
  StreamId fridge;
  smart_fridge::MealId meal;
  friend bool operator==(const StockKey&, const StockKey&) = default;
  std::uint64_t hash() const { return mix_bits(fridge.value ^ mix_bits(meal.value + 1)); }
};

/// One meal that one fridge sets aside for one order.
struct ReservationKey {
  StreamId fridge;
  smart_fridge::OrderId order;
  smart_fridge::MealId meal;
  friend bool operator==(const ReservationKey&, const ReservationKey&) = default;
  std::uint64_t hash() const { return mix_bits(fridge.value ^ mix_bits(order.value ^ mix_bits(meal.value + 1))); }
};

/// One process and one state that it works on.
struct ProcessStream {
  ProcessId process;
  StreamId stream;
  friend bool operator==(const ProcessStream&, const ProcessStream&) = default;
  std::uint64_t hash() const { return mix_bits(stream.value ^ mix_bits(process.value + 1)); }
};

/// The turn in which a client asks, and is answered.
struct ClientTurn {
  ProcessId client;
  CausationId turn;
  friend bool operator==(const ClientTurn&, const ClientTurn&) = default;
  std::uint64_t hash() const { return mix_bits(turn.value ^ mix_bits(client.value + 1)); }
};

/// One row of one consumer's view.
struct ViewRow {
  ProcessId consumer;
  StockKey row;
  friend bool operator==(const ViewRow&, const ViewRow&) = default;
  std::uint64_t hash() const { return mix_bits(row.hash() ^ mix_bits(consumer.value + 1)); }
};

}  // namespace crisper::properties
