// Enricher: event -> event. The same news with more in it, from what it has seen before.
#pragma once

#include "core/reaction/reaction.hpp"

namespace crisper {

class Enricher : public Reaction {
 public:
  /// Empty for an event that it has nothing to add to.
  virtual std::optional<NewEvent> enrich(const Payload& memory, const RecordedEvent& event) const = 0;

  ReactionKind kind() const final { return ReactionKind::enricher; }
  Answers react(const Payload& memory, const RecordedEvent& event) const final {
    Answers answers;
    if (std::optional<NewEvent> richer = enrich(memory, event)) answers.events.push_back(std::move(*richer));
    return answers;
  }
};

}  // namespace crisper
