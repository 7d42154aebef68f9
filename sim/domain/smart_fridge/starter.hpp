// What `crisper init` writes: the smallest scenario that shows every section.
#pragma once

#include <string_view>

namespace crisper::smart_fridge {

inline constexpr std::string_view starter_scenario =
    R"(# A first scenario. `crisper describe scenario` lists every key; `crisper schema` gives editors the same.
crisper: 1
name: my first design
domain: smart_fridge

design:
  command_queue: {handlers: 4, visibility_timeout: 5s, dead_letter_after: 20}
  ownership: {strategy: row_lock, lease: 2s, fencing: on}      # try: none
  event_store: {append: any}
  consumers:
    catalog: {inbox: on, sequencer: on, checkpoint: transactional}
  respond: appended

deployment: {hosts: 4, link: {latency: 1ms, bandwidth: 1Gbps}}

workload:
  orders: {rate: 20/s, for: 20s, customers: 20, fridges: 3, meals: 2}
  restock: {initial: 30}

faults:
  - {duplicate: 2%, on: {to: catalog}}
  - {crash: handler-1, at: 5s, restart_after: 2s}

properties:
  - all
  - order_latency: p99 < 5s
)";

}  // namespace crisper::smart_fridge
