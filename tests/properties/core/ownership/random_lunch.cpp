#include "tests/properties/core/ownership/random_lunch.hpp"

#include <fmt/format.h>

namespace crisper::properties {
namespace {

/// One of the faults that every safe strategy promises to bear.
std::string random_fault(Rng& rng) {
  const auto number = [&](std::int64_t low, std::int64_t high) { return rng.between(low, high); };
  switch (number(0, 7)) {
    case 0: return fmt::format("{{loss: {}%}}", number(1, 8));
    case 1: return fmt::format("{{duplicate: {}%}}", number(1, 20));
    case 2: return fmt::format("{{reorder: {}%, by: 1ms..{}ms}}", number(1, 20), number(5, 60));
    case 3: return fmt::format("{{delay: {}%, by: 1ms..{}ms}}", number(1, 10), number(5, 400));
    case 4:
      return fmt::format("{{crash: handler-{}, at: {}ms, restart_after: {}ms}}", number(1, 3), number(1000, 3000),
                         number(1, 900));
    case 5:
      return fmt::format("{{pause: handler-{}, at: {}ms, for: {}ms}}", number(1, 3), number(1000, 3000),
                         number(100, 1500));
    case 6:
      return fmt::format("{{clock_skew: handler-{}, by: {}ms, at: {}ms, for: 2s}}", number(1, 3), number(-900, 900),
                         number(0, 3000));
    default:
      return fmt::format("{{partition: {{from: handler-{}, to: \"*\"}}, at: {}ms, for: {}ms}}", number(1, 3),
                         number(1000, 3000), number(50, 900));
  }
}

std::string random_fault_on(const std::string& target, Rng& rng) {
  const auto number = [&](std::int64_t low, std::int64_t high) { return rng.between(low, high); };
  switch (number(0, 2)) {
    case 0:
      return fmt::format("{{crash: {}, at: {}ms, restart_after: {}ms}}", target, number(200, 3000), number(1, 900));
    case 1: return fmt::format("{{pause: {}, at: {}ms, for: {}ms}}", target, number(200, 3000), number(50, 1500));
    default:
      return fmt::format("{{partition: {{from: {}, to: \"*\"}}, at: {}ms, for: {}ms}}", target, number(200, 3000),
                         number(50, 900));
  }
}

}  // namespace

std::string random_lunch(std::string_view strategy, std::uint64_t number, std::string_view settings,
                         std::string_view workload, const MoreTargets& targets) {
  Rng rng = Rng(number).fork("random lunch");
  const auto draw = [&](std::int64_t low, std::int64_t high) { return rng.between(low, high); };
  std::string faults;
  for (std::int64_t left = draw(1, 4); left > 0; --left) faults += "  - " + random_fault(rng) + "\n";
  Rng more = Rng(number).fork("more faults");  // of its own: those above stay as they are
  for (std::int64_t left = targets.empty() ? 0 : more.between(std::int64_t{1}, std::int64_t{2}); left > 0; --left) {
    const auto which = more.between(std::int64_t{0}, static_cast<std::int64_t>(targets.size()) - 1);
    faults += "  - " + random_fault_on(targets[static_cast<std::size_t>(which)], more) + "\n";
  }
  return fmt::format(R"(
crisper: 1
name: random lunch {}
design:
  client: {{timeout: 1s, attempts: 20}}
  command_queue: {{handlers: {}, visibility_timeout: {}ms, dead_letter_after: 1000}}
  ownership: {{strategy: {}, lease: {}ms, wait: {}ms, holder_clock: wall, taker_clock: wall{}}}
  executor: {{timeout: {}ms}}
  event_store: {{append: any}}
  event_log: {{redeliver_after: 300ms}}
deployment: {{hosts: {}, link: {{latency: {}us}}, transport: {{kind: {}}}}}
workload:
  orders: {{count: {}, rate: {}/s, customers: 10, fridges: {}, meals: 1}}
  restock: {{initial: {}}}
{}faults:
{}properties: [all]
seed: {}
run: {{horizon: 1h, settle: 3s}}
)",
                     number, draw(3, 6), draw(800, 3000), strategy, draw(200, 1000), draw(100, 800), settings,
                     draw(300, 1500), draw(2, 6), draw(200, 3000), draw(0, 1) == 0 ? "session" : "datagram",
                     draw(10, 40), draw(10, 60), workload.empty() ? draw(1, 3) : draw(3, 4), draw(3, 12), workload,
                     faults, number);
}

std::vector<ScaleStep> random_scale(Rng& rng) {
  std::vector<ScaleStep> steps;
  Duration at = std::chrono::seconds(1);
  for (std::int64_t left = rng.between(1, 4); left > 0; --left) {
    at += std::chrono::milliseconds(rng.between(1, 700));
    steps.push_back({.at = at, .handlers = static_cast<std::uint32_t>(rng.between(1, 9))});
  }
  return steps;
}

}  // namespace crisper::properties
