// StoreFeed: what readers of the whole store see, in the order of positions, and how far they may read while
// transactions are open.
#pragma once

#include <deque>

#include "core/log/distributor.hpp"
#include "core/store/event_store.hpp"
#include "core/store/event_store_design.hpp"

namespace crisper {

class StoreFeed final : public EventSource {
 public:
  /// `store` outlives it.
  StoreFeed(GapDetection gaps, Duration gap_timeout, const EventStore& store)
      : gaps_(gaps), gap_timeout_(gap_timeout), store_(store) {}

  /// Looks again how far readers may read. `now`: on its monotonic clock. `lowest_open`: what the store knows of open
  /// transactions.
  void look(SimTime now, std::optional<GlobalPosition> lowest_open);
  /// When to look again although nothing was committed; sim_never where there is nothing to wait for.
  SimTime look_again_at() const { return look_again_at_; }

  LogOffset head() const override { return LogOffset{readable_.value}; }
  std::vector<Payload> read(LogOffset after, std::uint32_t limit) const override;

 private:
  /// The store's head when it first was so far.
  struct Seen {
    GlobalPosition head;
    SimTime at;
  };
  /// `timeout`: nothing where a gap is never given up.
  void pass_what_is_whole_or_old(SimTime now, std::optional<Duration> timeout);

  GapDetection gaps_;
  Duration gap_timeout_;
  const EventStore& store_;
  GlobalPosition readable_;  ///< readers may read through here
  std::deque<Seen> seen_;    ///< high_water: of what is beyond; after a restart all of it is new
  SimTime look_again_at_ = sim_never;
};

}  // namespace crisper
