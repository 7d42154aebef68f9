#include "sim/domain/smart_fridge/workload.hpp"

#include <algorithm>
#include <limits>

#include "core/base/rng.hpp"
#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "sim/domain/smart_fridge/order_on_sight.hpp"
#include "sim/domain/smart_fridge/script_writer.hpp"

namespace crisper::smart_fridge {
namespace {

using sim::Arrivals;
using sim::intent_limit;
using sim::Popularity;
using sim::Script;
using sim::ScriptStep;

constexpr Duration default_length = std::chrono::minutes(1);
constexpr std::uint64_t default_clients_max = 16;

/// Baskets are numbered from here, and orders below it: both settle reservations under their number.
constexpr std::uint64_t first_basket = 1'000'000'000;

/// Places in time at which orders may no longer begin.
struct OrderLimits {
  std::uint64_t count;
  Duration length;
};

OrderLimits limits_of(const OrdersSpec& orders) {
  const bool bounded = orders.count || orders.lasting;
  return OrderLimits{.count = orders.count.value_or(std::numeric_limits<std::uint64_t>::max()),
                     .length = orders.lasting.value_or(bounded ? Duration::max() : default_length)};
}

std::uint64_t client_count(const OrdersSpec& orders) {
  const std::uint64_t wanted = orders.clients == 0 ? default_clients_max : orders.clients;
  return std::max<std::uint64_t>(1, std::min(wanted, orders.customers));
}

/// Draws what orders are about. Every property has its own stream, numbered by order, so that another range of
/// quantities leaves every order its fridge.
class OrderMaker {
 public:
  OrderMaker(const OrdersSpec& spec, const Rng& rng)
      : spec_(spec),
        fridges_(spec.popularity, spec.fridges),
        meals_(spec.meal_popularity, spec.meals),
        customer_rng_(rng.fork("customer")),
        fridge_rng_(rng.fork("fridge")),
        meal_rng_(rng.fork("meal")),
        quantity_rng_(rng.fork("quantity")),
        price_rng_(rng.fork("price")) {}

  std::uint64_t next_customer() { return 1 + customer_rng_.below(spec_.customers); }

  PlaceOrder next(std::uint64_t customer) {
    const std::int64_t quantity = quantity_rng_.between(spec_.quantity.low, spec_.quantity.high);
    return PlaceOrder{.order = OrderId{++orders_},
                      .customer = CustomerId{customer},
                      .fridge = FridgeId{1 + fridges_.draw(fridge_rng_)},
                      .meal = MealId{1 + meals_.draw(meal_rng_)},
                      .quantity = quantity,
                      .price = Amount{quantity * price_rng_.between(spec_.price.low, spec_.price.high)}};
  }

