// FaultInjector: decides the fate of every packet and when machines suffer, from rates and schedules or from a plan,
// and writes down what it decided, so that a run can be repeated from the list alone.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "core/runtime/system.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {

/// The names by which faults can find a process.
struct FaultTarget {
  std::string process;
  std::string role;
  std::string host;

  bool matched_by(std::string_view pattern) const {
    return matches_pattern(pattern, process) || matches_pattern(pattern, role) || matches_pattern(pattern, host);
  }
};

/// What happens to one packet. Indices are places in the plan; -1 where that fault doesn't strike.
struct Fate {
  std::int32_t loss = -1;
  std::int32_t corrupt = -1;
  std::int32_t duplicate = -1;
  std::int32_t delay = -1;
  std::int32_t reorder = -1;
  Duration duplicate_after{};
  Duration delay_by{};
  Duration reorder_by{};
};

/// Names a link towards the injector; given out by add_link.
using FaultLink = std::uint32_t;

class FaultInjector {
 public:
  /// Rates and schedules, drawn from `seed`. Schedules are expanded up to `horizon`. `targets`: who is there when the
  /// run begins; `later`: who may come.
  FaultInjector(std::vector<FaultSpec> specs, std::uint64_t seed, SimTime horizon,
                const std::vector<FaultTarget>& targets, const std::vector<LaterProcesses>& later = {});
  /// An explicit plan: nothing is drawn. `required` are the kinds that must fire.
  explicit FaultInjector(FaultPlan plan, std::vector<FaultKind> required = {});

  /// Tells of a link when it is first used. Costs one comparison per spec. Both ends stay where they are until the last
  /// fault is decided.
  FaultLink add_link(const FaultTarget& from, const FaultTarget& to);
  /// False where no message fault can strike this link: then fate() must not be asked.
  bool may_strike(FaultLink link) const { return links_[link].faulty; }
  /// The fate of the n-th packet (from 1) of this link: a function of seed, link and n alone.
  Fate fate(FaultLink link, std::uint64_t n, SimTime now);

  /// A fault that somebody outside decided on while the run went on: the plan lists it, in the place returned.
  std::int32_t note_decided(const Fault& fault);
  /// The same of one packet of a link. Costs no more than a few words of memory: a schedule is thousands of them.
  std::int32_t note_decided(FaultKind kind, FaultLink link, std::uint64_t nth, SimTime at, Duration amount);
  /// Whether anybody decided on anything from outside, in this run or in that whose plan it repeats.
  bool is_chosen() const { return chosen_; }
  /// The amount of a fault that has struck grows.
  void lengthen(std::int32_t index, Duration by);

  /// All faults decided so far: those with a time of their own first, then those of packets as they came. Written out
  /// on the spot: O(faults).
  FaultPlan plan() const;
  FaultKind kind_of(std::int32_t index) const { return places_[static_cast<std::size_t>(index)].kind; }
  /// One that is not about a single packet.
  const Fault& scheduled(std::int32_t index) const;
  /// Whether any of them is a disk's.
  bool may_fail_disks() const { return may_fail_disks_; }
  /// How many of them have a time of their own (node faults, partitions, bandwidth).
  std::size_t scheduled_count() const { return scheduled_count_; }

  const FaultCount& count(FaultKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  /// How far one got. Each step once, however often it is said: see FaultCount. What was not armed can't fire, and what
  /// did not fire can't be seen.
  void note_armed(std::int32_t index);
  /// Whether its time or its message came: a fault that was never armed may be left out of the plan.
  bool was_armed(std::size_t place) const { return places_[place].reached >= Stage::armed; }
  void note_fired(std::int32_t index);
  void note_seen(std::int32_t index);

  /// Kinds of the specs (or, replaying, of the list) that are required and never fired.
  std::vector<FaultKind> required_but_unfired() const;

 private:
  struct RatedSpec {
    std::uint32_t spec;
    std::uint64_t key;
  };
  struct Strikes {
    std::string from;
    std::string to;
    std::vector<RatedSpec> rated{};                              // drawing
    std::multimap<std::uint64_t, std::int32_t> explicit_by_n{};  // replaying
    std::multimap<SimTime, std::int32_t> explicit_by_time{};     // replaying: the first packet from then on
  };
  /// A run may have millions, most of which nothing strikes.
  struct LinkFaults {
    const FaultTarget* from = nullptr;
    const FaultTarget* to = nullptr;
    bool faulty = false;
    std::unique_ptr<Strikes> strikes{};  ///< null: nothing has struck it or can
  };

  /// Of a fault that no spec asked for.
  static constexpr std::uint32_t no_spec = UINT32_MAX;

  /// How far a fault has got.
  enum class Stage : std::uint8_t { planned, armed, fired, seen };

  /// A place in the plan. Of what strikes one packet no more is kept than tells it; the rest are whole.
  struct Place {
    FaultKind kind{};
    Stage reached = Stage::planned;
    std::uint32_t spec = no_spec;  ///< drawing: which one asked for it
    std::uint32_t where = 0;       ///< whole: the place in whole_; else the link
    bool is_whole = true;
    bool chosen = false;           ///< not whole: decided on from outside
    std::uint64_t nth = 0;
    SimTime at{};
    Duration amount{};
  };

  FaultCount& counted(FaultKind kind) { return counts_[static_cast<std::size_t>(kind)]; }
  /// False where it had come so far before.
  bool reach(std::int32_t index, Stage stage);
  std::int32_t add(const Place& place);
  Strikes& strikes_of(FaultLink link);
  std::int32_t add_whole(const Fault& fault, std::uint32_t spec);
  Fault& whole(std::int32_t index) { return whole_[places_[static_cast<std::size_t>(index)].where]; }
  Duration amount_of(std::int32_t index) const;
  void strike(Fate& fate, std::int32_t index) const;
  void strike_by_time(Fate& fate, Strikes& faults, std::uint64_t n, SimTime now);
  void expand_schedule(std::uint32_t spec, SimTime horizon, const std::vector<Fault>& shapes);

  /// More planned faults than this are a mistake in a rate.
  static constexpr std::size_t schedule_limit = 10'000'000;

  std::vector<FaultSpec> specs_;
  std::vector<std::uint64_t> spec_keys_;
  bool drawing_ = false;
  std::vector<Place> places_;  // the plan
  std::deque<Fault> whole_;    // what of it is told in full
  std::vector<std::uint64_t> spec_fired_;
  std::vector<FaultKind> required_;
  std::size_t scheduled_count_ = 0;
  std::map<std::pair<std::string, std::string>, std::vector<std::int32_t>> explicit_;
  std::vector<LinkFaults> links_;
  std::array<FaultCount, fault_kinds.size()> counts_{};
  bool may_fail_disks_ = false;
  bool chosen_ = false;
};

}  // namespace crisper::sim
