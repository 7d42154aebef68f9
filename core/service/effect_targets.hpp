// EffectTargets: command -> unit. Where commands go that are for a service without a state: it answers with nothing.
#pragma once

#include <map>

#include "core/command/protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/service/service.hpp"

namespace crisper {

/// By kind of stream: the process that takes its commands. It is called with the SubmitCommand, for a command perhaps
/// more than once, and answers when it won't lose it. That is all that its callers hear: what it then does outside, and
/// whether it does it once, is its own affair.
using EffectTargets = std::map<StreamCategory, ProcessId>;

/// Whether a part of this command is for a service; not where there are no targets.
bool asks_a_service(const EffectTargets* targets, const SubmitCommand& command);

/// Handled when the service has it; nobody knows where it doesn't answer within `timeout`. Rejected where the command
/// has other parts: what is done outside can't be undone with them. `submit`: a SubmitCommand that asks a service.
Task<Outcome> give_to_service(Context& context, const EffectTargets& targets, Payload submit, Duration timeout);

}  // namespace crisper
