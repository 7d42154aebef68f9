// Subscriber: the consumer's side of delivery. Puts events in order, recognises repetitions, saves how far it has come,
// acknowledges; what an event does is up to the derived class.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/design/design.hpp"
#include "core/publication/transaction.hpp"
#include "core/subscription/consumer_store.hpp"
#include "core/subscription/feed.hpp"
#include "core/subscription/poison_guard.hpp"

namespace crisper {

struct SubscriberOptions {
  Feed feed;
  ConsumerDesign guarantees;
  ConsumerStoreFactory store;
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
  /// Something has been dealt with, durably.
  virtual void advanced(Context&) {}
  /// Any other message than the log's.
  virtual Task<> receive_other(Context& context, const Envelope& envelope);

  void stage(Payload change);
  /// Observed as soon as what was staged is durable: a crash before that leaves nothing to tell.
  void say(Context& context, Observation observation);
  /// Makes what was staged durable, however often that fails, and says what there was to say. Free where nothing was.
  Task<> commit(Context& context);
  /// With an inbox: whether this event has taken its effect here.
  bool has_seen(EventId event) const { return seen_.contains(event); }
  /// All events up to here have been dealt with.
  LogOffset position() const { return checkpoint_; }

 private:
  Task<> subscribe(Context& context);
  Task<> on_batch(Context& context, const LogBatch& batch);
  /// Fetches one page and deals with it.
  Task<> poll(Context& context);
  Task<> on_hand_over(Context& context, const Envelope& envelope, const HandOver& handed);
  /// In a two-phase commit: promises to take these effects, and later takes them or not.
  Task<> prepare(Context& context, const PrepareEvents& request);
  Task<> decide(Context& context, const Decide& decision);
  void ask_what_was_decided(Context& context);
  /// Splits what arrived into what is to be handled now, in order; holds or drops the rest.
  std::vector<LoggedEvent> admit(Context& context, std::vector<LoggedEvent> arrived);
  Task<> handle(Context& context, std::vector<LoggedEvent> events);
  /// Takes out what the consumer fails on and gives up.
  Task<std::vector<LoggedEvent>> weed_out(Context& context, std::vector<LoggedEvent> events);
  void take_effects(Context& context, const std::vector<LoggedEvent>& events);
  /// How far it has come with these, where that isn't durable yet.
  void stage_checkpoint(Context& context, const std::vector<LoggedEvent>& events);
  bool seen_before(const RecordedEvent& event) const { return has_seen(event.id); }
  void remember(Context& context, const RecordedEvent& event);
  void forget_old(SimTime now);
  void note_handled(LogOffset offset, LogOffset after);
  bool is_handled(LogOffset offset) const { return offset <= checkpoint_ || handled_ahead_.contains(offset); }
  void ignored(Context& context, const LoggedEvent& event, IgnoreReason reason);

  SubscriberOptions options_;
  std::unique_ptr<ConsumerStore> store_;
  PoisonGuard guard_;
  LogOffset checkpoint_;                                     ///< everything up to here has been dealt with
  LogOffset saved_;                                          ///< what of it is durable
  std::map<LogOffset, LogOffset> handled_ahead_;  ///< dealt with beyond the checkpoint, and the offset before each
  std::map<LogOffset, LoggedEvent> held_;         ///< waiting for a gap to close (sequencer)
  std::unordered_map<EventId, SimTime, StrongIdHash> seen_;  // lookup only
  std::deque<std::pair<SimTime, EventId>> seen_order_;
  std::optional<PrepareEvents> promised_;  ///< in doubt until the decision
  bool staged_ = false;
  std::vector<Observation> said_;  ///< becomes true with the next commit
};

}  // namespace crisper
