// Replay: when a consumer takes its history again, and how far it has come with it. Reads the store, whatever the
// consumer's own feed is.
#pragma once

#include <set>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

/// To its process: the time of a replay has come.
struct ReplayNow {
  CRISPER_BODY(ReplayNow);
  CRISPER_FIELDS()
};

/// To its process: fetch the next page.
struct ReplayPage {
  CRISPER_BODY(ReplayPage);
  CRISPER_FIELDS()
};

/// Journal record: so many replays are over, and everything up to here is in what the last of them made.
struct ReplayEnded {
  CRISPER_BODY(ReplayEnded);
  std::uint32_t number = 0;
  GlobalPosition through;
  CRISPER_FIELDS(number, through)
};

/// Journal record: an event of this position has been dealt with. Only where replays are planned.
struct PositionHandled {
  CRISPER_BODY(PositionHandled);
  GlobalPosition position;
  bool all_before = false;  ///< and every event before it
  CRISPER_FIELDS(position, all_before)
};

class Replay {
 public:
  explicit Replay(const std::vector<ReplayDesign>& plan) : plan_(plan) {}

  bool is_planned() const { return !plan_.empty(); }
  /// False where the record is not its own.
  bool restore(const Payload& change);
  void snapshot(std::vector<Payload>& records) const;
  /// Sets the alarm for the next one.
  void await_next(Context& context) const;

  bool is_running() const { return running_; }
  /// What is new must wait while this one runs.
  bool holds_the_feed() const { return running_ && current().kind == ReplayKind::in_place; }
  const ReplayDesign& current() const { return plan_[done_]; }
  void begin();
  /// What to ask the store for next.
  GlobalPosition after() const { return after_; }
  void took(const LoggedEvent& event);
  /// Whether it has everything that the consumer had meanwhile.
  bool has_caught_up() const { return after_ >= latest_; }
  const std::vector<LoggedEvent>& taken() const { return taken_; }
  /// The record that must become durable with what was made.
  ReplayEnded end();

  /// The consumer has dealt with an event. True where that is news: the owner then stages a PositionHandled.
  bool handled(GlobalPosition position);
  bool has_handled(GlobalPosition position) const { return position <= all_through_ || ahead_.contains(position); }
  /// A replay has taken this event for the consumer.
  bool covers(GlobalPosition position) const { return position <= through_; }

 private:
  void note_handled(const PositionHandled& what);

  std::vector<ReplayDesign> plan_;
  std::uint32_t done_ = 0;
  bool running_ = false;
  GlobalPosition after_;
  GlobalPosition latest_;       ///< the highest that the consumer has dealt with
  GlobalPosition all_through_;  ///< it has dealt with all up to here …
  std::set<GlobalPosition> ahead_;  ///< … and with these
  GlobalPosition through_;  ///< everything up to here is in what it has
  std::vector<LoggedEvent> taken_;
};

}  // namespace crisper
