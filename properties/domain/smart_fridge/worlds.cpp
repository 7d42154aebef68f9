// How smart fridges are drawn for random scenarios.
#include "core/domain/smart_fridge/options.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "properties/generators/draws.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties::gen;
using sim::Chosen;

Chosen any_kitchen() {
  Options kitchen;
  kitchen.order_time_limit = drawn_ms(500, 30'000);
  kitchen.payment_latency = drawn_ms(1, 100);
  kitchen.payment_refused = Probability{count(0, 30) * 10'000'000};
  kitchen.payment_timeout = drawn_ms(500, 2000);
  kitchen.refill_below = one_of<std::int64_t>({0, 2, 5});
  kitchen.refill_amount = number(1, 10);
  kitchen.mails = one_in(2);
  return Chosen::of(kitchen);
}

sim::ArrivalSpec any_arrivals() {
  return {.kind = one_of({sim::ArrivalKind::poisson, sim::ArrivalKind::constant, sim::ArrivalKind::burst}),
          .burst = {.size = count(1, 15), .every = drawn_ms(100, 1000)}};
}

Chosen any_workload(bool baskets) {
  Workload workload;
  OrdersSpec& orders = workload.orders;
  orders.count = static_cast<std::uint64_t>(number(1, 40));
  orders.rate = sim::Rate::per_second(number(10, 60));
  orders.customers = 10;
  orders.fridges = static_cast<std::uint64_t>(number(1, 4));
  orders.meals = static_cast<std::uint64_t>(number(1, 2));
  orders.quantity = {1, number(1, 3)};
  if (one_in(3)) {
    orders.closed = ClosedSpec{.think = drawn_ms(20, 500)};
  } else {
    orders.arrivals = any_arrivals();
  }
  workload.restock.initial = number(0, 20);
  if (one_in(3)) workload.restock.every = drawn_ms(300, 2000);
  if (baskets && orders.fridges > 1 && one_in(2)) {
    BasketsSpec& shoppers = workload.baskets.emplace();
    shoppers.rate = sim::Rate::per_second(number(1, 15));
    shoppers.clients = static_cast<std::uint64_t>(number(1, 3));
    shoppers.fridges = {2, 2};
  }
  if (one_in(2)) workload.queries.emplace().rate = sim::Rate::per_second(number(1, 20));
  return Chosen::of(std::move(workload));
}

std::vector<std::string> consumers(const Chosen& settings) {
  std::vector<std::string> drawn{"catalog", "order-process"};
  if (settings.as<Options>().refill_below > 0) drawn.insert(drawn.end(), {"low-stock", "refill-planner", "refiller"});
  return drawn;
}

Chosen few_orders() {
  Workload workload;
  workload.orders.count = static_cast<std::uint64_t>(number(1, 40));
  workload.orders.rate = sim::Rate::per_second(number(10, 60));
  workload.orders.customers = 10;
  workload.orders.fridges = static_cast<std::uint64_t>(number(1, 3));
  workload.orders.meals = 1;
  workload.restock.initial = number(0, 12);
  if (one_in(2)) workload.queries = QueriesSpec{};
  workload.orders.quantity = {1, number(1, 3)};
  return Chosen::of(std::move(workload));
}

}  // namespace
}  // namespace crisper::smart_fridge

namespace crisper::properties {

gen::DomainWorlds gen::wings::smart_fridge() {
  namespace fridge = crisper::smart_fridge;
  return {.name = "smart_fridge",
          .settings = fridge::any_kitchen,
          .workload = fridge::any_workload,
          .consumers = fridge::consumers,
          .preferred = {"PlaceOrder", "LoadMeals", "RecordCharge"},
          .small_workload = fridge::few_orders};
}

}  // namespace crisper::properties
