#include "core/domain/smart_fridge/smart_fridge.hpp"

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/catalog.hpp"
#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/fridge.hpp"
#include "core/domain/smart_fridge/mail.hpp"
#include "core/domain/smart_fridge/order.hpp"
#include "core/domain/smart_fridge/order_board.hpp"
#include "core/domain/smart_fridge/order_enricher.hpp"
#include "core/domain/smart_fridge/order_saga.hpp"
#include "core/domain/smart_fridge/payment.hpp"
#include "core/domain/smart_fridge/payment_service.hpp"
#include "core/domain/smart_fridge/prices.hpp"
#include "core/domain/smart_fridge/refill.hpp"
#include "core/domain/smart_fridge/release_before.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "core/domain/smart_fridge/venues.hpp"

namespace crisper::smart_fridge {

std::string SmartFridge::category_name(StreamCategory category) const {
  if (category == fridge_category) return "fridge";
  if (category == order_category) return "order";
  if (category == payment_category) return "payment";
  if (category == refill_category) return "refill";
  if (category == plan_category) return "plan";
  if (category == venue_category) return "venue";
  if (category == schedule_category) return "schedule";
  if (category == price_category) return "price";
  if (category == enriched_category) return "enriched";
  return "stream" + std::to_string(category.value);
}

void SmartFridge::register_deciders(Dispatcher& dispatcher) const {
  dispatcher.add(fridge_category, std::make_shared<DeciderOf<FridgeDecider>>());
  dispatcher.add(order_category, std::make_shared<DeciderOf<OrderDecider>>());
  dispatcher.add(payment_category, std::make_shared<DeciderOf<PaymentDecider>>());
  dispatcher.add(schedule_category, std::make_shared<DeciderOf<ScheduleDecider>>());
  dispatcher.add(price_category, std::make_shared<DeciderOf<PriceDecider>>());
}

SchemaChange SmartFridge::schema_change() const { return change_of_schema(); }

Counting SmartFridge::counting() const {
  return [](StreamId stream, const Payload& event) {
    return stream.category() == fridge_category ? change_for_sale(event) : std::nullopt;
  };
}

Merging SmartFridge::merging() const {
  return [](StreamId stream, const Overtaken& pair) {
    return stream.category() == fridge_category && merge_in_fridge(pair);
  };
}

/// Orders are where they were placed, which only their own first command says; what meals cost is said in the centre.
std::vector<std::string> SmartFridge::views_with_places() const {
  return {CatalogProjection().name(), VenueProjection(options_.venue_size).name()};
}

AreaKey SmartFridge::area_key(StreamId stream, const Payload& body) const {
  const auto place = [this](FridgeId fridge) { return venue_of(fridge, options_.venue_size).value; };
  const StreamCategory category = stream.category();
  if (category == fridge_category || category == schedule_category) return {.place = place(FridgeId{stream.number()})};
  if (category == venue_category) return {.place = stream.number()};
  if (category == refill_category || category == plan_category) return {.place = place(fridge_of_meal(stream))};
  if (category == price_category) return {.place = 1};  // the centre
  // An order belongs where its fridge is, and what is paid for it where the order does.
  const auto* placed = body.as<PlaceOrder>();
  if (placed) return {.place = place(placed->fridge), .group = stream.number()};
  return {.group = stream.number()};
}

void SmartFridge::register_messages(MessageCatalog& catalog) const {
  catalog.add<MealsLoaded>();
  catalog.add<TraysLoaded>();
  catalog.add<MealReserved>();
  catalog.add<ReservationRefused>();
  catalog.add<ReservationConfirmed>();
  catalog.add<ReservationReleased>();
  catalog.add<StockReported>();
  catalog.add<MealsRemoved>();
  catalog.add<FridgeReported>();
  catalog.add<MealsFound>();
  catalog.add<ReportDoubted>();
  catalog.add<ConfirmationAwaited>();
  catalog.add<MealsWrittenOff>();
  catalog.add<FridgeSwitchedOff>();
  catalog.add<FridgeSwitchedOn>();
  catalog.add<OrderPlaced>();
  catalog.add<OrderCompleted>();
  catalog.add<OrderCancelled>();
  catalog.add<PaymentAccepted>();
  catalog.add<PaymentRefused>();
  catalog.add<PaymentRefunded>();
  catalog.add<StockLow>();
  catalog.add<RefillPlanned>();
  catalog.add<ReleaseDue>();
  catalog.add<PromotionImported>();
  catalog.add<TimeReached>();
  catalog.add<PriceChanged>();
  catalog.add<OrderEnriched>();
  catalog.add<MealsAnnounced>();
}

std::vector<std::shared_ptr<const ProjectionDefinition>> SmartFridge::projections() const {
  std::vector<std::shared_ptr<const ProjectionDefinition>> all{std::make_shared<CatalogProjection>()};
  if (options_.board) all.push_back(std::make_shared<OrderBoard>());
  if (options_.venue_size > 0) all.push_back(std::make_shared<VenueProjection>(options_.venue_size));
  if (options_.prices) all.push_back(std::make_shared<PriceProjection>());
  return all;
}

std::vector<std::shared_ptr<const SagaDefinition>> SmartFridge::sagas() const {
  return {std::make_shared<OrderSaga>(options_)};
}

std::vector<std::shared_ptr<const Reaction>> SmartFridge::reactions() const {
  std::vector<std::shared_ptr<const Reaction>> all;
  if (options_.refill_below > 0) {
    all.push_back(std::make_shared<LowStock>(options_));
    all.push_back(std::make_shared<RefillPlanner>(options_));
  }
  if (options_.schedule) all.push_back(std::make_shared<KitchenSchedule>(options_));
  if (options_.refill_below > 0 || options_.schedule) all.push_back(std::make_shared<Refiller>());
  if (options_.enrich) all.push_back(std::make_shared<OrderEnricher>());
  if (options_.mails) all.push_back(std::make_shared<OrderMails>());
  if (options_.sensors) all.push_back(std::make_shared<FridgeDoors>(options_));
  return all;
}

std::map<std::string, ProcessId> SmartFridge::add_services(System& system, ProcessId command_store) const {
  const Options options = options_;
  const ProcessId processor = system.add({.name = "payment-processor",
                                          .role = "external",
                                          .factory = [options] { return std::make_unique<PaymentProcessor>(options); },
                                          .turns = TurnPolicy::reentrant,
                                          .mailbox = {},
                                          .host = {}});
  const ProcessId tracker =
      system.add({.name = "payment-tracker",
                  .role = "payment-tracker",
                  .factory = [=] { return std::make_unique<PaymentTracker>(options, processor, command_store); },
                  .turns = TurnPolicy::reentrant,
                  .mailbox = {},
                  .host = {}});
  std::map<std::string, ProcessId> services{{"payment-tracker", tracker}};
  if (options.mails) {
    services["mail-service"] = system.add({.name = "mail-service",
                                           .role = "external",
                                           .factory = [options] { return std::make_unique<MailService>(options); },
                                           .mailbox = {},
                                           .host = {}});
  }
  for (std::uint64_t i = 1; options.sensors && i <= options.senders; ++i) {
    services[fridges_name(i)] =
        system.add({.name = fridges_name(i),
                    .role = "external",
                    .factory = [=] { return std::make_unique<Fridges>(options, command_store); },
                    .turns = TurnPolicy::reentrant,
                    .mailbox = {},
                    .host = {}});
  }
  return services;
}

std::string SmartFridge::service_for(const std::string& asked, StreamId about) const {
  return asked == fridges_service ? fridges_name(sender_of(FridgeId{about.number()}, options_)) : asked;
}

bool SmartFridge::can_strike(OutsideFault fault, std::string_view process) const {
  // Mails are taken as they come, and fridges answer as they always do.
  return process == "payment-processor" || (process == "mail-service" && fault != OutsideFault::reject);
}

}  // namespace crisper::smart_fridge
