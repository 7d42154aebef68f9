#include "core/reaction/process_manager.hpp"

#include "core/base/assert.hpp"
#include "core/command/protocol.hpp"

namespace crisper {
namespace {

/// To itself: an instance's time may be up.
struct SagaTimeout {
  CRISPER_BODY(SagaTimeout);
  StreamId key;
  SimTime deadline{};
  CRISPER_FIELDS(key, deadline)
};

}  // namespace

bool ProcessManager::apply(Context& context, const LoggedEvent& event) {
  const RecordedEvent& recorded = event.recorded();
  const std::optional<StreamId> key = definition_->correlate(recorded);
  if (!key) return false;
  const auto found = instances_.find(*key);
  if (found == instances_.end() && !definition_->starts(recorded)) return false;
  std::optional<SagaStep> step =
      definition_->react(found == instances_.end() ? Payload() : found->second.state, recorded);
  if (!step) return false;
  take_step(context, *key, std::move(*step), recorded.id.value, recorded.correlation, std::nullopt);
  return true;
}

void ProcessManager::take_step(Context& context, StreamId key, SagaStep step, std::uint64_t seed,
                               CorrelationId correlation, std::optional<SimTime> timed_out) {
  const auto [instance, fresh] = instances_.try_emplace(key);
  Instance& saga = instance->second;
  if (fresh) saga.correlation = correlation;
  saga.state = std::move(step.state);
  if (step.time_limit) {
    saga.deadline = context.time(clock_) + *step.time_limit;
    context.remind(*step.time_limit, Payload::of(SagaTimeout{.key = key, .deadline = *saga.deadline}));
  }
  if (step.ended) saga.deadline.reset();
  stage(changed(key, saga));
  if (fresh) say(context, {.kind = ObservationKind::saga_started, .correlation = correlation, .stream = key});
  if (timed_out) {
    say(context, {.kind = ObservationKind::saga_timed_out,
                  .correlation = correlation,
                  .stream = key,
                  .a = step.state_number,
                  .b = to_ns(*timed_out)});
  }
  if (step.time_limit) {
    say(context, {.kind = ObservationKind::saga_limited,
                  .correlation = correlation,
                  .stream = key,
                  .a = to_ns(*step.time_limit),
                  .since = context.moment()});
  }

  std::uint64_t n = 0;
  for (SagaEffect& effect : step.effects) {
    ProcessId destination = command_store_;
    Payload item = effect.body;
    if (effect.service.empty()) {
      item = Payload::of(SubmitCommand{.command = command_id_of(EventId{seed}, n++),
                                       .stream = effect.stream,
                                       .body = std::move(effect.body),
                                       .correlation = correlation});
    } else {
      const auto service = services_.find(effect.service);
      CRISPER_ASSERT(service != services_.end(), "a saga names only services that its domain has");
      destination = service->second;
    }
    send(destination, std::move(item));
  }
  if (!step.effects.empty()) say_sent(context, correlation, key);
  say(context, {.kind = ObservationKind::saga_stepped,
                .correlation = correlation,
                .stream = key,
                .a = step.state_number,
                .b = static_cast<std::int64_t>(step.effects.size())});
  if (step.ended) {
    say(context,
        {.kind = ObservationKind::saga_ended, .correlation = correlation, .stream = key, .a = step.state_number});
  }
}

Task<> ProcessManager::receive_other(Context& context, const Envelope& envelope) {
  if (answer_relay(context, envelope)) co_return;
  if (const auto* timeout = envelope.payload.as<SagaTimeout>()) {
    co_await on_timeout(context, timeout->key, timeout->deadline);
  }
}

Task<> ProcessManager::on_timeout(Context& context, StreamId key, SimTime deadline) {
  const auto found = instances_.find(key);
  if (found == instances_.end() || found->second.deadline != deadline) co_return;  // ended, or its clock was restarted
  found->second.deadline.reset();
  std::optional<SagaStep> step = definition_->on_timeout(found->second.state);
  const CorrelationId correlation = found->second.correlation;
  if (!step) {
    stage(changed(key, found->second));
    say(context, {.kind = ObservationKind::saga_limited, .correlation = correlation, .stream = key});
    co_return co_await commit(context);
  }
  // The deadline is in the seed: an instance whose clock was restarted may run out of time more than once.
  const std::uint64_t seed =
      mix_bits(key.value ^ mix_bits(static_cast<std::uint64_t>(to_ns(deadline)) ^ name_key("timeout")));
  take_step(context, key, std::move(*step), seed, correlation, deadline);
  co_await commit(context);
}

Payload ProcessManager::changed(StreamId key, const Instance& saga) {
  return Payload::of(
      SagaChanged{.key = key, .state = saga.state, .deadline = saga.deadline, .correlation = saga.correlation});
}

void ProcessManager::restore(const Payload& change) {
  if (const auto* saga = change.as<SagaChanged>()) {
    instances_[saga->key] = Instance{saga->state, saga->deadline, saga->correlation};
  } else {
    restore_outbox(change);
  }
}

void ProcessManager::snapshot(std::vector<Payload>& records) const {
  for (const auto& [key, saga] : instances_) {
    records.push_back(changed(key, saga));
  }
  snapshot_outbox(records);
}

void ProcessManager::recovered(Context& context) {
  for (const auto& [key, instance] : instances_) {
    if (!instance.deadline) continue;
    context.remind(*instance.deadline - context.time(clock_),
                   Payload::of(SagaTimeout{.key = key, .deadline = *instance.deadline}));
  }
}

void ProcessManager::inspect(Audit& audit) const {
  SendingSubscriber::inspect(audit);
  for (const auto& [key, saga] : instances_) {
    audit.take({.kind = AuditKind::saga_instance,
                .stream = key,
                .a = saga.deadline ? to_ns(*saga.deadline) : -1,
                .payload = saga.state});
  }
}

}  // namespace crisper
