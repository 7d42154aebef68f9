// Payment: what the external processor is known to have done for an order.
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/service/decider.hpp"

namespace crisper::smart_fridge {

struct PaymentDecider {
  enum class State : std::uint8_t { unknown, accepted, refused, refunded };

  static State initial() { return State::unknown; }
  static Decision decide(const State& state, const Payload& command);
  static State evolve(State state, const Payload& event);
};

}  // namespace crisper::smart_fridge
