#include "sim/domain/smart_fridge/facts.hpp"

#include <string>

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/mail.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/order_enricher.hpp"
#include "core/domain/smart_fridge/payment_service.hpp"
#include "core/domain/smart_fridge/price.hpp"
#include "core/domain/smart_fridge/refill.hpp"
#include "core/domain/smart_fridge/schedule.hpp"

namespace crisper::smart_fridge {
namespace {

using Flow = std::vector<sim::FlowLink>;

template <class From, class... To>
void add(Flow& flow, const char* by) {
  (flow.push_back({by, std::string(From::name), std::string(To::name)}), ...);
}

void add_decisions(Flow& flow) {
  add<LoadMeals, MealsLoaded>(flow, "fridge");
  add<ReserveMeal, MealReserved, ReservationRefused>(flow, "fridge");
  add<TakeMeal, MealReserved, ReservationConfirmed>(flow, "fridge");
  add<ConfirmReservation, ReservationConfirmed>(flow, "fridge");
  add<ReleaseReservation, ReservationReleased>(flow, "fridge");
  add<ReportStock, StockReported, MealsRemoved>(flow, "fridge");
  add<ReconcileStock, FridgeReported, MealsRemoved, MealsFound, ReportDoubted, ConfirmationAwaited>(flow, "fridge");
  add<WriteOff, MealsWrittenOff>(flow, "fridge");
  add<SwitchOff, FridgeSwitchedOff>(flow, "fridge");
  add<SwitchOn, FridgeSwitchedOn>(flow, "fridge");
  add<PlaceOrder, OrderPlaced>(flow, "order");
  add<CompleteOrder, OrderCompleted>(flow, "order");
  add<CancelOrder, OrderCancelled>(flow, "order");
  add<RecordCharge, PaymentAccepted, PaymentRefused>(flow, "payment");
  add<RecordRefund, PaymentRefunded>(flow, "payment");
}

void add_orders(Flow& flow, const Options& options) {
  constexpr auto by = "order-process";
  add<OrderPlaced, ReserveMeal, CancelOrder>(flow, by);
  if (options.enrich) {
    add<OrderPlaced, OrderEnriched>(flow, OrderEnricher::called);
    add<MealReserved, OrderEnriched>(flow, OrderEnricher::called);
    add<OrderEnriched, ChargeOrder, ReleaseReservation>(flow, by);
    add<MealReserved, ReleaseReservation>(flow, by);
  } else {
    add<MealReserved, ChargeOrder, ReleaseReservation>(flow, by);
  }
  add<ReservationRefused, CancelOrder>(flow, by);
  add<PaymentAccepted, ConfirmReservation, CompleteOrder, RefundOrder>(flow, by);
  add<PaymentRefused, ReleaseReservation, CancelOrder>(flow, by);
  add<ChargeOrder, RecordCharge>(flow, "payment-tracker");
  add<RefundOrder, RecordRefund>(flow, "payment-tracker");
}

void add_refills(Flow& flow) {
  add<MealsLoaded, StockLow>(flow, "low-stock");
  add<MealReserved, StockLow>(flow, "low-stock");
  add<ReservationConfirmed, StockLow>(flow, "low-stock");
  add<ReservationReleased, StockLow>(flow, "low-stock");
  add<MealsRemoved, StockLow>(flow, "low-stock");
  add<MealsFound, StockLow>(flow, "low-stock");
  add<MealsWrittenOff, StockLow>(flow, "low-stock");
  add<StockLow, RefillPlanned>(flow, "refill-planner");
  add<RefillPlanned, LoadMeals>(flow, "refiller");
}

void add_schedule(Flow& flow, const Options& options) {
  add<PlanRelease, ReleaseDue>(flow, "schedule");
  add<ReleaseDue, RefillPlanned>(flow, KitchenSchedule::called);
  if (options.refill_below == 0) add<RefillPlanned, LoadMeals>(flow, "refiller");
}

void add_prices(Flow& flow) {
  add<ImportPromotion, PromotionImported, PriceChanged>(flow, "price");
  add<AdvanceTime, TimeReached, PriceChanged>(flow, "price");
}

void add_sensors(sim::DomainFacts& facts, const Options& options) {
  add<AnnounceMeals, MealsLoaded, MealsAnnounced>(facts.flow, "fridge");
  add<MealsLoaded, PutIn>(facts.flow, "fridge-doors");
  add<MealsAnnounced, PutIn>(facts.flow, "fridge-doors");
  add<ReservationConfirmed, HandOut>(facts.flow, "fridge-doors");
  add<MealsWrittenOff, HandOut>(facts.flow, "fridge-doors");
  for (std::uint64_t i = 1; i <= options.senders; ++i) {
    facts.links.push_back({"fridge-doors-relay", fridges_name(i)});
    facts.links.push_back({fridges_name(i), "command-store"});
    facts.links.push_back({"fridge-timer", fridges_name(i)});
    facts.links.push_back({"mishap", fridges_name(i)});
  }
}

}  // namespace

sim::DomainFacts facts_of(const Options& options) {
  sim::DomainFacts facts;
  facts.looks = {std::string(StandIn::name)};
  facts.links = {{"order-process-relay", "payment-tracker"},
                 {"payment-tracker", "payment-processor"},
                 {"payment-tracker", "command-store"}};
  if (!options.payment_idempotent) {
    facts.forgetful.push_back({"payment-processor", "payment-tracker", "smart_fridge.payment.idempotent"});
  }
  add_decisions(facts.flow);
  add_orders(facts.flow, options);
  if (options.refill_below > 0) add_refills(facts.flow);
  if (options.schedule) add_schedule(facts.flow, options);
  if (options.prices) add_prices(facts.flow);
  if (options.sensors) add_sensors(facts, options);
  if (!options.mails) return facts;
  add<OrderCompleted, SendMail>(facts.flow, "order-mails");
  add<OrderCancelled, SendMail>(facts.flow, "order-mails");
  facts.links.push_back({"order-mails-relay", "mail-service"});
  if (!options.mail_idempotent) {
    facts.forgetful.push_back({"mail-service", "order-mails-relay", "smart_fridge.mail.idempotent"});
  }
  return facts;
}

}  // namespace crisper::smart_fridge
