#include "core/domain/smart_fridge/payment_service.hpp"

#include "core/command/protocol.hpp"
#include "core/message/delivery.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/outside.hpp"
#include "core/runtime/retry.hpp"

namespace crisper::smart_fridge {
namespace {

/// Journal record of the tracker: the command store has the outcome.
struct PaymentTold {
  CRISPER_BODY(PaymentTold);
  OrderId order;
  bool refund = false;
  CRISPER_FIELDS(order, refund)
};

/// Journal record of the processor: what it did.
struct PaymentDone {
  CRISPER_BODY(PaymentDone);
  OrderId order;
  bool refund = false;
  bool accepted = false;
  CRISPER_FIELDS(order, refund, accepted)
};

/// To itself: carry this one out, in a turn of its own.
struct CarryOut {
  CRISPER_BODY(CarryOut);
  Payload request;
  CRISPER_FIELDS(request)
};

AuditEntry kept(OrderId order, EffectKind kind, bool done) {
  return {.kind = AuditKind::effect_kept,
          .stream = stream_of(order),
          .a = static_cast<std::int64_t>(kind),
          .b = done ? 1 : 0};
}

/// What the tracker says of a charge or refund.
Observation said(ObservationKind kind, ProcessId processor, const Payload& request) {
  const auto* charge = request.as<ChargeOrder>();
  return {.kind = kind,
          .peer = processor,
          .stream = stream_of(charge ? charge->order : request.as<RefundOrder>()->order),
          .a = static_cast<std::int64_t>(charge ? EffectKind::charge : EffectKind::refund)};
}

constexpr Duration retry_pause = std::chrono::milliseconds(200);

}  // namespace

// ---- tracker

Task<> PaymentTracker::start(Context& context) {
  std::vector<Payload> open;
  for (const Payload& record : context.disk().records()) {
    if (const auto* charge = record.as<ChargeOrder>()) {
      charges_[charge->order] = false;
      open.push_back(record);
    } else if (const auto* refund = record.as<RefundOrder>()) {
      refunds_[refund->order] = false;
      open.push_back(record);
    } else if (const auto* told = record.as<PaymentTold>()) {
      (told->refund ? refunds_ : charges_)[told->order] = true;
    }
  }
  for (Payload& request : open) {
    const auto* charge = request.as<ChargeOrder>();
    const bool done = charge ? charges_[charge->order] : refunds_[request.as<RefundOrder>()->order];
    if (done) continue;
    context.observe(said(ObservationKind::request_taken, processor_, request));
    context.cast(context.self(), Payload::of(CarryOut{.request = std::move(request)}));
  }
  co_return;
}

Task<> PaymentTracker::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await take_over(context, envelope, delivery->items);
  } else if (const auto* order = envelope.payload.as<CarryOut>()) {
    co_await carry_out(context, order->request);
  }
}

Task<> PaymentTracker::take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  // What is known already may still be on its way to the disk: the write below waits for that, too.
  std::vector<Payload> fresh;
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* charge = item.as<ChargeOrder>();
    const auto* refund = item.as<RefundOrder>();
    const bool is_new = charge ? charges_.try_emplace(charge->order, false).second
                               : refund && refunds_.try_emplace(refund->order, false).second;
    if (!is_new) continue;
    fresh.push_back(item);
    once_durable.push_back(said(ObservationKind::request_taken, processor_, item));
  }
  co_await writes_.durably(context, fresh, std::move(once_durable));
  context.reply(envelope, Payload::of(Received{}));
  for (Payload& request : fresh) context.cast(context.self(), Payload::of(CarryOut{.request = std::move(request)}));
}

Task<> PaymentTracker::carry_out(Context& context, Payload request) {
  while (true) {
    const Result<Payload, CallError> answer = co_await context.call(processor_, request, options_.payment_timeout);
    if (const PaymentAnswer* told = answer ? answer->as<PaymentAnswer>() : nullptr) {
      const bool accepted = told->accepted;
      co_await tell(context, request, accepted);
      co_return;
    }
    co_await context.sleep(retry_pause);
  }
}

