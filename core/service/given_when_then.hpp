// given / when / then: a decider's behaviour as sentences, for any test framework.
//
//   auto told = given<FridgeDecider>(loaded).when(reserve).then(reserved);
//   EXPECT_TRUE(told) << told.difference();
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/service/decider.hpp"

namespace crisper {

/// What came of a specification: true where it held, else the difference in words.
class Told {
 public:
  explicit Told(std::string difference) : difference_(std::move(difference)) {}
  explicit operator bool() const { return difference_.empty(); }
  const std::string& difference() const { return difference_; }

 private:
  std::string difference_;
};

/// "[MealsLoaded{...}, ...]" or "rejected: …", for messages about a decision. `of`: on which state; zero: nobody says.
std::string to_text(const Decision& decision, StreamId of = {});
/// Empty where they are equal.
std::string difference(const Decision& expected, const Decision& actual);

/// The second half of a specification: a decision that waits to be judged.
class Decided {
 public:
  explicit Decided(Decision decision) : decision_(std::move(decision)) {}

  /// Exactly these events, in this order; none: the command changed nothing.
  template <MessageBody... Bodies>
  Told then(Bodies... events) const {
    return Told(difference(Decision(std::vector<Payload>{Payload::of(std::move(events))...}), decision_));
  }
  /// A rejection whose reason contains these words.
  Told then_rejected(const std::string& words = "") const;
  const Decision& decision() const { return decision_; }

 private:
  Decision decision_;
};

/// The first half: a state made of past events.
template <Decider D>
class Given {
 public:
  explicit Given(typename D::State state) : state_(std::move(state)) {}

  template <MessageBody Body>
  Decided when(Body command) const {
    return Decided(D::decide(state_, Payload::of(std::move(command))));
  }
  const typename D::State& state() const { return state_; }

 private:
  typename D::State state_;
};

/// Starts a specification from nothing, or from events that have happened.
template <Decider D, MessageBody... Bodies>
Given<D> given(Bodies... past) {
  typename D::State state = D::initial();
  ((state = D::evolve(std::move(state), Payload::of(std::move(past)))), ...);
  return Given<D>(std::move(state));
}

}  // namespace crisper
