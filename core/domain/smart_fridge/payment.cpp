#include "core/domain/smart_fridge/payment.hpp"

namespace crisper::smart_fridge {

Decision PaymentDecider::decide(const State& state, const Payload& command) {
  std::vector<Payload> events;
  if (const auto* charge = command.as<RecordCharge>()) {
    if (state != State::unknown) return failure(Rejection{"this payment's outcome is known"});
    events.push_back(charge->accepted ? Payload::of(PaymentAccepted{.order = charge->order, .amount = charge->amount})
                                      : Payload::of(PaymentRefused{.order = charge->order}));
  } else if (const auto* refund = command.as<RecordRefund>()) {
    if (state != State::accepted) return failure(Rejection{"only an accepted payment can be refunded"});
    events.push_back(Payload::of(PaymentRefunded{.order = refund->order, .amount = refund->amount}));
  } else {
    return failure(Rejection{"not a payment's command"});
  }
  return events;
}

PaymentDecider::State PaymentDecider::evolve(State state, const Payload& event) {
  if (event.as<PaymentAccepted>()) return State::accepted;
  if (event.as<PaymentRefused>()) return State::refused;
  if (event.as<PaymentRefunded>()) return State::refunded;
  return state;
}

}  // namespace crisper::smart_fridge