 private:
  const OrdersSpec& spec_;
  Popularity fridges_;
  Popularity meals_;
  Rng customer_rng_;
  Rng fridge_rng_;
  Rng meal_rng_;
  Rng quantity_rng_;
  Rng price_rng_;
  std::uint64_t orders_ = 0;
};

void write_order(const OrdersSpec& spec, ScriptWriter& writer, SimTime at, Duration think, PlaceOrder order) {
  const StreamId stream = stream_of(order.order);
  const Look look = look_before(order);
  writer.send(at, think, stream, std::move(order));
  if (spec.look_first) writer.look_first(look);
}

void add_open_orders(const OrdersSpec& spec, const Rng& rng, std::vector<ScriptWriter>& clients) {
  const OrderLimits limits = limits_of(spec);
  const SimTime start = sim_start + spec.start;
  Arrivals arrivals(spec.arrivals, spec.rate, start, rng.fork("arrivals"));
  OrderMaker maker(spec, rng);
  for (std::uint64_t n = 0; n < limits.count; ++n) {
    const SimTime at = arrivals.next();
    if (at - start >= limits.length) break;
    const std::uint64_t customer = maker.next_customer();
    write_order(spec, clients[(customer - 1) % clients.size()], at, {}, maker.next(customer));
  }
}

/// Customers take turns at the script of their client; a client is over when its thinking fills the time, or when its
/// share of the count is reached.
void add_closed_orders(const OrdersSpec& spec, const Rng& rng, std::vector<ScriptWriter>& clients) {
  const OrderLimits limits = limits_of(spec);
  OrderMaker maker(spec, rng);
  std::vector<Duration> thought(clients.size(), spec.start);
  std::vector<Rng> think_rngs;
  for (std::uint64_t i = 0; i < clients.size(); ++i) think_rngs.push_back(rng.fork("think").fork(i));
  std::uint64_t orders = 0;
  for (std::uint64_t round = 0, busy = clients.size(); busy > 0 && orders < limits.count; ++round) {
    busy = 0;
    for (std::uint64_t i = 0; i < clients.size() && orders < limits.count; ++i) {
      if (thought[i] - spec.start >= limits.length) continue;
      Duration think = think_rngs[i].exponential(spec.closed->think);
      thought[i] += think;
      if (thought[i] - spec.start >= limits.length) continue;
      if (round == 0) think += spec.start;
      const std::uint64_t customers_here = (spec.customers - i + clients.size() - 1) / clients.size();
      write_order(spec, clients[i], sim_start, think, maker.next(1 + i + (round % customers_here) * clients.size()));
      ++orders;
      ++busy;
    }
  }
}

void add_orders(const OrdersSpec& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  if (limits_of(spec).count == 0) return;
  std::vector<ScriptWriter> writers;
  for (std::uint64_t i = 1; i <= client_count(spec); ++i) {
    writers.emplace_back("customer-" + std::to_string(i), "customer", spec.closed.has_value(), order_clients + i);
  }
  if (spec.closed) {
    add_closed_orders(spec, rng, writers);
  } else {
    add_open_orders(spec, rng, writers);
  }
  for (ScriptWriter& writer : writers) clients.push_back(writer.take());
}

/// Customers see a price before they order, and it is the one that they pay.
void order_at_shown_prices(Duration decide_after, std::vector<ClientScript>& clients) {
  for (ClientScript& client : clients) {
    for (Intent& intent : client.intents) {
      const auto* order = intent.body.as<PlaceOrder>();
      if (!order) continue;
      Intent seen = order_at_price_shown(*order);
      seen.at = intent.at;
      seen.think = intent.think;
      seen.command = intent.command;
      seen.pause = decide_after;
      intent = std::move(seen);
    }
  }
}

/// So many different fridges; where chance brings the same ones again and again, their neighbours.
std::vector<std::uint64_t> draw_fridges(std::uint64_t count, std::uint64_t fridges, const Popularity& popularity,
                                        Rng& rng) {
  constexpr int draws_max = 64;
  std::vector<std::uint64_t> drawn;
  while (drawn.size() < count) {
    std::uint64_t fridge = popularity.draw(rng);
    for (int draws = 1; std::ranges::find(drawn, fridge) != drawn.end(); ++draws) {
      fridge = draws < draws_max ? popularity.draw(rng) : (fridge + 1) % fridges;
    }
    drawn.push_back(fridge);
  }
  return drawn;
}

void add_baskets(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const BasketsSpec& baskets = *spec.baskets;
  std::vector<ScriptWriter> shoppers;
  for (std::uint64_t i = 1; i <= baskets.clients; ++i) {
    shoppers.emplace_back("shopper-" + std::to_string(i), "shopper", false, shopper_clients + i);
  }
  const Popularity fridges(spec.orders.popularity, spec.orders.fridges);
  const Popularity meals(spec.orders.meal_popularity, spec.orders.meals);
  Arrivals arrivals(baskets.arrivals, baskets.rate, sim_start + spec.orders.start, rng.fork("arrivals"));
  Rng size_rng = rng.fork("size");
  Rng fridge_rng = rng.fork("fridge");
  Rng meal_rng = rng.fork("meal");
  const SimTime end = expected_end(spec);
  for (std::uint64_t n = 0; n < intent_limit; ++n) {
    const SimTime at = arrivals.next();
    if (at >= end) break;
    const auto size = static_cast<std::uint64_t>(size_rng.between(baskets.fridges.low, baskets.fridges.high));
    std::vector<CommandPart> parts;
    for (const std::uint64_t fridge : draw_fridges(size, spec.orders.fridges, fridges, fridge_rng)) {
      parts.push_back(
          {.stream = stream_of(FridgeId{1 + fridge}),
           .body = Payload::of(
               TakeMeal{.order = OrderId{first_basket + n}, .meal = MealId{1 + meals.draw(meal_rng)}, .quantity = 1})});
    }
    const auto* first = parts.front().body.as<TakeMeal>();
    const RowKey row{.part = parts.front().stream.number(), .item = first->meal.value};
    shoppers[n % shoppers.size()].send_together(at, std::move(parts));
    if (baskets.look_after) shoppers[n % shoppers.size()].ask(at + *baskets.look_after, "catalog", row);
  }
  for (ScriptWriter& shopper : shoppers) shopper.sort();
  for (ScriptWriter& shopper : shoppers) clients.push_back(shopper.take());
}

/// How many reports each fridge makes.
std::uint64_t rounds_of_reports(const Workload& spec) {
  const Duration lasting = expected_end(spec) - sim_start;
  return 2 + static_cast<std::uint64_t>(lasting / spec.sensors->every);
}

/// What is sent twice comes again so soon.
constexpr Duration again_after = std::chrono::seconds(1);

void load_all(const OrdersSpec& orders, SimTime at, std::int64_t amount, ScriptWriter& kitchen) {
  for (std::uint64_t fridge = 1; fridge <= orders.fridges && amount > 0; ++fridge) {
    for (std::uint64_t meal = 1; meal <= orders.meals; ++meal) {
      kitchen.send(at, {}, stream_of(FridgeId{fridge}), LoadMeals{.meal = MealId{meal}, .quantity = amount});
    }
  }
}

/// The kitchen comes again. What is believed without a question is loaded, and no more is said.
void release_all(const Workload& spec, SimTime at, ScriptWriter& kitchen) {
  const RestockSpec& restock = spec.restock;
  if (restock.trust == ReleaseTrust::full) return load_all(spec.orders, at, restock.amount, kitchen);
  for (std::uint64_t fridge = 1; fridge <= spec.orders.fridges && restock.amount > 0; ++fridge) {
    for (std::uint64_t meal = 1; meal <= spec.orders.meals; ++meal) {
      kitchen.send(at, {}, stream_of(FridgeId{fridge}),
                   AnnounceMeals{.meal = MealId{meal},
                                 .quantity = restock.amount,
                                 .trust = restock.trust,
                                 .at_most = restock.at_most});
    }
  }
}

void add_restock(const Workload& spec, std::vector<ClientScript>& clients) {
  ScriptWriter kitchen("kitchen", "kitchen", false, kitchen_client);
  load_all(spec.orders, sim_start, spec.restock.initial, kitchen);
  if (spec.restock.every) {
    for (SimTime at = sim_start + *spec.restock.every; at < expected_end(spec); at += *spec.restock.every) {
      release_all(spec, at, kitchen);
    }
  }
  if (spec.restock.releases) {
    std::uint64_t number = 1;
    for (SimTime at = sim_start + *spec.restock.releases; at < expected_end(spec); at += *spec.restock.releases) {
      for (std::uint64_t fridge = 1; fridge <= spec.orders.fridges; ++fridge) {
        kitchen.send(at, {}, schedule_stream_of(FridgeId{fridge}),
                     PlanRelease{.fridge = FridgeId{fridge}, .number = number});
      }
      ++number;
    }
    kitchen.sort();
  }
  if (!kitchen.empty()) clients.push_back(kitchen.take());
}

void add_reports(const std::vector<ReportSpec>& reports, std::vector<ClientScript>& clients) {
  if (reports.empty()) return;
  std::vector<ReportSpec> sorted = reports;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  ScriptWriter sensor("fridge-sensor", "fridge-sensor", false, sensor_client);
  for (const ReportSpec& report : sorted) {
    sensor.send(sim_start + report.at, {}, stream_of(FridgeId{report.fridge}),
                ReportStock{.meal = MealId{report.meal}, .counted = report.counted});
  }
  clients.push_back(sensor.take());
}

void add_queries(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const QueriesSpec& queries = *spec.queries;
  std::vector<ScriptWriter> readers;
  for (std::uint64_t i = 1; i <= queries.clients; ++i) {
    readers.emplace_back("reader-" + std::to_string(i), "reader", false, reader_clients + i);
  }
  const Popularity fridges(spec.orders.popularity, spec.orders.fridges);
  const Popularity meals(spec.orders.meal_popularity, spec.orders.meals);
  Arrivals arrivals(queries.arrivals, queries.rate, sim_start + spec.orders.start, rng.fork("arrivals"));
  Rng fridge_rng = rng.fork("fridge");
  Rng meal_rng = rng.fork("meal");
  const SimTime end = expected_end(spec);
  for (std::uint64_t n = 0; n < intent_limit; ++n) {
    const SimTime at = arrivals.next();
    if (at >= end) break;
    readers[n % readers.size()].ask(at, queries.view,
                                    RowKey{.part = 1 + fridges.draw(fridge_rng), .item = 1 + meals.draw(meal_rng)});
  }
  for (ScriptWriter& reader : readers) clients.push_back(reader.take());
}

/// All fridges report in turn; each has made its last report when the last order has come.
void add_sensors(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const SensorsSpec& sensors = *spec.sensors;
  ScriptWriter timer("fridge-timer", "fridge-timer", false, timer_client);
  const std::uint64_t rounds = rounds_of_reports(spec);
  for (std::uint64_t fridge = 1; fridge <= spec.orders.fridges; ++fridge) {
    Rng late = rng.fork("late").fork(fridge);
    Rng doubled = rng.fork("doubled").fork(fridge);
    const FridgeId id{fridge};
    const Duration turn = sensors.every * static_cast<std::int64_t>(fridge) /
                          static_cast<std::int64_t>(spec.orders.fridges);
    for (std::uint64_t n = 1; n <= rounds; ++n) {
      const SimTime at = sim_start + sensors.every * static_cast<std::int64_t>(n - 1) + turn;
      const bool is_late = late.chance(sensors.late);
      timer.request(at, fridges_service, stream_of(id),
                    CountMeals{.number = n, .fridge = id, .meals = spec.orders.meals, .send = !is_late});
      const auto send = [&](SimTime when, std::uint64_t copy) {
        timer.request(when, fridges_service, stream_of(id), SendReport{.number = n, .fridge = id, .copy = copy});
      };
      const SimTime sent = is_late ? at + sensors.late_by : at;
      if (is_late) send(sent, 0);
      if (doubled.chance(sensors.doubled)) send(sent + again_after, 1);
    }
  }
  timer.sort();
  clients.push_back(timer.take());
}

void add_spoilage(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const SpoilageSpec& spoilage = *spec.spoilage;
  ScriptWriter mishap("mishap", "mishap", false, mishap_client);
  ScriptWriter staff("staff", "staff", false, staff_client);
  Arrivals arrivals({}, spoilage.rate, sim_start + spec.orders.start, rng.fork("arrivals"));
  Rng fridge_rng = rng.fork("fridge");
  Rng meal_rng = rng.fork("meal");
  Rng seen_rng = rng.fork("written off");
  const SimTime end = expected_end(spec);
  for (std::uint64_t n = 1; n <= intent_limit; ++n) {
    const SimTime at = arrivals.next();
    if (at >= end) break;
    const FridgeId fridge{1 + fridge_rng.below(spec.orders.fridges)};
    const MealId meal{1 + meal_rng.below(spec.orders.meals)};
    if (seen_rng.chance(spoilage.written_off)) {
      staff.send(at, {}, stream_of(fridge), WriteOff{.meal = meal, .quantity = 1});
    } else {
      mishap.request(at, fridges_service, stream_of(fridge),
                     LoseMeals{.number = n, .fridge = fridge, .meal = meal, .quantity = 1});
    }
  }
  clients.push_back(mishap.take());
  clients.push_back(staff.take());
}

}  // namespace

Look look_before(const PlaceOrder& order) {
  return {.view = "catalog",
          .row = {.part = order.fridge.value, .item = order.meal.value},
          .about = stream_of(order.fridge),
          .wanted = order.quantity,
          .user = order.customer.value};
}

SimTime expected_end(const Workload& spec) {
  const OrdersSpec& orders = spec.orders;
  const OrderLimits limits = limits_of(orders);
  Duration length = limits.length;
  if (orders.count) {
    const Duration by_count =
        orders.closed ? orders.closed->think * static_cast<std::int64_t>(limits.count / client_count(orders))
                      : rate_of(orders.arrivals, orders.rate).time_of(limits.count);
    length = std::min(length, by_count);
  }
  return sim_start + orders.start + length;
}

std::uint64_t expected_intents(const Workload& spec) {
  const double seconds = to_seconds(expected_end(spec) - sim_start - spec.orders.start);
  const OrdersSpec& orders = spec.orders;
  const double cells = static_cast<double>(orders.fridges) * static_cast<double>(orders.meals);
  double total = cells + static_cast<double>(spec.reports.size());
  if (orders.closed) {
    const double think_s = std::max(to_seconds(orders.closed->think), 1e-9);
    total += std::min(static_cast<double>(limits_of(orders).count),
                      static_cast<double>(client_count(orders)) * seconds / think_s);
  } else {
    total += std::min(static_cast<double>(limits_of(orders).count),
                      rate_of(orders.arrivals, orders.rate).per_second() * seconds);
  }
  if (spec.restock.every) total += cells * to_seconds(expected_end(spec)) / to_seconds(*spec.restock.every);
  if (spec.restock.releases) {
    total += static_cast<double>(orders.fridges) * to_seconds(expected_end(spec)) / to_seconds(*spec.restock.releases);
  }
  if (spec.baskets) {
    const double each = spec.baskets->look_after ? 2 : 1;
    total += each * rate_of(spec.baskets->arrivals, spec.baskets->rate).per_second() * seconds;
  }
  if (spec.sensors) {
    const double rounds = 2 + to_seconds(expected_end(spec)) / to_seconds(spec.sensors->every);
    total += 3 * rounds * static_cast<double>(orders.fridges);
  }
  if (spec.spoilage) total += spec.spoilage->rate.per_second() * seconds;
  for (const PromotionBatch& batch : spec.promotions) {
    const double rows = batch.file.rows ? static_cast<double>(batch.file.rows->size()) : 0;
    total += rows * static_cast<double>(batch.at.size() + 2);
  }
  if (spec.queries) total += rate_of(spec.queries->arrivals, spec.queries->rate).per_second() * seconds;
  return static_cast<std::uint64_t>(std::min(total, 1e18));
}

sim::Script with_order_numbers(sim::Script script) {
  std::uint64_t orders = 0;
  std::uint64_t baskets = first_basket;
  for (ScriptStep& step : script) {
    Intent& intent = step.intent;
    const PlaceOrder* on_sight = order_on_sight(intent);
    if (const PlaceOrder* order = on_sight ? on_sight : intent.body.as<PlaceOrder>()) {
      ++orders;
      if (order->order.value != 0) continue;
      PlaceOrder numbered = *order;
      numbered.order = OrderId{orders};
      if (on_sight) {
        intent.on_sight = order_at_price_shown(numbered).on_sight;
        continue;
      }
      intent.stream = stream_of(numbered.order);
      intent.body = Payload::of(std::move(numbered));
    } else if (const auto* taken = intent.body.as<TakeMeal>()) {
      const OrderId number{baskets++};
      if (taken->order.value != 0) continue;
      const auto give = [&](Payload& body) {
        TakeMeal numbered = *body.as<TakeMeal>();
        numbered.order = number;
        body = Payload::of(std::move(numbered));
      };
      give(intent.body);
      for (CommandPart& part : intent.also) give(part.body);
    }
  }
  return script;
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
