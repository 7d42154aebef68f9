// RandomDelivery: a small scenario drawn from a number: work, timing, message faults, and crashes of any process that
// the design has.
#pragma once

#include <cstdint>
#include <string>

namespace crisper::properties {

/// What is not drawn.
struct DeliverySettings {
  std::string publication;                ///< in flow style: "{method: outbox, relays: 2}"
  std::string consumer = "{}";            ///< of every consumer
  std::string event_store = "{}";
  std::string ownership = "{strategy: optimistic}";
  std::string properties = "[all]";
  std::string faults = {};                ///< more lines, each a list item
  bool random_faults = true;
};

/// A scenario file.
std::string random_delivery(const DeliverySettings& settings, std::uint64_t number);

}  // namespace crisper::properties
