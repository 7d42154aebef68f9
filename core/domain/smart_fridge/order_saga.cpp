#include "core/domain/smart_fridge/order_saga.hpp"

#include <utility>

#include "core/domain/smart_fridge/order_enricher.hpp"
#include "core/domain/smart_fridge/payment_service.hpp"

namespace crisper::smart_fridge {
namespace {

/// An instance: the order it is for, and where it stands.
struct OrderProgress {
  CRISPER_BODY(OrderProgress);
  OrderPlaced order;
  OrderStage stage{};
  CRISPER_FIELDS(order, stage)
};

SagaStep step_to(OrderStage stage, const OrderPlaced& order) {
  SagaStep step;
  step.state = Payload::of(OrderProgress{.order = order, .stage = stage});
  step.state_number = static_cast<std::int64_t>(stage);
  step.ended = stage == OrderStage::completed || stage == OrderStage::cancelled || stage == OrderStage::refunded;
  return step;
}

template <class Body>
void command(SagaStep& step, StreamId stream, Body body) {
  step.effects.push_back(SagaEffect{.stream = stream, .body = Payload::of(std::move(body)), .service = ""});
}

template <class Body>
void request(SagaStep& step, Body body) {
  step.effects.push_back(SagaEffect{.stream = {}, .body = Payload::of(std::move(body)), .service = "payment-tracker"});
}

void cancel(SagaStep& step, const OrderPlaced& order, CancelReason reason) {
  command(step, stream_of(order.order), CancelOrder{.order = order.order, .reason = reason});
}

void release(SagaStep& step, const OrderPlaced& order) {
  command(step, stream_of(order.fridge), ReleaseReservation{.order = order.order});
}

/// What nobody can mean is not even reserved.
SagaStep doubt(const OrderPlaced& order) {
  SagaStep step = step_to(OrderStage::cancelled, order);
  cancel(step, order, CancelReason::doubted);
  return step;
}

SagaStep begin(const OrderPlaced& order, Duration time_limit) {
  SagaStep step = step_to(OrderStage::reserving, order);
  command(step, stream_of(order.fridge),
          ReserveMeal{.order = order.order, .meal = order.meal, .quantity = order.quantity});
  step.time_limit = time_limit;
  return step;
}

std::optional<SagaStep> give_back_late(const OrderProgress& at) {
  if (at.stage != OrderStage::late_reserving) return std::nullopt;
  SagaStep step = step_to(OrderStage::cancelled, at.order);
  release(step, at.order);
  return step;
}

/// All that is needed to charge is known.
std::optional<SagaStep> on_ready(const OrderProgress& at) {
  if (at.stage != OrderStage::reserving && at.stage != OrderStage::enriching) return give_back_late(at);
  SagaStep step = step_to(OrderStage::charging, at.order);
  request(step, ChargeOrder{.order = at.order.order, .amount = at.order.price});
  return step;
}

/// The meals are there, and what goes with them isn't yet: all that follows is that they may have to be given back.
std::optional<SagaStep> on_held(const OrderProgress& at) {
  if (at.stage == OrderStage::reserving) return step_to(OrderStage::enriching, at.order);
  return give_back_late(at);
}

std::optional<SagaStep> on_refused_by_fridge(const OrderProgress& at) {
  if (at.stage == OrderStage::late_reserving) return step_to(OrderStage::cancelled, at.order);
  if (at.stage != OrderStage::reserving) return std::nullopt;
  SagaStep step = step_to(OrderStage::cancelled, at.order);
  cancel(step, at.order, CancelReason::sold_out);
  return step;
}

std::optional<SagaStep> on_charged(const OrderProgress& at) {
  if (at.stage == OrderStage::charging) {
    SagaStep step = step_to(OrderStage::completed, at.order);
    command(step, stream_of(at.order.fridge), ConfirmReservation{.order = at.order.order});
    command(step, stream_of(at.order.order), CompleteOrder{.order = at.order.order});
    return step;
  }
  if (at.stage == OrderStage::late_charging) {
    SagaStep step = step_to(OrderStage::refunding, at.order);
    request(step, RefundOrder{.order = at.order.order, .amount = at.order.price});
    return step;
  }
  return std::nullopt;
}

std::optional<SagaStep> on_charge_refused(const OrderProgress& at) {
  if (at.stage == OrderStage::late_charging) return step_to(OrderStage::cancelled, at.order);
  if (at.stage != OrderStage::charging) return std::nullopt;
  SagaStep step = step_to(OrderStage::cancelled, at.order);
  release(step, at.order);
  cancel(step, at.order, CancelReason::payment_refused);
  return step;
}

template <class Body>
std::optional<StreamId> order_of(const Payload& body) {
  if (const auto* event = body.as<Body>()) return stream_of(event->order);
  return std::nullopt;
}

}  // namespace

std::optional<StreamId> OrderSaga::correlate(const RecordedEvent& event) const {
  const Payload& body = event.body;
  if (const auto key = order_of<OrderPlaced>(body)) return key;
  if (const auto key = order_of<MealReserved>(body)) return key;
  if (const auto key = options_.enrich ? order_of<OrderEnriched>(body) : std::nullopt) return key;
  if (const auto key = order_of<ReservationRefused>(body)) return key;
  if (const auto key = order_of<PaymentAccepted>(body)) return key;
  if (const auto key = order_of<PaymentRefused>(body)) return key;
  if (const auto key = order_of<PaymentRefunded>(body)) return key;
  return std::nullopt;
}

std::optional<SagaStep> OrderSaga::react(const Payload& state, const RecordedEvent& event) const {
  const Payload& body = event.body;
  const auto* at = state.as<OrderProgress>();
  if (const auto* placed = body.as<OrderPlaced>()) {
    if (at) return std::nullopt;
    const bool is_doubted = options_.order_at_most > 0 && placed->quantity > options_.order_at_most;
    return is_doubted ? doubt(*placed) : begin(*placed, options_.order_time_limit);
  }
  if (!at) return std::nullopt;
  if (body.as<MealReserved>()) return options_.enrich ? on_held(*at) : on_ready(*at);
  if (body.as<OrderEnriched>()) return on_ready(*at);
  if (body.as<ReservationRefused>()) return on_refused_by_fridge(*at);
  if (body.as<PaymentAccepted>()) return on_charged(*at);
  if (body.as<PaymentRefused>()) return on_charge_refused(*at);
  if (body.as<PaymentRefunded>() && at->stage == OrderStage::refunding) {
    return step_to(OrderStage::refunded, at->order);
  }
  return std::nullopt;
}

std::optional<SagaStep> OrderSaga::on_timeout(const Payload& state) const {
  const auto* at = state.as<OrderProgress>();
  if (!at) return std::nullopt;
  if (at->stage == OrderStage::reserving) {
    SagaStep step = step_to(OrderStage::late_reserving, at->order);
    cancel(step, at->order, CancelReason::time_limit);
    return step;
  }
  if (at->stage == OrderStage::enriching) {
    SagaStep step = step_to(OrderStage::cancelled, at->order);
    release(step, at->order);
    cancel(step, at->order, CancelReason::time_limit);
    return step;
  }
  if (at->stage == OrderStage::charging) {
    SagaStep step = step_to(OrderStage::late_charging, at->order);
    release(step, at->order);
    cancel(step, at->order, CancelReason::time_limit);
    return step;
  }
  return std::nullopt;
}

std::string OrderSaga::stage_name(std::int64_t state_number) const {
  if (!std::in_range<std::uint8_t>(state_number)) return {};
  switch (static_cast<OrderStage>(state_number)) {
    case OrderStage::reserving: return "reserving";
    case OrderStage::charging: return "charging";
    case OrderStage::completed: return "completed";
    case OrderStage::cancelled: return "cancelled";
    case OrderStage::late_reserving: return "late_reserving";
    case OrderStage::late_charging: return "late_charging";
    case OrderStage::refunding: return "refunding";
    case OrderStage::refunded: return "refunded";
    case OrderStage::enriching: return "enriching";
  }
  return {};
}

}  // namespace crisper::smart_fridge
