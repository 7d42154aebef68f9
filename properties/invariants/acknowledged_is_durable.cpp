// acknowledged_is_durable: an event that anybody was told of stays: it is in the store when the run is over, and in the
// log where it was published, whatever crashed in between.
#include <fmt/format.h>

#include <vector>

#include "core/base/counted.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AcknowledgedIsDurable final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: return appended(seen, id);
      case ObservationKind::event_published: return published(seen, id);
      case ObservationKind::process_crashed:
        if (seen.b > 0) crashes_.push_back({seen.process, seen.at, seen.b, id});
        return;
      default: return;
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::event_stored: {
        Claim* claim = claims_.find(there.message);
        if (!claim) return;
        claim->found = true;
        claim->moved = claim->version != 0 && (claim->stream != there.stream || claim->version != there.a);
        return;
      }
      case AuditKind::event_logged: {
        LogEntry* entry = log_.find(Place{there.process, there.a});
        if (entry) entry->found = entry->event == there.message;
        return;
      }
      case AuditKind::process_down:
      case AuditKind::unread: silent_[there.process] = true; return;
      default: return;
    }
  }

 private:
  static constexpr std::int64_t version_max = 100'000'000;

  struct Place {
    ProcessId log;
    std::int64_t offset = 0;
    friend bool operator==(const Place&, const Place&) = default;
    std::uint64_t hash() const { return mix_bits(static_cast<std::uint64_t>(offset) ^ mix_bits(log.value + 1)); }
  };
  /// What was said of one event.
  struct Claim {
    StreamId stream;
    std::int64_t version = 0;  ///< zero: nobody said that it was stored, but somebody published it
    SimTime at{};
    ObservationId appended{};
    ObservationId published{};
    bool found = false;
    bool moved = false;  ///< it is there, in another place
  };
  struct LogEntry {
    MessageId event;
    SimTime at{};
    ObservationId id{};
    bool found = false;
  };
  struct Crash {
    ProcessId process;
    SimTime at{};
    std::int64_t records_lost = 0;
    ObservationId id;
  };
  struct Event {
    MessageId event;
    ObservationId id;
  };

  void appended(const Observation& seen, ObservationId id) {
    if (seen.a < 1 || seen.a > version_max) return;  // stream_versions_contiguous speaks of those
    look();
    store_ = seen.process;
    std::vector<Event>& events = streams_[seen.stream];
    const auto place = static_cast<std::size_t>(seen.a - 1);
    if (events.size() <= place) events.resize(place + 1);
    Event& event = events[place];
    if (event.id.value != 0 && event.event != seen.message) {
      if (Claim* replaced = claims_.find(event.event)) replaced->found = true;  // told here, not again at the end
      violate(seen.at, {event.id, id}, [&] {
        return fmt::format("version {} of {} was stored and is lost: another event took its place", seen.a,
                           names().stream(seen.stream));
      });
    }
    event = {seen.message, id};
    Claim& claim = claims_[seen.message];
    if (claim.appended.value != 0) return;
    claim.stream = seen.stream;
    claim.version = seen.a;
    claim.at = seen.at;
    claim.appended = id;
  }

  void published(const Observation& seen, ObservationId id) {
    Claim& claim = claims_[seen.message];
    if (claim.published.value == 0) {
      claim.published = id;
      if (claim.appended.value == 0) claim.at = seen.at;
      claim.stream = seen.stream;
    }
    if (seen.process != store_) log_[Place{seen.process, seen.a}] = {.event = seen.message, .at = seen.at, .id = id};
  }

  /// The first crash of it from then on that lost something; null where there was none.
  const Crash* crash_after(ProcessId process, SimTime at) const {
    for (const Crash& crash : crashes_) {
      if (crash.process == process && crash.at >= at) return &crash;
    }
    return nullptr;
  }

  std::string how_lost(const Crash* crash, ProcessId process) const {
    if (!crash) return fmt::format("{} does not have it at the end", names().process(process));
    return fmt::format("{} lost {} in its crash at {}", names().process(process),
                       counted(crash->records_lost, "record"), to_text(crash->at));
  }

  void judge_end(const RunEnd& end) override {
    if (!end.audited) return;
    check_store();
    check_logs();
  }

  void check_store() {
    if (store_.value == 0) return;
    if (silent_.find(store_)) {
      return leave_open(fmt::format("{} could not say at the end what it has", names().process(store_)));
    }
    for (const auto& [event, claim] : claims_) {
      if (claim.found && !claim.moved) continue;
      const Crash* crash = claim.found ? nullptr : crash_after(store_, claim.at);
      violate(claim.at, {claim.appended, claim.published, crash ? crash->id : ObservationId{}}, [&, &what = claim] {
        const std::string stream = names().stream(what.stream);
        if (what.moved) return fmt::format("version {} of {} was stored and is in another place", what.version, stream);
        if (what.version == 0) return fmt::format("an event of {} was published, and never stored", stream);
        return fmt::format("version {} of {} was said to be stored at {}, and is not: {}", what.version, stream,
                           to_text(what.at), how_lost(crash, store_));
      });
    }
  }

  void check_logs() {
    for (const auto& [place, entry] : log_) {
      if (entry.found) continue;
      if (silent_.find(place.log)) {
        leave_open(fmt::format("{} could not say at the end what it has", names().process(place.log)));
        continue;
      }
      const Crash* crash = crash_after(place.log, entry.at);
      violate(entry.at, {entry.id, crash ? crash->id : ObservationId{}}, [&, &where = place, at = entry.at] {
        return fmt::format("the event at offset {} was published at {}, and is not in the log: {}", where.offset,
                           to_text(at), how_lost(crash, where.log));
      });
    }
  }

  ProcessId store_{};
  OrderedTable<StreamId, std::vector<Event>> streams_;
  OrderedTable<MessageId, Claim> claims_;
  OrderedTable<Place, LogEntry> log_;
  OrderedTable<ProcessId, bool> silent_;
  std::vector<Crash> crashes_;  ///< that lost something
};

}  // namespace

PropertyEntry entries::acknowledged_is_durable() {
  return entry<AcknowledgedIsDurable>(
      {.name = "acknowledged_is_durable",
       .meaning = "an event that was said to be stored or published is there when the run is over",
       .wants = {ObservationKind::event_appended, ObservationKind::event_published, ObservationKind::process_crashed},
       .audits = {AuditKind::event_stored, AuditKind::event_logged, AuditKind::process_down, AuditKind::unread}});
}

}  // namespace crisper::properties
