// Policy: event -> event*. A rule of the business: when this has happened, then that is so. (Elsewhere "policy" means
// event -> command: that is a Receptor here.)
#pragma once

#include "core/reaction/reaction.hpp"

namespace crisper {

class Policy : public Reaction {
 public:
  virtual std::vector<NewEvent> apply(const Payload& memory, const RecordedEvent& event) const = 0;

  ReactionKind kind() const final { return ReactionKind::policy; }
  Answers react(const Payload& memory, const RecordedEvent& event) const final {
    return Answers{.events = apply(memory, event)};
  }
};

}  // namespace crisper
