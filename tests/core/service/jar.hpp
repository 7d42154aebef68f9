// Jar: the smallest domain that a decider can have, for the tests of what surrounds deciders.
#pragma once

#include "core/message/body.hpp"
#include "core/service/decider.hpp"

namespace crisper::jar {

struct PutCoins {
  CRISPER_BODY(PutCoins);
  std::int64_t coins = 0;
  CRISPER_FIELDS(coins)
};

struct CoinsPut {
  CRISPER_BODY(CoinsPut);
  std::int64_t coins = 0;
  CRISPER_FIELDS(coins)
};

/// Takes up to ten coins; putting none changes nothing.
struct JarDecider {
  using State = std::int64_t;
  static State initial() { return 0; }
  static Decision decide(const State& state, const Payload& command) {
    const auto* put = command.as<PutCoins>();
    if (!put) return failure(Rejection{"not a jar's command"});
    if (state + put->coins > 10) return failure(Rejection{"the jar is full"});
    std::vector<Payload> events;
    if (put->coins > 0) events.push_back(Payload::of(CoinsPut{.coins = put->coins}));
    return events;
  }
  static State evolve(State state, const Payload& event) {
    const auto* put = event.as<CoinsPut>();
    return put ? state + put->coins : state;
  }
};

}  // namespace crisper::jar
