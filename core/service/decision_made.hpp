// DecisionMade: what a service says of a decision, so that somebody else can repeat it.
#pragma once

#include <string>
#include <vector>

#include "core/command/protocol.hpp"
#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/runtime/context.hpp"
#include "core/service/decider.hpp"
#include "core/service/state_cache.hpp"

namespace crisper {

/// The payload of decision.made. Its observation names the command, the state, and the version that was decided on.
struct DecisionMade {
  CRISPER_BODY(DecisionMade);
  Payload command;              ///< what was asked of this state
  EventId last;                 ///< the event of that version; zero where the state has none yet
  std::uint64_t earlier = 0;    ///< events that the command's parts on other states came to before: its ids count on
  std::vector<Payload> events;  ///< what came out, in the words of today; none of a rejection
  std::string rejection;        ///< its reason; empty where it was none
  CRISPER_FIELDS(command, last, earlier, events, rejection)
};

/// `b` of decision.made where the command was rejected.
inline constexpr std::int64_t decided_against = -1;

/// What a decision was made on: a part of a command, and the state that it is asked of, as it was remembered then.
struct DecisionBasis {
  StreamId stream;
  const Payload& body;
  const CachedState& state;
  std::uint64_t earlier = 0;  ///< as DecisionMade has it
};

/// Whoever decides says so by this, before anything is appended.
void observe_decision_made(Context& context, const SubmitCommand& command, const DecisionBasis& basis,
                           const Decision& decision);

}  // namespace crisper
