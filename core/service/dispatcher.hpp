// Dispatcher: a command has one target. Finds the service that owns the kind of state a command is for.
#pragma once

#include <array>
#include <memory>

#include "core/base/assert.hpp"
#include "core/service/decider.hpp"

namespace crisper {

class Dispatcher {
 public:
  /// Each category has one decider.
  void add(StreamCategory category, std::shared_ptr<const AnyDecider> decider) {
    CRISPER_ASSERT(!deciders_[category.value], "a kind of state is owned by one service");
    deciders_[category.value] = std::move(decider);
  }
  /// Null where nobody owns that kind of state.
  const AnyDecider* find(StreamId stream) const { return deciders_[stream.category().value].get(); }

 private:
  std::array<std::shared_ptr<const AnyDecider>, 256> deciders_;
};

}  // namespace crisper
