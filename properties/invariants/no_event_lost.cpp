// no_event_lost: each stored event is published, and each consumer takes it or says why it does not. One that its store
// lost in a crash before it came to anybody is lost there, and not on its way: acknowledged_is_durable tells of it.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/base/counted.hpp"
#include "core/design/design.hpp"
#include "properties/registry.hpp"
#include "properties/support/disk_troubles.hpp"
#include "properties/support/last_only.hpp"
#include "properties/support/marked_places.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/store_losses.hpp"
#include "properties/support/way_of_events.hpp"

namespace crisper::properties {
namespace {

class NoEventLost final : public Property {
 public:
  NoEventLost(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup), last_only_(domain()) {}

  void observe(const Observation& seen, ObservationId id) override {
    losses_.observe(seen, id);
    switch (seen.kind) {
      case ObservationKind::event_appended: {
        look();
        const std::size_t place = place_of(seen);
        events_[place].appended = id;
        latest_[seen.stream] = place;
        events_[place].at = seen.at;
        events_[place].position = seen.b;
        break;
      }
      case ObservationKind::event_published: {
        Event& event = events_[place_of(seen)];
        event.published = id;
        event.published_at = seen.at;
        event.offset = seen.a;
        published_.note(seen.b, seen.at);
        for (const ProcessId each : disks_on_the_way_.processes()) disks_on_the_way_.moved(each, seen.b);
        break;
      }
      case ObservationKind::checkpoint_saved: consumers_[seen.process].position = seen.a; break;
      case ObservationKind::event_delivered: consumers_[seen.peer]; break;
      case ObservationKind::consumer_joined: consumers_[seen.process].gone = false; break;
      case ObservationKind::consumer_left: consumers_[seen.process].gone = true; break;
      case ObservationKind::event_given_up:
        if (is_superseded_for(seen)) {
          consumers_[seen.peer].dealt_with.mark(place_of(seen));
          break;
        }
        violate(seen.at, {events_[place_of(seen)].published, id}, [&] {
          return fmt::format("an event of {} was given up: {} will never have it", names().stream(seen.stream),
                             names().process(seen.peer));
        });
        break;
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: {
        Consumer& consumer = consumers_[seen.process];
        consumer.dealt_with.mark(place_of(seen));
        consumer.moved.note(seen.a, seen.at);
        disks_.moved(seen.process, seen.a);
        break;
      }
      case ObservationKind::fault_fired: struck(seen, id); break;
      default: break;
    }
  }

  void audit(const AuditEntry& there) override {
    if (there.kind == AuditKind::process_down) {
      down_[there.process] = true;
    } else if (const std::uint32_t* place = places_.find(there.message)) {
      events_[*place - 1].is_there = true;
    }
  }

 private:
  struct Event {
    StreamId stream;
    SimTime at{};
    SimTime published_at{};
    ObservationId appended{};
    ObservationId published{};
    std::int64_t position = 0;
    std::int64_t offset = 0;  ///< where it was published last
    bool is_there = false;    ///< in a store or a log, when the run is over
  };
  /// How far something has come, and when.
  struct Movement {
    static constexpr Duration precision = std::chrono::milliseconds(100);
    struct Mark {
      SimTime at{};
      std::int64_t furthest = 0;
    };
    std::vector<Mark> marks;  ///< no two of them nearer than the precision
    std::int64_t furthest = 0;
    SimTime last_at{};
    void note(std::int64_t place, SimTime at) {
      last_at = at;
      if (place <= furthest) return;
      furthest = place;
      if (marks.empty() || at - marks.back().at >= precision) marks.push_back({at, furthest});
    }
    std::int64_t furthest_by(SimTime at) const {
      const auto later = std::ranges::upper_bound(marks, at, {}, &Mark::at);
      return later == marks.begin() ? 0 : std::prev(later)->furthest;
    }
  };
  struct Consumer {
    MarkedPlaces dealt_with;    ///< by place of the event
    std::int64_t position = 0;  ///< as it saved it last: it will not ask for anything up to here
    Movement moved{};           ///< by offset
    bool gone = false;          ///< a read node that takes no more events
  };

  void struck(const Observation& seen, ObservationId id) {
    if (!DiskTroubles::is_one(seen)) return;
    const Consumer* consumer = consumers_.find(seen.process);
    disks_.struck(seen, id, consumer ? consumer->moved.furthest : 0);
    if (stands_on_the_way_of_events(names().role(seen.process))) {
      disks_on_the_way_.struck(seen, id, published_.furthest);
    }
  }

  std::size_t place_of(const Observation& seen) {
    std::uint32_t& place = places_[seen.message];
    if (place == 0) {
      events_.push_back({.stream = seen.stream});
      place = static_cast<std::uint32_t>(events_.size());
    }
    return place - 1;
  }

  /// Whether a later event of its stream is all that this consumer needs.
  bool is_superseded_for(const Observation& seen) {
    const std::size_t* latest = latest_.find(seen.stream);
    return latest && *latest != place_of(seen) && last_only_.has(seen.peer, names());
  }