Task<> PaymentTracker::tell(Context& context, const Payload& request, bool accepted) {
  const auto* charge = request.as<ChargeOrder>();
  const auto* refund = request.as<RefundOrder>();
  const OrderId order = charge ? charge->order : refund->order;
  // The id is a function of the order, so that telling twice is one command.
  const CommandId id{mix_bits(order.value ^ name_key(charge ? "record charge" : "record refund"))};
  const Payload body = charge
                           ? Payload::of(RecordCharge{.order = order, .amount = charge->amount, .accepted = accepted})
                           : Payload::of(RecordRefund{.order = order, .amount = refund->amount});
  const Payload submit =
      Payload::of(SubmitCommand{.command = id, .stream = payment_stream_of(order), .body = body, .correlation = {}});
  co_await call_until_answered(context, command_store_, submit, options_.payment_timeout);
  (charge ? charges_ : refunds_)[order] = true;
  context.disk().append(Payload::of(PaymentTold{.order = order, .refund = refund != nullptr}));
  context.observe(said(ObservationKind::request_told, processor_, request));
}

void PaymentTracker::inspect(Audit& audit) const {
  for (const auto& [order, told] : charges_) audit.take(kept(order, EffectKind::charge, told));
  for (const auto& [order, told] : refunds_) audit.take(kept(order, EffectKind::refund, told));
}

// ---- processor

Task<> PaymentProcessor::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    const auto* done = record.as<PaymentDone>();
    if (!done) continue;
    if (done->refund) {
      refunded_.insert(done->order);
    } else {
      charged_[done->order] = done->accepted;
    }
  }
  co_return;
}

bool PaymentProcessor::accepts(Context& context, OrderId order) const {
  // A function of the order, not of who came before, so that other orders' fates don't change this one's.
  return !context.rng("refusals").fork(order.value).chance(options_.payment_refused);
}

Task<> PaymentProcessor::receive(Context& context, const Envelope& envelope) {
  const Payload request = envelope.payload;
  const auto* charge = request.as<ChargeOrder>();
  const auto* refund = request.as<RefundOrder>();
  if (!charge && !refund) co_return;
  const OrderId order = charge ? charge->order : refund->order;
  const Amount amount = charge ? charge->amount : refund->amount;
  co_await context.sleep(context.rng("latency").exponential(options_.payment_latency));

  const bool done_before = charge ? charged_.contains(order) : refunded_.contains(order);
  if (options_.payment_idempotent && done_before) {
    // It may still be on its way to the disk, in another turn: nobody hears of it before it is there.
    std::vector<Payload> nothing_new;
    co_await writes_.durably(context, std::move(nothing_new));
    co_await answer(context, envelope, refund || charged_[order]);
    co_return;
  }
  const bool accepted = refund || (accepts(context, order) && !context.meets(OutsideFault::reject));
  if (charge) charged_[order] = accepted;
  if (refund) refunded_.insert(order);
  std::vector<Payload> done{
      Payload::of(PaymentDone{.order = order, .refund = refund != nullptr, .accepted = accepted})};
  std::vector<Observation> once_durable{
      {.kind = accepted ? ObservationKind::effect_performed : ObservationKind::effect_refused,
       .peer = envelope.from,
       .stream = stream_of(order),
       .a = static_cast<std::int64_t>(charge ? EffectKind::charge : EffectKind::refund),
       .b = amount.value}};
  co_await writes_.durably(context, std::move(done), std::move(once_durable));
  co_await answer(context, envelope, accepted);
}

Task<> PaymentProcessor::answer(Context& context, Envelope request, bool accepted) {
  if (context.rng("lost answers").chance(options_.payment_answer_lost)) co_return;
  if (context.rng("late answers").chance(options_.payment_late)) co_await context.sleep(options_.payment_late_by);
  co_await answer_from_outside(context, std::move(request), Payload::of(PaymentAnswer{.accepted = accepted}));
}

void PaymentProcessor::inspect(Audit& audit) const {
  for (const auto& [order, accepted] : charged_) {
    audit.take(kept(order, EffectKind::charge, accepted));
  }
  for (const OrderId order : refunded_) audit.take(kept(order, EffectKind::refund, true));
}

}  // namespace crisper::smart_fridge
