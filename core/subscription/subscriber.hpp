// Subscriber: the consumer's side of delivery. Puts events in order, recognises repetitions, saves how far it has come,
// acknowledges; what an event does is up to the derived class.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/runtime/duty.hpp"
#include "core/store/release.hpp"
#include "core/subscription/consumer_design.hpp"
#include "core/subscription/consumer_store.hpp"
#include "core/subscription/effect_promise.hpp"
#include "core/subscription/feed.hpp"
#include "core/subscription/inbox.hpp"
#include "core/subscription/poison_guard.hpp"
#include "core/subscription/replay.hpp"
#include "core/subscription/sequencer.hpp"

namespace crisper {

struct SubscriberOptions {
  Feed feed;
  ConsumerDesign guarantees;
  ConsumerStoreFactory store;
  ProcessId history{};           ///< the event store, which replays read
  std::vector<Duty> duties{};    ///< when it takes events; empty: always
  Release release{};             ///< whose words it reads
};

class Subscriber : public Process {
 public:
  explicit Subscriber(SubscriberOptions options);
  Task<> start(Context& context) final;
  Task<> receive(Context& context, const Envelope& envelope) final;
  /// A derived class adds what it has itself.
  void inspect(Audit& audit) const override;

 protected:
  /// Takes the event's effect in memory, and stages what of it must be durable. True where it did anything. What there
  /// is to tell of it goes to say().
  virtual bool apply(Context& context, const LoggedEvent& event) = 0;
  /// A staged change of the derived class's own, found durable after a restart.
  virtual void restore(const Payload& change) = 0;
  /// What restore() needs to find everything of the derived class as it is now.
  virtual void snapshot(std::vector<Payload>& records) const = 0;
  /// Once everything is restored.
  virtual void recovered(Context&) {}
  /// Its history is about to be read to it again, event by event; where it is made beside what there is, only
  /// end_replay() puts it there. Stages what must become durable with the end.
  virtual void begin_replay(Context&, const ReplayDesign&) {}
  virtual void replay(Context&, const RecordedEvent&) {}
  virtual void end_replay(Context&) {}
  /// Of an event that a replay has taken: whether it had been dealt with before. False: the replay took it first, and
  /// the feed will bring it in vain.
  bool had(const RecordedEvent& event) const { return replay_.has_handled(event.position); }
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
  bool has_seen(EventId event) const { return inbox_.knows(event); }
  /// All events up to here have been dealt with.
  LogOffset position() const { return checkpoint_; }

 private:
  void restore_any(const Payload& change);
  /// Begins to take events.
  Task<> join(Context& context);
  Task<> subscribe(Context& context);
  /// From now on it takes no more events.
  void leave(Context& context);
  bool is_on_duty(SimTime now) const;
  void plan_duty(Context& context);
  Task<> change_duty(Context& context);
  /// False where the message is none of those that bring events.
  Task<bool> take_from_feed(Context& context, const Envelope& envelope);
  Task<> on_batch(Context& context, const LogBatch& batch);
  /// Fetches one page and deals with it.
  Task<> poll(Context& context);
  Task<> on_hand_over(Context& context, const Envelope& envelope, const HandOver& handed);
  /// In a two-phase commit: promises to take these effects, and later takes them or not.
  Task<> prepare(Context& context, const PrepareEvents& request);
  Task<> decide(Context& context, const Decide& decision);
  void ask_what_was_decided(Context& context);
  /// What of it is to be handled now, in order; the rest is held or dropped.
  std::vector<LoggedEvent> admit(Context& context, std::vector<LoggedEvent> arrived);
  /// In as many writes as the design says.
  Task<> handle(Context& context, std::vector<LoggedEvent> events);
  Task<> handle_together(Context& context, std::vector<LoggedEvent> events);
  Task<> start_replay(Context& context);
  Task<> replay_page(Context& context);
  Task<> finish_replay(Context& context);
  Task<> take_snapshot(Context& context, std::size_t handled);
  /// Takes out what the consumer fails on and gives up.
  Task<std::vector<LoggedEvent>> weed_out(Context& context, std::vector<LoggedEvent> events);
  void take_effects(Context& context, const std::vector<LoggedEvent>& events);
  /// Has the derived class take the event, or those of today that it is; true where one of them did anything.
  bool apply_today(Context& context, const LoggedEvent& event);
  /// The same event with the bodies of today; nothing where it is read as it is written.
  std::optional<std::vector<Payload>> read_today(Context& context, const RecordedEvent& event);
  /// How far it has come with these, where that isn't durable yet.
  void stage_checkpoint(Context& context, const std::vector<LoggedEvent>& events);
  /// Why it takes no effect here, if it doesn't.
  std::optional<IgnoreReason> taken_before(const LoggedEvent& event) const;
  void remember(Context& context, const LoggedEvent& event);
  void reach_version(const RecordedEvent& event);
  void note_handled(LogOffset offset, LogOffset after);
  bool is_handled(LogOffset offset) const { return offset <= checkpoint_ || handled_ahead_.contains(offset); }
  void ignored(Context& context, const LoggedEvent& event, IgnoreReason reason);

  SubscriberOptions options_;
  std::unique_ptr<ConsumerStore> store_;
  PoisonGuard guard_;
  Inbox inbox_;
  Sequencer sequencer_;
  Replay replay_;
  LogOffset checkpoint_;                          ///< everything up to here has been dealt with
  LogOffset saved_;                               ///< what of it is durable
  std::map<LogOffset, LogOffset> handled_ahead_;  ///< dealt with beyond the checkpoint, and the offset before each
  std::map<StreamId, StreamVersion> versions_;    ///< of each stream's last event here
  std::vector<Payload> parked_;                   ///< dead letters
  std::size_t since_snapshot_ = 0;                ///< events
  bool off_duty_ = false;
  Payload put_off_;  ///< what of a replay came while it was off duty
  EffectPromise promise_;
  bool staged_ = false;
  std::vector<Observation> said_;  ///< becomes true with the next commit
};

}  // namespace crisper
