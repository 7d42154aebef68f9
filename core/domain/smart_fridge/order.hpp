// Order: what a customer asked for and how it ended.
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/service/decider.hpp"

namespace crisper::smart_fridge {

struct OrderDecider {
  enum class State : std::uint8_t { unknown, placed, completed, cancelled };

  static State initial() { return State::unknown; }
  static Decision decide(const State& state, const Payload& command);
  static State evolve(State state, const Payload& event);
};

}  // namespace crisper::smart_fridge
