#include "sim/domain/smart_fridge/applies.hpp"

#include "core/domain/smart_fridge/options.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {
namespace {

using sim::Applies;
using sim::ArrivalSpec;
using sim::Occasion;

const Options& options_of(const Occasion& here) { return here.scenario.settings.as<Options>(); }

// Null where nobody comes.

const ArrivalSpec* order_arrivals(const Workload& workload) { return &workload.orders.arrivals; }
const ArrivalSpec* basket_arrivals(const Workload& workload) {
  return workload.baskets ? &workload.baskets->arrivals : nullptr;
}
const ArrivalSpec* query_arrivals(const Workload& workload) {
  return workload.queries ? &workload.queries->arrivals : nullptr;
}

using ArrivalsOf = const ArrivalSpec* (*)(const Workload&);

/// What is recorded comes when it came.
Applies evenly(const std::string& who, ArrivalsOf arrivals) {
  return {"another " + who + ".arrivals.kind than burst, which has a rate of its own, and no arrivals.recorded",
          [=](const Occasion& here) {
            const ArrivalSpec* chosen = arrivals(workload_of(here.scenario));
            return chosen && !chosen->has_own_rate();
          }};
}
Applies in_bursts(const std::string& who, ArrivalsOf arrivals) {
  return {who + ".arrivals.kind burst", [=](const Occasion& here) {
            const ArrivalSpec* chosen = arrivals(workload_of(here.scenario));
            return chosen && chosen->kind == sim::ArrivalKind::burst;
          }};
}

}  // namespace

namespace when {

Applies late_answers() {
  return {"payment.late above 0", [](const Occasion& here) { return options_of(here).payment_late != Probability{}; }};
}

Applies refills() {
  return {"refill.below above 0", [](const Occasion& here) { return options_of(here).refill_below > 0; }};
}

Applies mails() {
  return {"mail.enabled on", [](const Occasion& here) { return options_of(here).mails; }};
}

Applies schedule() {
  return {"schedule.enabled on", [](const Occasion& here) { return options_of(here).schedule; }};
}

Applies sensors() {
  return {"sensors.enabled on", [](const Occasion& here) { return options_of(here).sensors; }};
}

Applies bounded_trust() {
  return {"sensors.trust bounded or confirmed", [](const Occasion& here) {
            const Options& chosen = options_of(here);
            return chosen.sensors &&
                   (chosen.trust == SourceTrust::bounded || chosen.trust == SourceTrust::confirmed);
          }};
}

Applies prices() {
  return {"prices.enabled on", [](const Occasion& here) { return options_of(here).prices; }};
}

Applies promotions() {
  return {"promotions", [](const Occasion& here) { return !workload_of(here.scenario).promotions.empty(); }};
}

Applies late_reports() {
  return {"sensors.late above 0", [](const Occasion& here) {
            const auto& chosen = workload_of(here.scenario).sensors;
            return chosen && chosen->late != Probability{};
          }};
}

Applies open_orders() {
  return {"open orders: without orders.closed",
          [](const Occasion& here) { return !workload_of(here.scenario).orders.closed; }};
}

Applies order_rate() { return both(open_orders(), evenly("orders", order_arrivals)); }
Applies order_bursts() { return both(open_orders(), in_bursts("orders", order_arrivals)); }
Applies basket_rate() { return evenly("baskets", basket_arrivals); }
Applies basket_bursts() { return in_bursts("baskets", basket_arrivals); }
Applies query_rate() { return evenly("queries", query_arrivals); }
Applies query_bursts() { return in_bursts("queries", query_arrivals); }

Applies restocking() {
  return {"restock.every", [](const Occasion& here) { return workload_of(here.scenario).restock.every.has_value(); }};
}

Applies bounded_releases() {
  return {"restock.trust bounded", [](const Occasion& here) {
            const RestockSpec& restock = workload_of(here.scenario).restock;
            return restock.every && restock.trust == ReleaseTrust::bounded;
          }};
}

}  // namespace when

}  // namespace crisper::smart_fridge
