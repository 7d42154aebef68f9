// How smart fridges are drawn for random scenarios.
#include <memory>
#include <utility>
#include <vector>

#include "core/domain/smart_fridge/options.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "properties/generators/draws.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties::gen;
using sim::Chosen;

/// Fridges that report what keeps a book true, whatever is under way.
void draw_sensors(Options& kitchen) {
  kitchen.sensors = true;
  kitchen.report = ReportKind::running;
  kitchen.trust = SourceTrust::full;
  kitchen.senders = static_cast<std::uint64_t>(number(1, 2));
  kitchen.delivery = drawn_ms(0, 500);
  kitchen.fetch = drawn_ms(0, 500);
}

Chosen any_kitchen() {
  Options kitchen;
  kitchen.order_time_limit = drawn_ms(500, 30'000);
  kitchen.payment_latency = drawn_ms(1, 100);
  kitchen.payment_refused = Probability{count(0, 30) * 10'000'000};
  kitchen.payment_timeout = drawn_ms(500, 2000);
  kitchen.refill_below = one_of<std::int64_t>({0, 2, 5});
  kitchen.refill_amount = number(1, 10);
  kitchen.mails = one_in(2);
  kitchen.enrich = one_in(3);
  kitchen.schedule = one_in(3);
  kitchen.venue_size = one_in(3) ? static_cast<std::uint64_t>(number(2, 3)) : 0;
  if (one_in(3)) draw_sensors(kitchen);
  kitchen.prices = one_in(4);
  return Chosen::of(kitchen);
}

sim::ArrivalSpec any_arrivals() {
  return {.kind = one_of({sim::ArrivalKind::poisson, sim::ArrivalKind::constant, sim::ArrivalKind::burst}),
          .burst = {.size = count(1, 15), .every = drawn_ms(100, 1000)}};
}

/// A price for each meal, another for a while, in a batch that comes once or twice.
PromotionBatch any_promotions(std::uint64_t meals) {
  std::vector<ImportPromotion> rows;
  const auto add = [&](std::uint64_t meal, Duration from, Duration until) {
    rows.push_back({.promotion = PromotionId{rows.size() + 1},
                    .meal = MealId{meal},
                    .price = Amount{number(1, 1500)},
                    .from = from,
                    .until = until});
  };
  for (std::uint64_t meal = 1; meal <= meals; ++meal) add(meal, {}, {});
  const Duration from = drawn_ms(500, 2000);
  add(1, from, one_in(2) ? from + drawn_ms(100, 2000) : Duration::zero());
  PromotionBatch batch;
  batch.file.rows = std::make_shared<const std::vector<ImportPromotion>>(std::move(rows));
  if (one_in(2)) batch.at.push_back(drawn_ms(100, 3000));
  return batch;
}

/// What settings ask for, or allow.
void draw_whole_case(const Options& kitchen, Workload& workload) {
  if (kitchen.schedule && one_in(2)) workload.restock.releases = drawn_ms(500, 2000);
  if (kitchen.sensors) {
    SensorsSpec& sensors = workload.sensors.emplace();
    sensors.every = drawn_ms(500, 2000);
    if (one_in(3)) sensors.doubled = Probability{200'000'000};
    if (one_in(3)) sensors.late = Probability{200'000'000};
    sensors.late_by = drawn_ms(100, 2000);
  }
  if (kitchen.prices) {
    workload.promotions.push_back(any_promotions(workload.orders.meals));
    workload.orders.decide_after = drawn_ms(0, 500);
  } else {
    workload.orders.look_first = one_in(3);
  }
}

Chosen any_workload(const Chosen& settings, bool baskets) {
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
  draw_whole_case(settings.as<Options>(), workload);
  return Chosen::of(std::move(workload));
}

std::vector<std::string> consumers(const Chosen& settings) {
  std::vector<std::string> drawn{"catalog", "order-process"};
  if (settings.as<Options>().refill_below > 0) drawn.insert(drawn.end(), {"low-stock", "refill-planner", "refiller"});
  if (settings.as<Options>().enrich) drawn.emplace_back("order-enricher");
  if (settings.as<Options>().venue_size > 0) drawn.emplace_back("venues");
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
