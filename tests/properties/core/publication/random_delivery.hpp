// RandomDelivery: a small scenario drawn from a number: work, timing, message faults, and crashes of any process that
// the design has.
#pragma once

#include <cstdint>
#include <string>

namespace crisper::properties {

/// What is not drawn.
struct DeliverySettings {
  std::string publication;                ///< in flow style: "{method: outbox, relays: 2}"
  std::string consumer = "{}";            ///< of the catalogue and of the order process
  std::string catalog = {};               ///< of the catalogue alone; empty: as above
  std::string event_store = "{}";
  std::string event_log = {};             ///< more of it: ", fan_out: ordered"
  std::string ownership = "{strategy: optimistic}";
  std::string properties = "[all]";
  std::string faults = {};                ///< more lines, each a list item
  bool random_faults = true;
  std::int64_t fridges = 1;               ///< at least
  std::string consumers = {};             ///< more of them, or others: ", low-stock: {inbox: off}"
  std::string deployment = {};            ///< more of it: ", disk: {sync: 20ms}"
  std::string design = {};                ///< more lines below `design`, indented by two
  std::string workload = {};              ///< more lines below `workload`, indented by two
  std::string more = {};                  ///< more lines of the scenario
};

/// A scenario file.
std::string random_delivery(const DeliverySettings& settings, std::uint64_t number);

}  // namespace crisper::properties
