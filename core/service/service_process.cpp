#include "core/service/service_process.hpp"

#include "core/runtime/durably.hpp"
#include "core/service/unguarded.hpp"

namespace crisper {
namespace {

/// Journal record: this generation of the process has begun.
struct GenerationBegun {
  CRISPER_BODY(GenerationBegun);
  std::int64_t generation = 0;
  CRISPER_FIELDS(generation)
};

}  // namespace

Task<> ServiceProcess::start(Context& context) {
  ApplicationServiceOptions options = options_;
  if (!options.ownership) {
    std::int64_t generation = 0;
    for (const Payload& record : context.disk().records()) {
      generation = std::max(generation, record.as<GenerationBegun>()->generation);
    }
    ++generation;
    std::vector<Payload> records{Payload::of(GenerationBegun{.generation = generation})};
    co_await durably(context, std::move(records));
    options.ownership = [generation] { return std::make_unique<Fenced>(generation); };
  }
  service_ = std::make_unique<ApplicationService>(std::move(options));
}

Task<> ServiceProcess::receive(Context& context, const Envelope& envelope) {
  if (envelope.payload.as<ServiceDismissed>()) co_return context.exit();
  if (const auto* handed = envelope.payload.as<HandOverCommand>()) {
    if (!callers_.is_new(envelope)) co_return;
    CommandWorkOptions work = work_;
    work.queue = handed->queue;
    const bool is_in_time = context.waited() < handed->visible_again;
    if (is_in_time) co_return co_await see_through(context, work, *service_, handed->dispatched);
    const auto& dispatched = *handed->dispatched.as<DispatchedCommand>();
    co_return give_back(context, work, dispatched, RetryReason::not_carried_out);
  }
  const auto* execute = envelope.payload.as<ExecuteCommand>();
  if (!execute) {
    co_await service_->receive(context, envelope);
    co_return;
  }
  if (!callers_.is_new(envelope)) co_return;  // it has been carried out: its effects must not be judged as its cause
  Outcome outcome = Outcome::try_again;
  const bool is_awaited = context.monotonic() < awaited_until(context, *execute);
  if (is_awaited) outcome = co_await service_->carry_out(context, execute->dispatched);
  context.reply(envelope, Payload::of(CommandExecuted{.outcome = outcome}));
}

ExecuteCommand execute_within(const Context& context, Payload dispatched, Duration patience, ClockKind clock) {
  return {.dispatched = std::move(dispatched),
          .patience = patience,
          .until = clock == ClockKind::wall ? context.now() + patience : sim_never};
}

SimTime awaited_until(const Context& context, const ExecuteCommand& execute) {
  if (execute.until != sim_never) return context.on_monotonic(execute.until, ClockKind::wall);
  return context.monotonic() - context.waited() + execute.patience;
}

void ServiceProcess::inspect(Audit& audit) const {
  if (service_) service_->inspect(audit);
}

Task<Result<Outcome, CallError>> execute_at(Context& context, ProcessId process, Payload dispatched,
                                            CallPatience patience) {
  const Payload request =
      Payload::of(execute_within(context, std::move(dispatched), patience.timeout, patience.clock));
  const Result<Payload, CallError> answer = co_await context.call(process, request, patience.timeout);
  if (!answer) co_return failure(answer.error());
  co_return answer->as<CommandExecuted>()->outcome;
}

Task<Outcome> RemoteService::carry_out(Context& context, Payload dispatched) {
  const ProcessId process = processes_[next_++ % processes_.size()];
  const Result<Outcome, CallError> outcome = co_await execute_at(context, process, std::move(dispatched), patience_);
  co_return outcome.value_or(Outcome::try_again);
}

}  // namespace crisper
