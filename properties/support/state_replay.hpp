// StateReplay: what a business knows after each of its events, as a number to compare. Where two are the same, what
// follows of itself is the same.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/domain.hpp"

namespace crisper::properties {

class StateReplay {
 public:
  /// `domain` outlives it.
  explicit StateReplay(const Domain& domain);

  /// The store's next event. Costs what its decider, reactions and process managers do with it.
  void take(const RecordedEvent& event);
  /// After the last one: that event, the state that it is of, and what reactions and process managers know of what it
  /// is about. Nothing where that state can't be compared: its decider keeps no snapshots. Costs one.
  std::optional<std::uint64_t> after(const RecordedEvent& event) const;

 private:
  using Memories = std::map<StreamId, Payload>;

  Dispatcher deciders_;
  SchemaChange change_;
  std::map<StreamId, std::unique_ptr<AnyState>> states_;
  std::vector<std::pair<std::shared_ptr<const Reaction>, Memories>> reactions_;
  std::vector<std::pair<std::shared_ptr<const SagaDefinition>, Memories>> sagas_;
};

}  // namespace crisper::properties
