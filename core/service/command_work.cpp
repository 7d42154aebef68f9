#include "core/service/command_work.hpp"

#include "core/runtime/retry.hpp"

namespace crisper {
namespace {

/// Whether somebody has completed it already: asked when the queue may have delivered it before. Empty where the
/// command store doesn't say.
Task<std::optional<bool>> is_completed(Context& context, const CommandWorkOptions& options, CommandId command) {
  const Payload query = Payload::of(QueryOutcome{.command = command});
  const Result<Payload, CallError> answer = co_await context.call(options.command_store, query, options.call_timeout);
  const CommandOutcome* outcome = answer ? answer->as<CommandOutcome>() : nullptr;
  if (!outcome) co_return std::nullopt;
  co_return outcome->status != CommandStatus::accepted;
}

Task<bool> complete(Context& context, const CommandWorkOptions& options, CommandId command, CommandStatus status) {
  const Payload request = Payload::of(CompleteCommand{.command = command, .status = status});
  Retry retry;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Result<Payload, CallError> answer =
        co_await context.call(options.command_store, request, options.call_timeout);
    if (answer) co_return true;
    co_await retry.pause(context, answer.error());
  }
  co_return false;
}

void acknowledge(Context& context, const CommandWorkOptions& options, const DispatchedCommand& dispatched) {
  context.cast(options.queue, Payload::of(AcknowledgeCommand{.receipt = dispatched.receipt}));
}

}  // namespace

void give_back(Context& context, const CommandWorkOptions& options, const DispatchedCommand& dispatched,
               RetryReason reason) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  context.observe({.kind = ObservationKind::command_retried,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .a = static_cast<std::int64_t>(reason)});
  context.cast(options.queue, Payload::of(ReturnCommand{.receipt = dispatched.receipt, .delay = options.return_delay}));
}

namespace {

/// Of a command for a service without a state.
Task<Outcome> have_it_done(Context& context, const CommandWorkOptions& options, Payload submit) {
  const auto& command = *submit.as<SubmitCommand>();
  const Outcome outcome = co_await give_to_service(context, *options.effects, submit, options.call_timeout);
  if (outcome == Outcome::try_again) co_return outcome;
  const bool handled = outcome == Outcome::handled;
  context.observe({.kind = handled ? ObservationKind::command_handled : ObservationKind::command_rejected,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .payload = command.body.get()});
  co_return outcome;
}

}  // namespace

Task<> see_through(Context& context, const CommandWorkOptions& options, Service& service, Payload payload) {
  const auto& dispatched = *payload.as<DispatchedCommand>();
  const auto& command = *dispatched.command.as<SubmitCommand>();
  if (dispatched.repeated) {
    // Only its events would tell the store that it was handled: a rejection left none, and must not be decided anew.
    const std::optional<bool> completed = co_await is_completed(context, options, command.command);
    if (!completed) co_return give_back(context, options, dispatched, RetryReason::not_known);
    if (*completed) co_return acknowledge(context, options, dispatched);
  }
  Outcome outcome = Outcome::try_again;
  if (asks_a_service(options.effects.get(), command)) {
    outcome = co_await have_it_done(context, options, dispatched.command);
  } else {
    outcome = co_await service.carry_out(context, payload);
  }
  if (outcome == Outcome::try_again) co_return give_back(context, options, dispatched, RetryReason::not_carried_out);
  const CommandStatus status = outcome == Outcome::handled ? CommandStatus::handled : CommandStatus::rejected;
  // The outcome must be safe before the queue forgets the command.
  const bool noted = co_await complete(context, options, command.command, status);
  if (!noted) co_return give_back(context, options, dispatched, RetryReason::not_noted);
  acknowledge(context, options, dispatched);
}

}  // namespace crisper
