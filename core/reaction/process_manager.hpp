// ProcessManager (saga): event -> commands, with a state per conversation, a time limit and compensation. The idiomatic
// way from an event to a command: the state and the commands that follow from it are written in one transaction.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/reaction/sending_subscriber.hpp"

namespace crisper {

/// What an instance wants done. Commands go to the command store; requests go to a service process as they are.
struct SagaEffect {
  StreamId stream;  ///< of the command; unused for a request
  Payload body;
  std::string service;  ///< empty: a command
};

/// What a step of an instance leads to.
struct SagaStep {
  Payload state;  ///< the new state
  std::vector<SagaEffect> effects;
  std::optional<Duration> time_limit;  ///< (re)starts the instance's clock
  bool ended = false;                  ///< nothing more is expected; its clock stops
  std::int64_t state_number = 0;       ///< for observers: where the instance stands
};

/// What a domain says of one of its process managers. Pure.
class SagaDefinition {
 public:
  virtual ~SagaDefinition() = default;
  virtual std::string name() const = 0;
  /// The instance that an event belongs to; empty where it concerns none.
  virtual std::optional<StreamId> correlate(const RecordedEvent& event) const = 0;
  /// Whether the event may begin an instance where there is none. Others that find none are too early or too late, and
  /// concern nobody.
  virtual bool starts(const RecordedEvent&) const { return true; }
  /// `state` is empty for an instance that doesn't exist yet. Empty where the event changes nothing.
  virtual std::optional<SagaStep> react(const Payload& state, const RecordedEvent& event) const = 0;
  /// The time limit ran out.
  virtual std::optional<SagaStep> on_timeout(const Payload& state) const = 0;
  /// What SagaStep::state_number is called, for people; empty for a number that is none of its own, or where it has no
  /// names.
  virtual std::string stage_name(std::int64_t /*state_number*/) const { return {}; }
};

/// Journal record: an instance as it is now.
struct SagaChanged {
  CRISPER_BODY(SagaChanged);
  StreamId key;
  Payload state;
  std::optional<SimTime> deadline;
  CorrelationId correlation;  ///< of the event that began it
  CRISPER_FIELDS(key, state, deadline, correlation)
};

class ProcessManager final : public SendingSubscriber {
 public:
  /// A time limit is counted by timers; one that a crash took away is set anew, by what `clock` says is left of it.
  ProcessManager(SubscriberOptions options, std::shared_ptr<const SagaDefinition> definition, ProcessId command_store,
                 std::map<std::string, ProcessId> services, ClockKind clock)
      : SendingSubscriber(std::move(options)),
        definition_(std::move(definition)),
        command_store_(command_store),
        services_(std::move(services)),
        clock_(clock) {}
  void inspect(Audit& audit) const override;

 private:
  struct Instance {
    Payload state;
    std::optional<SimTime> deadline;
    CorrelationId correlation;
  };

  bool apply(Context& context, const LoggedEvent& event) override;
  void restore(const Payload& change) override;
  void snapshot(std::vector<Payload>& records) const override;
  void recovered(Context& context) override;
  Task<> receive_other(Context& context, const Envelope& envelope) override;
  Task<> on_timeout(Context& context, StreamId key, SimTime deadline);
  /// The instance as it is now, for the journal.
  static Payload changed(StreamId key, const Instance& saga);

  /// Takes a step: state, effects and clock, staged. `seed` makes the ids of its commands.
  void take_step(Context& context, StreamId key, SagaStep step, std::uint64_t seed, CorrelationId correlation,
                 std::optional<SimTime> timed_out);

  std::shared_ptr<const SagaDefinition> definition_;
  ProcessId command_store_;
  std::map<std::string, ProcessId> services_;
  ClockKind clock_;
  std::map<StreamId, Instance> instances_;
};

}  // namespace crisper
