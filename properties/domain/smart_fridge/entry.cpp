// The smart fridge, as `properties` knows it.
#include <algorithm>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "properties/domain/registry.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/domain/smart_fridge/reference_rules.hpp"
#include "properties/domain/smart_fridge/row_fold.hpp"

namespace crisper::smart_fridge {
namespace {

using properties::Patience;
using properties::SometimesEntry;

template <class Body>
bool is_of(const Observation& seen) {
  return body_as<Body>(seen.payload) != nullptr;
}

bool is_refusal(const Observation& seen) {
  const auto event = fridge_event(seen);
  return event && event->what == FridgeEvent::What::refused;
}

std::vector<SometimesEntry> sometimes() {
  using enum ObservationKind;
  return {{"order_completed", "an order was paid and served", event_appended, is_of<OrderCompleted>},
          {"order_cancelled", "an order was cancelled", event_appended, is_of<OrderCancelled>},
          {"order_refused", "an order found that the meal was gone", event_appended, is_refusal},
          {"payment_refused", "the payment processor said no", effect_refused,
           [](const Observation&) { return true; }},
          {"payment_refunded", "money went back", event_appended, is_of<PaymentRefunded>}};
}

Patience patience(const sim::Scenario& scenario) {
  const auto& options = scenario.settings.as<Options>();
  return {.after_step = std::max(options.payment_timeout, options.payment_latency),
          .after_start = options.order_time_limit};
}

}  // namespace
}  // namespace crisper::smart_fridge

namespace crisper::properties {

DomainLaws wings::smart_fridge() {
  using namespace crisper::smart_fridge;
#define SMART_FRIDGE_LAW(name) laws::name(),
  return {.name = "smart_fridge",
          .laws = {SMART_FRIDGE_LAWS(SMART_FRIDGE_LAW)},
          .sometimes = sometimes(),
          .measures = {crisper::smart_fridge::measures::order_latency(),
                       crisper::smart_fridge::measures::order_completion(),
                       crisper::smart_fridge::measures::truth(),
                       crisper::smart_fridge::measures::area_completion(),
                       crisper::smart_fridge::measures::screens()},
          .reference_rules = reference_rules(),
          .patience = patience,
          .row_item = "meal",
          .row_change = crisper::smart_fridge::row_change};
#undef SMART_FRIDGE_LAW
}

}  // namespace crisper::properties