  /// What is missing in a quiet run is lost. In one that did not come to rest it may be on its way, unless a consumer
  /// has passed it by, or it stands still: it has lain there for long, and those that came later have gone on without
  /// it, or nothing has moved at all.
  void judge_end(const RunEnd& end) override {
    std::uint64_t missing = 0;
    for (std::size_t place = 0; place < events_.size(); ++place) {
      const Event& event = events_[place];
      if (end.audited && !event.is_there && losses_.since(event.appended)) continue;
      if (event.published.value == 0) {
        if (event.appended.value == 0) continue;
        ++missing;
        check_unpublished(event, end);
        continue;
      }
      for (const auto& [consumer, seen] : consumers_) {
        if (seen.gone || seen.dealt_with.has(place)) continue;
        ++missing;
        check_untaken(event, consumer, seen, end);
      }
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "event")));
  }

  void check_unpublished(const Event& event, const RunEnd& end) {
    const bool still = stands_still(event.at, published_, event.position, end) && !anybody_on_the_way_is_down();
    if (!is_final(end) && !still) return;
    ProcessId whose;
    const DiskTrouble* disk = nullptr;
    for (const ProcessId each : disks_on_the_way_.processes()) {
      if (!disk) disk = disks_on_the_way_.that_kept(whose = each, event.position);
    }
    violate(event.at, {event.appended, disk ? disk->id : ObservationId{}}, [&] {
      const std::string stream = names().stream(event.stream);
      const std::string cause = disk_words(disk, whose);
      if (is_final(end)) return fmt::format("an event of {} was stored and never published{}", stream, cause);
      return fmt::format("an event of {} was stored at {} and never published: it stands still{}", stream,
                         to_text(event.at), cause);
    });
  }

  void check_untaken(const Event& event, ProcessId who, const Consumer& consumer, const RunEnd& end) {
    const bool passed_by = event.offset <= consumer.position;
    const bool still = stands_still(event.published_at, consumer.moved, event.offset, end) && !down_.find(who) &&
                       !anybody_on_the_way_is_down() && !anybody_before_is_down(who);
    if (!is_final(end) && !passed_by && !still) return;
    const DiskTrouble* disk = disks_.that_kept(who, event.offset);
    violate(event.at, {event.appended, event.published, disk ? disk->id : ObservationId{}}, [&] {
      const std::string stream = names().stream(event.stream);
      const std::string name = names().process(who);
      const std::string cause = disk_words(disk, who);
      if (is_final(end)) return fmt::format("an event of {} was published and never reached {}{}", stream, name, cause);
      if (passed_by) return fmt::format("an event of {} was published and {} passed it by{}", stream, name, cause);
      return fmt::format("an event of {} was published at {} and never reached {}: it stands still{}", stream,
                         to_text(event.published_at), name, cause);
    });
  }

  std::string disk_words(const DiskTrouble* disk, ProcessId whose) const {
    return disk ? "; " + disk->words(names().process(whose)) : "";
  }

  static bool is_final(const RunEnd& end) { return end.quiet && !end.is_cut(); }

  /// Since `since` it is where it is, while what `moved` tells of went on.
  static bool stands_still(SimTime since, const Movement& moved, std::int64_t place, const RunEnd& end) {
    if (end.is_cut() || end.at - since < end.standstill_after) return false;
    const bool nothing_moves = end.at - moved.last_at >= end.standstill_after;
    const bool overtaken = place < moved.furthest_by(end.at - end.standstill_after);
    return nothing_moves || overtaken;
  }

  bool anybody_on_the_way_is_down() const {
    return std::ranges::any_of(
        down_, [&](const auto& each) { return stands_on_the_way_of_events(names().role(each.first)); });
  }

  /// In an ordered fan-out whoever is down holds all behind it.
  bool anybody_before_is_down(ProcessId who) const {
    if (design().event_log.fan_out == FanOutOrder::parallel) return false;
    return std::ranges::any_of(down_,
                               [&](const auto& each) { return each.first < who && consumers_.find(each.first); });
  }

  std::vector<Event> events_;
  Movement published_;  ///< by position
  OrderedTable<MessageId, std::uint32_t> places_;  ///< from 1
  OrderedTable<ProcessId, Consumer> consumers_;
  OrderedTable<ProcessId, bool> down_;  ///< at the end
  OrderedTable<StreamId, std::size_t> latest_;  ///< place of the event that was stored last
  LastOnly last_only_;
  StoreLosses losses_;
  DiskTroubles disks_;             ///< by offsets that the process dealt with
  DiskTroubles disks_on_the_way_;  ///< by positions that were published
};

}  // namespace

PropertyEntry entries::no_event_lost() {
  return entry<NoEventLost>(
      {.name = "no_event_lost",
       .meaning = "each stored event is published, and every consumer deals with it",
       .tells_why_open = true,
       .wants = {ObservationKind::event_appended, ObservationKind::event_published, ObservationKind::event_delivered,
                 ObservationKind::event_applied, ObservationKind::event_ignored, ObservationKind::event_given_up,
                 ObservationKind::checkpoint_saved, ObservationKind::consumer_joined,
                 ObservationKind::consumer_left, ObservationKind::process_crashed, ObservationKind::fault_fired},
       .audits = {AuditKind::process_down, AuditKind::event_stored, AuditKind::event_logged}});
}

}  // namespace crisper::properties
