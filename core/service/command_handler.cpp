#include "core/service/command_handler.hpp"

#include <algorithm>
#include <string>

#include "core/runtime/retry.hpp"
#include "core/service/service_process.hpp"

namespace crisper {
namespace {

/// A process for one command: sees it through and ends.
class CommandProcess final : public Process {
 public:
  CommandProcess(CommandWorkOptions work, std::unique_ptr<Service> service, Payload dispatched)
      : work_(std::move(work)), service_(std::move(service)), dispatched_(std::move(dispatched)) {}
  Task<> start(Context& context) override {
    co_await context.work(context.service_time());
    co_await see_through(context, work_, *service_, dispatched_);
    context.exit();
  }
  Task<> receive(Context& context, const Envelope& envelope) override { return service_->receive(context, envelope); }
  void inspect(Audit& audit) const override { service_->inspect(audit); }

 private:
  CommandWorkOptions work_;
  std::unique_ptr<Service> service_;
  Payload dispatched_;
};

}  // namespace

CommandHandler::CommandHandler(CommandHandlerOptions options)
    : options_(std::move(options)), service_(options_.service()) {}

Task<> CommandHandler::start(Context& context) {
  for (const Duty& duty : options_.duties) {
    if (duty.until <= context.monotonic()) continue;
    if (duty.from > sim_start) {
      while (context.monotonic() < duty.from) co_await context.sleep(duty.from - context.monotonic());
      context.observe({.kind = ObservationKind::handler_joined});
    }
    co_await serve(context, duty.until);
    context.cast(options_.work.queue, Payload::of(LeaveQueue{.group = options_.group}));
    context.observe({.kind = ObservationKind::handler_left});
  }
}

Task<> CommandHandler::serve(Context& context, SimTime until) {
  Retry retry;
  for (SimTime now = context.monotonic(); now < until; now = context.monotonic()) {
    // A skewed clock may stand before the beginning of time, from where the end of time is too far to be counted.
    const bool for_ever = until == sim_never;
    const Duration wait = for_ever ? options_.queue_wait : std::min(options_.queue_wait, until - now);
    const Payload ask = Payload::of(ReceiveCommand{.wait = wait, .group = options_.group});
    const Result<Payload, CallError> answer =
        co_await context.call(options_.work.queue, ask, wait + options_.work.call_timeout);
    if (!answer) co_await retry.pause(context, answer.error());
    if (!answer || !answer->as<DispatchedCommand>()) continue;
    retry = {};
    const SimTime taken = context.monotonic();
    co_await context.work(context.service_time());
    if (options_.process_per_command) {
      begin_process(context, *answer);
    } else if (!options_.hands_over_to.empty()) {
      hand_over(context, *answer, taken);
    } else {
      co_await see_through(context, options_.work, *service_, *answer);
    }
  }
}

void CommandHandler::hand_over(Context& context, Payload dispatched, SimTime taken) {
  const ProcessId service = options_.hands_over_to[handed_over_++ % options_.hands_over_to.size()];
  const Duration held = context.monotonic() - taken;
  context.cast(service, Payload::of(HandOverCommand{.dispatched = std::move(dispatched),
                                                    .queue = options_.work.queue,
                                                    .visible_again = options_.visibility_timeout - held}));
}

Task<> CommandHandler::receive(Context& context, const Envelope& envelope) {
  return service_->receive(context, envelope);
}

void CommandHandler::inspect(Audit& audit) const { service_->inspect(audit); }

void CommandHandler::begin_process(Context& context, Payload dispatched) {
  // Names are for ever, and a restarted handler counts anew: the receipt and the time make them its own.
  const auto receipt = dispatched.as<DispatchedCommand>()->receipt;
  const std::string name = "request-" + std::to_string(context.self().value) + "-" + std::to_string(receipt) + "-" +
                           std::to_string(++begun_) + "-" + std::to_string(to_ns(context.monotonic()));
  context.spawn(ProcessSpec{.name = name,
                            .role = "request",
                            .factory =
                                [work = options_.work, service = options_.service, dispatched] {
                                  return std::make_unique<CommandProcess>(work, service(), dispatched);
                                },
                            .turns = TurnPolicy::reentrant});
}

}  // namespace crisper
