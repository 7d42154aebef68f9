#include "core/service/command_handler.hpp"

#include "core/store/event_store_process.hpp"

namespace crisper {

CommandHandler::CommandHandler(CommandHandlerOptions options)
    : options_(std::move(options)), ownership_(options_.ownership()), states_(options_.cached_states) {}

Task<> CommandHandler::start(Context& context) {
  const Payload ask = Payload::of(ReceiveCommand{.wait = options_.queue_wait});
  while (true) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.queue, ask, options_.queue_wait + options_.call_timeout);
    if (!answer) continue;
    if (const auto* dispatched = answer->as<DispatchedCommand>()) co_await carry_through(context, *dispatched);
  }
}

Task<> CommandHandler::carry_through(Context& context, DispatchedCommand dispatched) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  if (dispatched.repeated) {
    // Only its events would tell the store that it was handled: a rejection left none, and must not be decided anew.
    const std::optional<bool> completed = co_await is_completed(context, command.command);
    if (!completed) co_return give_back(context, dispatched);
    if (*completed) co_return acknowledge(context, dispatched);
  }
  const Outcome outcome = co_await own_and_handle(context, command);
  bool done = outcome != Outcome::try_again;
  if (done) {
    const CommandStatus status = outcome == Outcome::handled ? CommandStatus::handled : CommandStatus::rejected;
    // The outcome must be safe before the queue forgets the command.
    done = co_await complete(context, command.command, status);
  }
  if (done) {
    acknowledge(context, dispatched);
  } else {
    give_back(context, dispatched);
  }
}

void CommandHandler::acknowledge(Context& context, const DispatchedCommand& dispatched) {
  context.cast(options_.queue, Payload::of(AcknowledgeCommand{.receipt = dispatched.receipt}));
}

void CommandHandler::give_back(Context& context, const DispatchedCommand& dispatched) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  context.observe(
      {.kind = ObservationKind::command_retried, .message = subject(command.command), .stream = command.stream});
  context.cast(options_.queue,
               Payload::of(ReturnCommand{.receipt = dispatched.receipt, .delay = options_.return_delay}));
}

Task<std::optional<bool>> CommandHandler::is_completed(Context& context, CommandId command) {
  const Payload query = Payload::of(QueryOutcome{.command = command});
  const Result<Payload, CallError> answer = co_await context.call(options_.command_store, query, options_.call_timeout);
  const CommandOutcome* outcome = answer ? answer->as<CommandOutcome>() : nullptr;
  if (!outcome) co_return std::nullopt;
  co_return outcome->status != CommandStatus::accepted;
}

Task<CommandHandler::Outcome> CommandHandler::own_and_handle(Context& context, const SubmitCommand& command) {
  context.observe(
      {.kind = ObservationKind::state_requested, .message = subject(command.command), .stream = command.stream});
  const Result<Owned, OwnershipError> owned = co_await ownership_->enter(context, command.stream);
  if (!owned) co_return Outcome::try_again;
  context.observe({.kind = ObservationKind::state_entered,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .a = owned->token.value});
  Outcome outcome = Outcome::try_again;
  for (std::uint32_t attempt = 0; attempt <= options_.decide_again_limit; ++attempt) {
    stream_moved_ = false;
    outcome = co_await handle(context, command, *owned);
    if (outcome != Outcome::try_again || !stream_moved_) break;
  }
  context.observe({.kind = ObservationKind::state_left,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .a = owned->token.value});
  ownership_->leave(context, *owned);
  co_return outcome;
}

Task<CommandHandler::Outcome> CommandHandler::handle(Context& context, const SubmitCommand& command,
                                                     const Owned& owned) {
  const AnyDecider* decider = options_.dispatcher->find(command.stream);
  if (!decider) co_return Outcome::rejected;
  CachedState& cached = states_.get(command.stream, *decider);
  const Payload read =
      Payload::of(ReadStream{.stream = command.stream, .after = cached.version, .command = command.command});
  const Result<Payload, CallError> answer = co_await context.call(options_.event_store, read, options_.call_timeout);
  const StreamSlice* slice = answer ? answer->as<StreamSlice>() : nullptr;
  if (!slice) co_return Outcome::try_again;
  if (slice->head < cached.version) {
    // The store has less than this handler remembers: what it remembers was never durable.
    states_.forget(command.stream);
    co_return Outcome::try_again;
  }
  for (const Payload& event : slice->events) {
    const auto* recorded = event.as<RecordedEvent>();
    decider->evolve(*cached.state, recorded->body);
    cached.version = recorded->version;
  }
  if (slice->command_known) {
    context.observe(
        {.kind = ObservationKind::command_repeated, .message = subject(command.command), .stream = command.stream});
    co_return Outcome::handled;
  }

  Decision decision = decider->decide(*cached.state, command.body);
  if (!decision || decision->empty()) {
    context.observe({.kind = decision ? ObservationKind::command_handled : ObservationKind::command_rejected,
                     .message = subject(command.command),
                     .stream = command.stream,
                     .payload = command.body.get()});
    co_return decision ? Outcome::handled : Outcome::rejected;
  }
  if (!ownership_->still_holds(context, owned)) co_return Outcome::try_again;
  co_return co_await append(context, command, owned, cached.version, std::move(*decision));
}

Task<CommandHandler::Outcome> CommandHandler::append(Context& context, const SubmitCommand& command, const Owned& owned,
                                                     StreamVersion version, std::vector<Payload> events) {
  const auto count = static_cast<std::int64_t>(events.size());
  AppendEvents request{.stream = command.stream,
                       .expected = std::nullopt,
                       .token = owned.token,
                       .command = command.command,
                       .correlation = command.correlation,
                       .events = std::move(events)};
  if (options_.expect_version) request.expected = version;
  const Payload payload = Payload::of(std::move(request));
  const Result<Payload, CallError> answer = co_await context.call(options_.event_store, payload, options_.call_timeout);
  if (!answer) co_return Outcome::try_again;  // applied or not: whoever gets the command next will see
  if (const auto* refused = answer->as<AppendRefused>()) {
    stream_moved_ = refused->error == AppendError::wrong_version;
    if (refused->error != AppendError::already_appended) co_return Outcome::try_again;
    context.observe(
        {.kind = ObservationKind::command_repeated, .message = subject(command.command), .stream = command.stream});
    co_return Outcome::handled;
  }
  context.observe({.kind = ObservationKind::command_handled,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .a = count,
                   .payload = command.body.get()});
  co_return Outcome::handled;
}

Task<bool> CommandHandler::complete(Context& context, CommandId command, CommandStatus status) {
  const Payload request = Payload::of(CompleteCommand{.command = command, .status = status});
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.command_store, request, options_.call_timeout);
    if (answer) co_return true;
  }
  co_return false;
}

}  // namespace crisper
