#include "sim/domain/smart_fridge/customer_scripts.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "core/domain/smart_fridge/door.hpp"
#include "sim/domain/smart_fridge/order_numbers.hpp"
#include "sim/domain/smart_fridge/order_on_sight.hpp"
#include "sim/domain/smart_fridge/script_writer.hpp"

namespace crisper::smart_fridge {
namespace {

using sim::Arrivals;
using sim::intent_limit;
using sim::Popularity;

constexpr Duration default_length = std::chrono::minutes(1);
constexpr std::uint64_t default_clients_max = 16;

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
    if (at == sim_never || at - start >= limits.length) break;
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

}  // namespace

Look look_before(const PlaceOrder& order) {
  return {.view = "catalog",
          .row = {.part = order.fridge.value, .item = order.meal.value},
          .about = stream_of(order.fridge),
          .wanted = order.quantity,
          .user = order.customer.value};
}

OrderLimits limits_of(const OrdersSpec& orders) {
  const bool bounded = orders.count || orders.lasting;
  return OrderLimits{.count = orders.count.value_or(std::numeric_limits<std::uint64_t>::max()),
                     .length = orders.lasting.value_or(bounded ? Duration::max() : default_length)};
}

std::uint64_t client_count(const OrdersSpec& orders) {
  const std::uint64_t wanted = orders.clients == 0 ? default_clients_max : orders.clients;
  return std::max<std::uint64_t>(1, std::min(wanted, orders.customers));
}

void add_orders(const OrdersSpec& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  if (limits_of(spec).count == 0) return;
  std::vector<ScriptWriter> writers =
      writers_of("customer", client_count(spec), order_clients, spec.closed.has_value());
  if (spec.closed) {
    add_closed_orders(spec, rng, writers);
  } else {
    add_open_orders(spec, rng, writers);
  }
  for (ScriptWriter& writer : writers) clients.push_back(writer.take());
}

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

void add_baskets(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const BasketsSpec& baskets = *spec.baskets;
  std::vector<ScriptWriter> shoppers = writers_of("shopper", baskets.clients, shopper_clients);
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

void add_queries(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients) {
  const QueriesSpec& queries = *spec.queries;
  std::vector<ScriptWriter> readers = writers_of("reader", queries.clients, reader_clients);
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

}  // namespace crisper::smart_fridge
