// Subscriber: a consumer of events. What comes is put in order, looked through for repetitions, and takes its effect;
// how far that has come is saved with it. What an event does is up to the derived class; how it gets here, to the feed.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/runtime/kind_costs.hpp"
#include "core/store/release.hpp"
#include "core/subscription/consumer_design.hpp"
#include "core/subscription/duty_roster.hpp"
#include "core/subscription/feed_client.hpp"
#include "core/subscription/inbox.hpp"
#include "core/subscription/poison_guard.hpp"
#include "core/subscription/progress.hpp"
#include "core/subscription/replay.hpp"
#include "core/subscription/sequencer.hpp"
#include "core/subscription/stream_versions.hpp"
#include "core/subscription/unit_of_work.hpp"

namespace crisper {

struct SubscriberOptions {
  Feed feed;
  ConsumerDesign guarantees;
  ConsumerStoreFactory store;
  ProcessId history{};           ///< the event store, which replays read
  std::vector<Duty> duties{};    ///< when it takes events; empty: always
  Release release{};             ///< whose words it reads
  StepCosts costs{};
};

class Subscriber : public Process, private EventTaker {
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
  /// Whether it needs something of others before it can take an event's effect. It waits for that, event by event, as
  /// long as it takes; so it must not need anything of who waits for this consumer.
  virtual bool asks_first() const { return false; }
  virtual Task<> ask_first(Context&, const LoggedEvent&);
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
  /// Any other message than those that bring events.
  virtual Task<> receive_other(Context& context, const Envelope& envelope);

  /// As UnitOfWork has them.
  void stage(Payload change) final { work_.stage(std::move(change)); }
  void say(Context& context, Observation observation) { work_.say(context, observation); }
  Task<> commit(Context& context) final { return work_.commit(context); }

  /// With an inbox: whether this event has taken its effect here.
  bool has_seen(EventId event) const { return inbox_.knows(event); }
  /// All events up to here have been dealt with.
  LogOffset position() const { return progress_.checkpoint(); }

 private:
  void restore_any(const Payload& change);
  /// Begins to take events.
  Task<> join(Context& context);
  /// It begins, or takes no more.
  Task<> change_duty(Context& context);

  // As its feed sees it.
  bool is_on_duty() const override { return roster_.is_on_duty(); }
  bool is_held() const override { return replay_.holds_the_feed(); }
  const Progress& progress() const override { return progress_; }
  Task<std::vector<LoggedEvent>> take_in_order(Context& context, std::vector<LoggedEvent> arrived) override;
  /// In as many writes as the design says.
  Task<> take(Context& context, std::vector<LoggedEvent> events) override;
  void turn_to(ProcessId node) override { inbox_.turn_to(node); }

  /// What had waited for a gap to close waits no longer.
  Task<> skip_gap(Context& context, const Envelope& gap_is_old);
  /// In one write, or in two, as the checkpoint mode says.
  Task<> handle(Context& context, std::vector<LoggedEvent> events);
  /// Takes out what the consumer fails on and gives up.
  Task<std::vector<LoggedEvent>> weed_out(Context& context, std::vector<LoggedEvent> events);
  void give_up(Context& context, const LoggedEvent& event, Fitness why);
  /// Of all that may take an effect after it.
  Task<> ask_about(Context& context, const std::vector<LoggedEvent>& events);
  /// What taking those takes that it has not taken before, in processor time.
  Duration cost_of(Context& context, const std::vector<LoggedEvent>& events) const;
  void take_effects(Context& context, const std::vector<LoggedEvent>& events);
  /// Why it takes no effect here, if it doesn't.
  std::optional<IgnoreReason> taken_before(const LoggedEvent& event) const;
  /// So that it is known if it comes again.
  void remember(Context& context, const LoggedEvent& event);
  void reach_version(const RecordedEvent& event);
  /// The event in the words of today: itself, or what its upcaster makes of it.
  std::vector<Payload> read_today(Context& context, const Payload& event);
  /// How far it has come with these, where that isn't durable yet.
  void stage_checkpoint(Context& context, const std::vector<LoggedEvent>& events);
  void stage_handled(const LoggedEvent& event);
  Task<> take_snapshot(Context& context, std::size_t handled);
  void ignored(Context& context, const LoggedEvent& event, IgnoreReason reason);

  /// The same of all of them, whatever was taken before.
  Duration replay_cost(Context& context, const std::vector<Payload>& recorded) const;
  Task<> start_replay(Context& context);
  Task<> replay_page(Context& context);
  Task<> finish_replay(Context& context);

  SubscriberOptions options_;
  UnitOfWork work_;
  std::unique_ptr<FeedClient> feed_;
  DutyRoster roster_;
  Sequencer sequencer_;
  PoisonGuard guard_;
  Inbox inbox_;
  StreamVersions versions_;
  Progress progress_;
  Replay replay_;
  Payload replay_put_off_;           ///< what of a replay came while it was off duty
  std::size_t since_snapshot_ = 0;   ///< events
};

}  // namespace crisper
