#include "sim/domain/smart_fridge/workload.hpp"

#include <algorithm>

#include "core/base/rng.hpp"
#include "sim/domain/smart_fridge/customer_scripts.hpp"
#include "sim/domain/smart_fridge/fridge_scripts.hpp"
#include "sim/domain/smart_fridge/kitchen_scripts.hpp"

namespace crisper::smart_fridge {

SimTime expected_end(const Workload& spec) {
  const OrdersSpec& orders = spec.orders;
  const OrderLimits limits = limits_of(orders);
  Duration length = limits.length;
  if (orders.count) {
    const Duration by_count =
        orders.closed ? orders.closed->think * static_cast<std::int64_t>(limits.count / client_count(orders))
                      : sim::expected_time(orders.arrivals, orders.rate, limits.count);
    length = std::min(length, by_count);
  }
  return sim_start + orders.start + length;
}

std::optional<sim::StagedLoad> staged_load(const Workload& spec) {
  const SimTime start = sim_start + spec.orders.start;
  const auto staged = [&](const char* who, const sim::ArrivalSpec& arrivals, SimTime end) {
    return sim::StagedLoad{
        .of = who, .start = start, .end = end, .stages = arrivals.stages, .repeat = arrivals.repeat};
  };
  if (!spec.orders.closed && !spec.orders.arrivals.stages.empty()) {
    // Where only their count ends them, when it does is a matter of chance.
    const Duration length = limits_of(spec.orders).length;
    return staged("orders", spec.orders.arrivals, length == Duration::max() ? sim_never : start + length);
  }
  if (spec.baskets && !spec.baskets->arrivals.stages.empty()) {
    return staged("baskets", spec.baskets->arrivals, expected_end(spec));
  }
  if (spec.queries && !spec.queries->arrivals.stages.empty()) {
    return staged("queries", spec.queries->arrivals, expected_end(spec));
  }
  return std::nullopt;
}

std::uint64_t expected_intents(const Workload& spec) {
  const Duration within = expected_end(spec) - sim_start - spec.orders.start;
  const double seconds = to_seconds(within);
  const OrdersSpec& orders = spec.orders;
  const double cells = static_cast<double>(orders.fridges) * static_cast<double>(orders.meals);
  double total = cells + static_cast<double>(spec.reports.size());
  if (orders.closed) {
    const double think_s = std::max(to_seconds(orders.closed->think), 1e-9);
    total += std::min(static_cast<double>(limits_of(orders).count),
                      static_cast<double>(client_count(orders)) * seconds / think_s);
  } else {
    total += std::min(static_cast<double>(limits_of(orders).count),
                      sim::expected_count(orders.arrivals, orders.rate, within));
  }
  if (spec.restock.every) total += cells * to_seconds(expected_end(spec)) / to_seconds(*spec.restock.every);
  if (spec.restock.releases) {
    total += static_cast<double>(orders.fridges) * to_seconds(expected_end(spec)) / to_seconds(*spec.restock.releases);
  }
  if (spec.baskets) {
    const double each = spec.baskets->look_after ? 2 : 1;
    total += each * sim::expected_count(spec.baskets->arrivals, spec.baskets->rate, within);
  }
  if (spec.sensors) {
    const double rounds = 1 + static_cast<double>(spec.sensors->after) +
                          to_seconds(expected_end(spec)) / to_seconds(spec.sensors->every);
    total += 3 * rounds * static_cast<double>(orders.fridges);
  }
  if (spec.spoilage) total += spec.spoilage->rate.per_second() * seconds;
  for (const PromotionBatch& batch : spec.promotions) {
    const double rows = batch.file.rows ? static_cast<double>(batch.file.rows->size()) : 0;
    total += rows * static_cast<double>(batch.at.size() + 2);
  }
  if (spec.queries) total += sim::expected_count(spec.queries->arrivals, spec.queries->rate, within);
  return static_cast<std::uint64_t>(std::min(total, 1e18));
}

std::vector<ClientScript> clients_of(const Workload& spec, std::uint64_t seed) {
  const Rng rng = Rng(seed).fork("workload");
  std::vector<ClientScript> clients;
  add_restock(spec, clients);
  add_orders(spec.orders, rng.fork("orders"), clients);
  if (!spec.promotions.empty()) order_at_shown_prices(spec.orders.decide_after, clients);
  if (spec.baskets) add_baskets(spec, rng.fork("baskets"), clients);
  add_reports(spec.reports, clients);
  if (spec.queries) add_queries(spec, rng.fork("queries"), clients);
  if (spec.sensors) add_sensors(spec, rng.fork("sensors"), clients);
  if (spec.spoilage) add_spoilage(spec, rng.fork("spoilage"), clients);
  for (ClientScript& client : promotion_clients(spec.promotions)) clients.push_back(std::move(client));
  return clients;
}

std::vector<ClientScript> silent_clients(const Workload& spec) {
  std::vector<ClientScript> clients;
  const auto add = [&](const std::string& role, std::uint64_t count) {
    for (std::uint64_t i = 1; i <= count; ++i) {
      clients.push_back({.name = role + "-" + std::to_string(i), .role = role, .closed = false, .intents = {}});
    }
  };
  const auto add_one = [&](const std::string& name) {
    clients.push_back({.name = name, .role = name, .closed = false, .intents = {}});
  };
  const RestockSpec& restock = spec.restock;
  const bool again = restock.every && restock.amount > 0 && sim_start + *restock.every < expected_end(spec);
  const bool planned = restock.releases && sim_start + *restock.releases < expected_end(spec);
  if (restock.initial > 0 || again || planned) add_one("kitchen");
  if (limits_of(spec.orders).count > 0) add("customer", client_count(spec.orders));
  if (spec.baskets) add("shopper", spec.baskets->clients);
  if (!spec.reports.empty()) add_one("fridge-sensor");
  if (spec.queries) add("reader", spec.queries->clients);
  if (spec.sensors) add_one("fridge-timer");
  if (spec.spoilage) {
    add_one("mishap");
    add_one("staff");
  }
  if (!spec.promotions.empty()) {
    add_one("campaign");
    add_one("price-clock");
  }
  return clients;
}

}  // namespace crisper::smart_fridge
