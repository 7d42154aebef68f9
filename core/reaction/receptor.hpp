// Receptor: event -> command*. Where an answer to the command must be waited for, compensated or timed, use a process
// manager instead.
#pragma once

#include "core/reaction/reaction.hpp"

namespace crisper {

class Receptor : public Reaction {
 public:
  virtual std::vector<NewCommand> receive(const Payload& memory, const RecordedEvent& event) const = 0;

  ReactionKind kind() const final { return ReactionKind::receptor; }
  Answers react(const Payload& memory, const RecordedEvent& event) const final {
    return Answers{.commands = receive(memory, event)};
  }
};

}  // namespace crisper
