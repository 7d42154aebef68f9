#include "core/ownership/actor/actor.hpp"

#include <string>
#include <utility>

#include "core/ownership/actor/actor_messages.hpp"
#include "core/runtime/durably.hpp"
#include "core/service/service_process.hpp"

namespace crisper {
namespace {

/// Journal record: this activation has begun.
struct ActivationBegun {
  CRISPER_BODY(ActivationBegun);
  FencingToken activation;
  static constexpr auto fields = field_list(field("activation", &ActivationBegun::activation));
};

/// To itself.
struct IdleLongEnough {
  CRISPER_BODY(IdleLongEnough);
  static constexpr auto fields = field_list();
};

struct LingeredEnough {
  CRISPER_BODY(LingeredEnough);
  static constexpr auto fields = field_list();
};

ApplicationServiceOptions own_stream(ApplicationServiceOptions service, ActorLease& lease, bool fencing) {
  service.ownership = [&lease, fencing] { return std::make_unique<ActorOwnership>(lease, fencing); };
  return service;
}

}  // namespace

Actor::Actor(ActorOptions options, StreamId stream, FencingToken activation)
    : options_(std::move(options)),
      lease_({.registry = options_.registry,
              .stream = stream,
              .activation = activation,
              .lease = options_.lease,
              .clock = options_.clock,
              .call_timeout = options_.call_timeout}),
      service_(own_stream(options_.service, lease_, options_.fencing)) {}

Task<> Actor::start(Context& context) {
  const Moment asked = context.moment();
  if (!context.disk().records().empty()) {
    be_gone(context, ActorEnd::restarted);
    co_return;
  }
  std::vector<Payload> records{Payload::of(ActivationBegun{.activation = lease_.options().activation})};
  co_await durably(context, std::move(records));
  while (true) {
    if (co_await lease_.renew(context)) break;
    if (lease_.is_lost()) co_return be_gone(context, ActorEnd::superseded);
  }
  phase_ = Phase::serving;
  context.observe({.kind = ObservationKind::actor_activated,
                   .stream = lease_.options().stream,
                   .a = lease_.options().activation.value,
                   .since = asked});
  last_used_ = context.monotonic();
  context.remind(options_.idle, Payload::of(IdleLongEnough{}));
  const std::vector<Asked> waiting = std::exchange(held_, {});
  for (const Asked& each : waiting) co_await execute(context, each);
}

Task<> Actor::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* request = payload.as<ExecuteCommand>()) {
    Asked asked{.request = envelope, .until = awaited_until(context, *request)};  // named: gcc 12 ends it twice if not
    co_await execute(context, std::move(asked));
  } else if (payload.as<ProbeActor>()) {
    context.reply(envelope, phase_ == Phase::gone ? Payload::of(ActorGone{}) : Payload::of(ActorIsHere{}));
  } else if (payload.as<IdleLongEnough>()) {
    co_await leave_if_idle(context);
  } else if (payload.as<LingeredEnough>()) {
    context.exit();
  }
}

Task<> Actor::execute(Context& context, Asked asked) {
  const Envelope& envelope = asked.request;
  if (phase_ == Phase::gone) co_return context.reply(envelope, Payload::of(ActorGone{}));
  if (phase_ != Phase::serving) co_return held_.push_back(std::move(asked));
  if (!callers_.is_new(envelope)) co_return;
  const auto& request = *envelope.payload.as<ExecuteCommand>();
  if (asked.until <= context.monotonic()) {
    co_return context.reply(envelope, Payload::of(CommandExecuted{.outcome = Outcome::try_again}));
  }
  ++under_way_;
  const Outcome outcome = co_await service_.carry_out(context, request.dispatched);
  --under_way_;
  last_used_ = context.monotonic();
  const bool is_over = lease_.is_lost();
  if (is_over && outcome == Outcome::try_again) {
    context.reply(envelope, Payload::of(ActorGone{}));
  } else {
    context.reply(envelope, Payload::of(CommandExecuted{.outcome = outcome}));
  }
  if (is_over && phase_ != Phase::gone) be_gone(context, ActorEnd::superseded);
}

