// no_event_lost: each stored event is published, and each consumer takes it or says why it does not.
#include <fmt/format.h>

#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class NoEventLost final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: {
        look();
        const std::size_t place = place_of(seen);
        events_[place].appended = id;
        events_[place].at = seen.at;
        break;
      }
      case ObservationKind::event_published: {
        Event& event = events_[place_of(seen)];
        event.published = id;
        event.offset = seen.a;
        break;
      }
      case ObservationKind::checkpoint_saved: consumers_[seen.process].position = seen.a; break;
      case ObservationKind::event_delivered: consumers_[seen.peer]; break;
      case ObservationKind::consumer_joined: consumers_[seen.process].gone = false; break;
      case ObservationKind::consumer_left: consumers_[seen.process].gone = true; break;
      case ObservationKind::event_given_up:
        violate(seen.at, {events_[place_of(seen)].published, id}, [&] {
          return fmt::format("an event of {} was given up: {} will never have it", names().stream(seen.stream),
                             names().process(seen.peer));
        });
        break;
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: consumers_[seen.process].mark(place_of(seen)); break;
      default: break;
    }
  }

 private:
  struct Event {
    StreamId stream;
    SimTime at{};
    ObservationId appended{};
    ObservationId published{};
    std::int64_t offset = 0;  ///< where it was published last
  };
  struct Consumer {
    std::vector<bool> dealt_with;  ///< by place of the event
    std::int64_t position = 0;     ///< as it saved it last: it will not ask for anything up to here
    bool gone = false;             ///< a read node that takes no more events
    void mark(std::size_t place) {
      if (dealt_with.size() <= place) dealt_with.resize(place + place / 2 + 64);
      dealt_with[place] = true;
    }
    bool has(std::size_t place) const { return place < dealt_with.size() && dealt_with[place]; }
  };

  std::size_t place_of(const Observation& seen) {
    std::uint32_t& place = places_[seen.message];
    if (place == 0) {
      events_.push_back({.stream = seen.stream});
      place = static_cast<std::uint32_t>(events_.size());
    }
    return place - 1;
  }

  void judge_end(const RunEnd& end) override {
    const bool may_judge = end.quiet && !end.is_cut();
    std::uint64_t missing = 0;
    for (std::size_t place = 0; place < events_.size(); ++place) {
      const Event& event = events_[place];
      if (event.appended.value != 0 && event.published.value == 0) {
        ++missing;
        if (may_judge) {
          violate(event.at, {event.appended}, [&] {
            return fmt::format("an event of {} was stored and never published", names().stream(event.stream));
          });
        }
      }
      if (event.published.value == 0) continue;
      for (const auto& [consumer, seen] : consumers_) {
        if (seen.gone || seen.has(place)) continue;
        ++missing;
        const bool passed_by = event.offset <= seen.position;
        if (!may_judge && !passed_by) continue;
        violate(event.at, {event.appended, event.published}, [&, &who = consumer] {
          if (!may_judge) {
            return fmt::format("an event of {} was published and {} passed it by", names().stream(event.stream),
                               names().process(who));
          }
          return fmt::format("an event of {} was published and never reached {}", names().stream(event.stream),
                             names().process(who));
        });
      }
    }
    if (missing > 0) leave_open(fmt::format("{}: {} events were on their way", end.trouble(), missing));
  }

  std::vector<Event> events_;
  OrderedTable<MessageId, std::uint32_t> places_;  ///< from 1
  OrderedTable<ProcessId, Consumer> consumers_;
};

}  // namespace

PropertyEntry entries::no_event_lost() {
  return entry<NoEventLost>(
      {.name = "no_event_lost",
       .meaning = "each stored event is published, and every consumer deals with it",
       .domain = "",
       .wants = {ObservationKind::event_appended, ObservationKind::event_published, ObservationKind::event_delivered,
                 ObservationKind::event_applied, ObservationKind::event_ignored, ObservationKind::event_given_up,
                 ObservationKind::checkpoint_saved, ObservationKind::consumer_joined,
                 ObservationKind::consumer_left}});
}

}  // namespace crisper::properties
