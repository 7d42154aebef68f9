// The smart-fridge workload: who orders what and when, who fills the fridges, who looks at the catalogue. Generated
// before the run as plain scripts, so that a workload can be saved, thinned out and replayed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/client/intent.hpp"
#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/promotions.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/workload/arrivals.hpp"
#include "sim/workload/staged_load.hpp"
#include "sim/workload/number_range.hpp"
#include "sim/workload/popularity.hpp"
#include "sim/workload/rate.hpp"
#include "sim/workload/script.hpp"

namespace crisper::smart_fridge {

/// A closed workload: each client waits for its answer, thinks, and goes on.
struct ClosedSpec {
  Duration think = std::chrono::milliseconds(500);  ///< mean of an exponential
  friend bool operator==(const ClosedSpec&, const ClosedSpec&) = default;
};

/// Customers place orders. Fridges, meals and customers are numbered from 1.
struct OrdersSpec {
  sim::Rate rate = sim::Rate::per_second(50);          ///< of all customers together; open workloads only
  Duration start = std::chrono::seconds(1);  ///< gives the kitchen time to fill the fridges
  std::optional<Duration> lasting;           ///< neither this nor count: one minute; both: whichever is over first
  std::optional<std::uint64_t> count;
  std::uint64_t customers = 200;
  std::uint64_t clients = 0;  ///< processes they share; zero: one each, 16 at most
  std::uint64_t fridges = 20;
  std::uint64_t meals = 5;    ///< kinds of meals in every fridge
  sim::PopularitySpec popularity;  ///< of fridges; fridge 1 is the most wanted
  sim::PopularitySpec meal_popularity;
  sim::NumberRange quantity{1, 1};    ///< meals in one order
  sim::NumberRange price{500, 1500};  ///< of one meal, in cents
  sim::ArrivalSpec arrivals;
  std::optional<ClosedSpec> closed;
  Duration decide_after{};  ///< with promotions: how long a customer has a price on the screen before ordering
  bool look_first = false;  ///< customers look at the catalogue, and don't order what it shows too few of
  friend bool operator==(const OrdersSpec&, const OrdersSpec&) = default;
};

/// The kitchen fills the fridges: every meal in every fridge alike.
struct RestockSpec {
  std::int64_t initial = 20;  ///< meals of each kind in each fridge, loaded when the run begins
  std::optional<Duration> every;
  std::int64_t amount = 10;  ///< meals of each kind added each time
  ReleaseTrust trust{};      ///< in what the kitchen then says
  std::int64_t at_most = 50;  ///< trust bounded: meals
  std::optional<Duration> releases{};  ///< how often a planned release is due, to every fridge
  friend bool operator==(const RestockSpec&, const RestockSpec&) = default;
};

/// One report of a fridge that has counted its meals. What it counts is given, since a script that is written before
/// the run can't know what will be left: see docs/formats/scenario.md.
struct ReportSpec {
  Duration at{};
  std::uint64_t fridge = 1;
  std::uint64_t meal = 1;
  std::int64_t counted = 0;
  friend bool operator==(const ReportSpec&, const ReportSpec&) = default;
};

/// Readers ask a view for the stock of a meal in a fridge, as wanted as the orders want them.
struct QueriesSpec {
  sim::Rate rate = sim::Rate::per_second(10);
  std::uint64_t clients = 1;
  std::string view = "catalog";
  sim::ArrivalSpec arrivals;
  friend bool operator==(const QueriesSpec&, const QueriesSpec&) = default;
};

/// Shoppers go round the fridges and take one meal from each of several, all or none: commands on several states. Which
/// fridges and meals is as wanted as the orders want them; they come in the order in which the shopper thinks of them.
struct BasketsSpec {
  sim::Rate rate = sim::Rate::per_second(10);
  std::uint64_t clients = 1;
  sim::NumberRange fridges{2, 3};  ///< in one basket, each once
  std::optional<Duration> look_after;  ///< the shopper looks at the first of its meals again, so long after it went
  sim::ArrivalSpec arrivals;
  friend bool operator==(const BasketsSpec&, const BasketsSpec&) = default;
};

/// Fridges report on their own, each at its times: what lies in them, as settings of the domain say.
struct SensorsSpec {
  Duration every = std::chrono::seconds(10);
  Probability doubled{};                      ///< the chance that a report is sent twice
  Probability late{};                         ///< the chance that it is sent long after it was made
  Duration late_by = std::chrono::seconds(15);
  std::uint64_t after = 1;  ///< reports of each fridge that are made after the last order
  friend bool operator==(const SensorsSpec&, const SensorsSpec&) = default;
};

/// Meals spoil, one here, one there, or go without an order.
struct SpoilageSpec {
  sim::Rate rate = sim::Rate::per_second(1);  ///< of all fridges together
  Probability written_off{};                  ///< the chance that somebody throws it away and says so
  friend bool operator==(const SpoilageSpec&, const SpoilageSpec&) = default;
};

struct Workload {
  OrdersSpec orders;
  std::optional<BasketsSpec> baskets;
  RestockSpec restock;
  std::vector<ReportSpec> reports;
  std::optional<QueriesSpec> queries;
  std::optional<SensorsSpec> sensors;
  std::optional<SpoilageSpec> spoilage;
  std::vector<PromotionBatch> promotions;
  friend bool operator==(const Workload&, const Workload&) = default;
};

/// Of all who come by a rate, in a fixed order. `W`: Workload, const or not.
template <class W>
auto all_arrivals(W& workload) {
  std::vector<decltype(&workload.orders.arrivals)> all{&workload.orders.arrivals};
  if (workload.baskets) all.push_back(&workload.baskets->arrivals);
  if (workload.queries) all.push_back(&workload.queries->arrivals);
  return all;
}

/// What a scenario of this domain has generated.
inline const Workload& workload_of(const sim::Scenario& scenario) { return scenario.workload.generated.as<Workload>(); }
inline Workload& workload_of(sim::Scenario& scenario) { return scenario.workload.generated.edit<Workload>(); }

/// About how many intents the spec asks for (the law of arrivals leaves it open by some), restocking included.
std::uint64_t expected_intents(const Workload& spec);

/// The stages of the orders, or of the baskets or the queries where those have none.
std::optional<sim::StagedLoad> staged_load(const Workload& spec);

/// When orders are expected to end: `start` plus `for`, or plus count / rate.
SimTime expected_end(const Workload& spec);

/// The clients and all they will do. A function of spec and seed; each section draws from a stream of its own, so that
/// a change in one section leaves the others as they were.
std::vector<ClientScript> clients_of(const Workload& spec, std::uint64_t seed);

/// The same clients with nothing to do: who they are, at the cost of their number alone.
std::vector<ClientScript> silent_clients(const Workload& spec);

}  // namespace crisper::smart_fridge
