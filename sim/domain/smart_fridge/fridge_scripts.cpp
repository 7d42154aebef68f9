#include "sim/domain/smart_fridge/fridge_scripts.hpp"

#include <algorithm>

#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/script_writer.hpp"

namespace crisper::smart_fridge {
namespace {

using sim::Arrivals;
using sim::intent_limit;

/// How many reports each fridge makes.
std::uint64_t rounds_of_reports(const Workload& spec) {
  const Duration lasting = expected_end(spec) - sim_start;
  return 1 + spec.sensors->after + static_cast<std::uint64_t>(lasting / spec.sensors->every);
}

/// What is sent twice comes again so soon.
constexpr Duration again_after = std::chrono::seconds(1);

}  // namespace

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

}  // namespace crisper::smart_fridge
