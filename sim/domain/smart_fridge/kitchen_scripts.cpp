#include "sim/domain/smart_fridge/kitchen_scripts.hpp"

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "sim/domain/smart_fridge/script_writer.hpp"

namespace crisper::smart_fridge {
namespace {

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

}  // namespace

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

}  // namespace crisper::smart_fridge
