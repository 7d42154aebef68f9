// Subscriber: the consumer's side of delivery. Puts events in order, recognises repetitions, saves how far it has come,
// acknowledges; what an event does is up to the derived class.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/design/design.hpp"
#include "core/log/event_log.hpp"
#include "core/store/event_store.hpp"
#include "core/subscription/consumer_store.hpp"

namespace crisper {

struct SubscriberOptions {
  ProcessId event_log;
  ConsumerDesign guarantees;
  ConsumerStoreFactory store;
  Duration subscribe_timeout = std::chrono::seconds(1);
};

/// One event at its place in the log.
struct LoggedEvent {
  LogOffset offset;
  Payload event;  ///< a RecordedEvent
  const RecordedEvent& recorded() const { return *event.as<RecordedEvent>(); }
};

class Subscriber : public Process {
 public:
  explicit Subscriber(SubscriberOptions options);
  Task<> start(Context& context) final;
  Task<> receive(Context& context, const Envelope& envelope) final;

 protected:
  /// Takes the event's effect in memory, and stages what of it must be durable. True where it did anything. What there
  /// is to tell of it goes to say().
  virtual bool apply(Context& context, const LoggedEvent& event) = 0;
  /// A staged change of the derived class's own, found durable after a restart.
  virtual void restore(const Payload& change) = 0;
  /// Once everything is restored.
  virtual void recovered(Context&) {}
  /// Any other message than the log's.
  virtual Task<> receive_other(Context& context, const Envelope& envelope);

  void stage(Payload change);
  /// Observed as soon as what was staged is durable: a crash before that leaves nothing to tell.
  void say(Context& context, Observation observation);
  /// Makes what was staged durable, however often that fails, and says what there was to say. Free where nothing was.
  Task<> commit(Context& context);
  /// All events up to here have been dealt with.
  LogOffset position() const { return checkpoint_; }

 private:
  Task<> on_batch(Context& context, const LogBatch& batch);
  /// Splits what arrived into what is to be handled now, in order; holds or drops the rest.
  std::vector<LoggedEvent> admit(Context& context, const LogBatch& batch);
  Task<> handle(Context& context, const std::vector<LoggedEvent>& events);
  void take_effects(Context& context, const std::vector<LoggedEvent>& events);
  void stage_checkpoint(Context& context);
  bool seen_before(const RecordedEvent& event) const { return seen_.contains(event.id); }
  void remember(Context& context, const RecordedEvent& event);
  void forget_old(SimTime now);
  void note_handled(LogOffset offset);
  void ignored(Context& context, const LoggedEvent& event, IgnoreReason reason);

  SubscriberOptions options_;
  std::unique_ptr<ConsumerStore> store_;
  LogOffset checkpoint_;                                     ///< everything up to here has been dealt with
  LogOffset saved_;                                          ///< what of it is durable
  std::set<LogOffset> handled_ahead_;                        ///< dealt with beyond the checkpoint (no sequencer)
  std::map<LogOffset, Payload> held_;                        ///< waiting for a gap to close (sequencer)
  std::unordered_map<EventId, SimTime, StrongIdHash> seen_;  // lookup only
  std::deque<std::pair<SimTime, EventId>> seen_order_;
  bool staged_ = false;
  std::vector<Observation> said_;  ///< becomes true with the next commit
};

}  // namespace crisper
