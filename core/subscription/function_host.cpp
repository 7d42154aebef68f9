#include "core/subscription/function_host.hpp"

#include <string>

namespace crisper {
namespace {

/// Host to an instance: nobody needs you.
struct Retire {
  CRISPER_BODY(Retire);
  CRISPER_FIELDS()
};

}  // namespace

Task<> FunctionHost::receive(Context& context, const Envelope& envelope) {
  if (const auto* handed = envelope.payload.as<HandOver>()) {
    co_await run(context, envelope, *handed);
  } else if (const auto* rang = envelope.payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) retire(context);
  }
}

Task<> FunctionHost::run(Context& context, const Envelope& envelope, const HandOver& handed) {
  const ProcessId instance = take_instance(context, handed);
  if (instance.value == 0) co_return;
  // A cold one begins no earlier than it is warm.
  const Duration patience = options_.design.cold_start + 2 * options_.timeout;
  const Result<Payload, CallError> handled = co_await context.call(instance, envelope.payload, patience);
  if (handled) {
    context.cast(envelope.from, *handled);
    idle_.push_back({.instance = instance, .since = context.monotonic()});
    alarm_.arm(context, context.monotonic() + options_.design.idle);
  } else {
    // Nobody knows what became of it: it gets nothing more.
    context.cast(instance, Payload::of(Retire{}));
    context.observe({.kind = ObservationKind::instance_stopped, .peer = instance, .a = --instances_});
  }
}

ProcessId FunctionHost::take_instance(Context& context, const HandOver& handed) {
  if (!idle_.empty()) {
    const ProcessId warm = idle_.back().instance;
    idle_.pop_back();
    return warm;
  }
  const LoggedEvent& event = handed.events.front();
  if (instances_ >= options_.design.concurrency) {
    context.observe({.kind = ObservationKind::delivery_throttled,
                     .message = subject(event.recorded().id),
                     .stream = event.recorded().stream,
                     .a = event.offset.value,
                     .b = instances_});
    return ProcessId{};
  }
  // Names are for ever, and a restarted host counts anew: the time makes them its own.
  const std::string name = "function-" + std::to_string(options_.consumer.value) + "-" + std::to_string(++started_) +
                            "-" + std::to_string(to_ns(context.monotonic()));
  const ProcessFactory factory = [options = options_] {
    return std::make_unique<FunctionInstance>(options.consumer, options.design.cold_start, options.timeout);
  };
  const ProcessId instance = context.spawn({.name = name, .role = "function", .factory = factory});
  context.observe({.kind = ObservationKind::instance_started,
                   .peer = instance,
                   .a = ++instances_,
                   .b = options_.design.cold_start.count()});
  return instance;
}

void FunctionHost::retire(Context& context) {
  std::size_t stay = 0;
  for (const Idle& idle : idle_) {
    if (idle.since + options_.design.idle > context.monotonic()) {
      idle_[stay++] = idle;
      continue;
    }
    context.cast(idle.instance, Payload::of(Retire{}));
    context.observe({.kind = ObservationKind::instance_stopped, .peer = idle.instance, .a = --instances_});
  }
  idle_.resize(stay);
  if (!idle_.empty()) alarm_.arm(context, idle_.front().since + options_.design.idle);
}

Task<> FunctionInstance::start(Context& context) { co_await context.sleep(cold_start_); }

Task<> FunctionInstance::receive(Context& context, const Envelope& envelope) {
  if (envelope.payload.as<Retire>()) co_return context.exit();
  const Result<Payload, CallError> handled = co_await context.call(consumer_, envelope.payload, timeout_);
  if (handled) context.reply(envelope, *handled);
}

}  // namespace crisper
