// CommandWork: what a handler does with one command in its hands: have it carried out, tell the outcome, acknowledge.
#pragma once

#include <memory>
#include <optional>

#include "core/service/effect_targets.hpp"
#include "core/service/service.hpp"

namespace crisper {

struct CommandWorkOptions {
  ProcessId queue;
  ProcessId command_store;
  Duration call_timeout = std::chrono::seconds(1);         ///< of calls to the command store, and to `effects`
  Duration return_delay = std::chrono::milliseconds(100);  ///< before a command given back is visible again
  std::shared_ptr<const EffectTargets> effects{};          ///< services without a state; null: there are none
};

/// The queue gives it to somebody later, unless it has done so already.
void give_back(Context& context, const CommandWorkOptions& options, const DispatchedCommand& dispatched,
               RetryReason reason);

/// Lets the service carry out the command of this DispatchedCommand and sees it through. What is for a service without
/// a state is given to that instead: there is nothing to own, to load or to append. `options` and `service` must
/// outlive the task.
Task<> see_through(Context& context, const CommandWorkOptions& options, Service& service, Payload dispatched);

}  // namespace crisper