Task<> Actor::leave_if_idle(Context& context) {
  if (phase_ != Phase::serving) co_return;
  const Duration left = last_used_ + options_.idle - context.monotonic();
  if (under_way_ > 0 || left > Duration::zero()) {
    context.remind(std::max(left, options_.idle / 8), Payload::of(IdleLongEnough{}));
    co_return;
  }
  // Once said it can't be unsaid: the registry may hear of it at any later time, and have another activated.
  phase_ = Phase::leaving;
  const Payload farewell =
      Payload::of(ActorLeaves{.stream = lease_.options().stream, .activation = lease_.options().activation});
  Retry retry;
  bool heard = false;
  while (!heard) {
    const Result<Payload, CallError> answer =
        co_await context.call(options_.registry, farewell, options_.call_timeout);
    heard = answer.has_value();
    if (!heard) co_await retry.pause(context, answer.error());
  }
  be_gone(context, ActorEnd::idle);
}

void Actor::be_gone(Context& context, ActorEnd why) {
  phase_ = Phase::gone;
  context.observe({.kind = ObservationKind::actor_left,
                   .stream = lease_.options().stream,
                   .a = lease_.options().activation.value,
                   .b = static_cast<std::int64_t>(why)});
  const std::vector<Asked> waiting = std::exchange(held_, {});
  for (const Asked& each : waiting) context.reply(each.request, Payload::of(ActorGone{}));
  context.remind(options_.linger, Payload::of(LingeredEnough{}));
}

Task<Outcome> ActorService::carry_out(Context& context, Payload dispatched) {
  const StreamId stream = dispatched.as<DispatchedCommand>()->command.as<SubmitCommand>()->stream;
  const SimTime until = context.monotonic() + 3 * timeout_;
  FencingToken unreachable;
  Retry retry;
  while (context.monotonic() < until) {
    const std::optional<Place> place = co_await find(context, stream, unreachable, until);
    if (!place) break;
    const Payload request = Payload::of(execute_within(context, dispatched, timeout_, options_.deadline_clock));
    const Result<Payload, CallError> answer = co_await context.call(place->process, request, timeout_);
    if (const auto* executed = answer ? answer->as<CommandExecuted>() : nullptr) co_return executed->outcome;
    if (!answer && answer.error() == CallError::refused) {
      co_await retry.pause(context, answer.error());  // it is there, with more to do than it takes
      continue;
    }
    unreachable = place->activation;
    if (answer) continue;  // it has left, and has carried out nothing
    // Its successor gets the command at once. Returned to the queue it could miss that one too, time and again.
    DispatchedCommand again = *dispatched.as<DispatchedCommand>();
    again.repeated = true;
    dispatched = Payload::of(std::move(again));
  }
  co_return Outcome::try_again;
}

Task<std::optional<ActorService::Place>> ActorService::find(Context& context, StreamId stream,
                                                            FencingToken unreachable, SimTime until) {
  // One that was there may have to be waited for, for the rest of its lease.
  const Duration pause = unreachable.value == 0 ? Duration(std::chrono::milliseconds(5)) : timeout_ / 16;
  const Payload question = Payload::of(FindActor{.stream = stream, .unreachable = unreachable});
  while (context.monotonic() < until) {
    const Result<Payload, CallError> answer = co_await context.call(options_.registry, question, timeout_);
    if (!answer) co_return std::nullopt;
    if (const auto* at = answer->as<ActorAt>()) co_return Place{at->process, at->activation};
    if (const auto* activate = answer->as<ActivateActor>()) {
      co_return Place{start(context, stream, activate->activation), activate->activation};
    }
    co_await context.sleep(pause);
  }
  co_return std::nullopt;
}

ProcessId ActorService::start(Context& context, StreamId stream, FencingToken activation) const {
  const std::string name = "actor-" + std::to_string(stream.category().value) + "-" +
                           std::to_string(stream.number()) + "-" + std::to_string(activation.value);
  return context.spawn(ProcessSpec{.name = name,
                                   .role = "actor",
                                   .factory = [options = options_, stream, activation] {
                                     return std::make_unique<Actor>(options, stream, activation);
                                   },
                                   .turns = options_.turns});
}

}  // namespace crisper
