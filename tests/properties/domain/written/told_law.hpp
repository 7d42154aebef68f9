// One law of a written business, told of events, rows and what clients saw, without a run.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "core/store/store_protocol.hpp"
#include "properties/domain/own_laws.hpp"
#include "properties/names.hpp"
#include "properties/property.hpp"
#include "sim/domain/registry.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {

/// A shop with a law of each kind.
inline constexpr std::string_view shop_with_laws = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: 0..100, big: number, held: map of booking to number}
      commands: {open(seats): otherwise -> Opened}
      events:
        Opened(seats): free += seats
        Grown(seats): big += seats
        Held(booking, seats): free -= seats, held[booking] = seats
        Sold(booking): remove booking from held
    diary:
      state: {notes: number}
      commands: {note(): otherwise -> Noted}
      events: {Noted(): notes += 1}
  views:
    availability: {row: show, events: {Opened: value + seats, Held: value - seats}}
  laws:
    enough: {always: show.free >= 0, says: "{show} sold {-show.free} too many"}
    in_all: {always: sum(show.free) <= 10}
    fair: {always: "show.free >= sum(show.free) - 8", says: "{show} has too little"}
    nothing_held: {eventually: size(show.held) == 0}
    got_there: {sometimes: show.free == 7}
    held_once: {never_twice: Held(booking)}
    on_average: {always: "sum(show.free) / count(size(show.held) > 0) <= 5"}
    guarded: {always: "count(size(show.held) > 0) == 0 or sum(show.free) / count(size(show.held) > 0) <= 5"}
    in_huge: {always: sum(show.big) >= 0}
    huge_is_zero: {eventually: sum(show.big) == 0}
    told_truly: {on_sight_of: availability, holds: not acted or now >= seen, says: "{show}: saw {seen}, were {now}"}
    sold_in_time: {after: Held(booking), comes: Sold(booking), within: 5s}
)yaml";

/// Says what a store would, to one law.
class ToldLaw {
 public:
  static constexpr Duration tick = std::chrono::milliseconds(1);  ///< from what is said to what is said next

  explicit ToldLaw(const std::string& law, const std::string& text = std::string(shop_with_laws))
      : scenario_(sim::parsed(text)), domain_(sim::make_domain(scenario_)) {
    names_->add(StreamCategory{1}, "show");
    names_->add(ProcessId{7}, {"availability", "projection"});
    names_->add(ProcessId{9}, {"dock-processor", "external"});
    for (const properties::PropertyEntry& entry : properties::own_laws(*domain_)) {
      if (entry.info.name == law) property_ = entry.create({.names = names_.get(), .domain = domain_.get()});
    }
  }

  ToldLaw& event(std::uint64_t show, const std::string& name, std::vector<Value> values,
                 Duration at = Duration::zero()) {
    now_ = at == Duration::zero() ? now_ + tick : sim_start + at;
    return stored(StreamId::of(StreamCategory{1}, show), payload(name, std::move(values)));
  }
  /// Of another kind of entity.
  ToldLaw& note(Duration after = tick) {
    now_ += after;
    return stored(StreamId::of(StreamCategory{2}, 1), payload("Noted", {}));
  }
  ToldLaw& stored(StreamId stream, const Payload& body) {
    const EventId id{++events_};
    Observation seen{.at = now_, .message = subject(id), .stream = stream};
    seen.payload = body.get();
    for (const ObservationKind kind : {ObservationKind::event_appended, ObservationKind::event_published}) {
      seen.kind = kind;
      seen.b = static_cast<std::int64_t>(events_);
      if (property_->wants(kind)) property_->observe(seen, ObservationId{events_});
    }
    RecordedEvent& stored = stored_.emplace_back();
    stored.id = id;
    stored.stream = stream;
    stored.position = GlobalPosition{static_cast<std::int64_t>(events_)};
    stored.body = body;
    return *this;
  }
  /// In the same instant as the event before.
  ToldLaw& and_event(std::uint64_t show, const std::string& name, std::vector<Value> values) {
    now_ -= tick;
    return event(show, name, std::move(values));
  }
  ToldLaw& row(std::uint64_t show, std::int64_t value, std::uint64_t item = 0) {
    rows_.push_back({.kind = AuditKind::view_row,
                     .process = ProcessId{7},
                     .message = MessageId{item},
                     .stream = StreamId::of(StreamCategory{1}, show),
                     .a = value});
    return *this;
  }
  /// A client acts on what `node` showed it of this show, or leaves.
  ToldLaw& saw(std::uint64_t show, std::int64_t value, bool acts = true, ProcessId node = ProcessId{7},
               std::int64_t item = 0) {
    const Model& model = static_cast<const WrittenDomain&>(*domain_).model();
    const Payload body = written_payload(model, *model.find_command(0, "open"), {1});
    property_->observe({.kind = ObservationKind::client_decided,
                        .at = now_,
                        .process = ProcessId{9},
                        .peer = node,
                        .stream = StreamId::of(StreamCategory{1}, show),
                        .a = value,
                        .b = item,
                        .payload = acts ? body.get() : nullptr},
                       ObservationId{1000});
    return *this;
  }
  /// That client is shown this of this show.
  ToldLaw& looked(std::uint64_t show, std::int64_t value) {
    now_ += tick;
    const Observation seen{.kind = ObservationKind::query_answered,
                           .at = now_,
                           .process = ProcessId{9},
                           .peer = ProcessId{7},
                           .stream = StreamId::of(StreamCategory{1}, show),
                           .a = value};
    if (property_->wants(seen.kind)) property_->observe(seen, ObservationId{900});
    return *this;
  }
  /// A service outside, by its process, has so many of this show now.
  ToldLaw& outside(std::uint64_t show, std::int64_t there, ProcessId by = ProcessId{9}) {
    now_ += tick;
    const Observation seen{.kind = ObservationKind::world_changed,
                           .at = now_,
                           .process = by,
                           .stream = StreamId::of(StreamCategory{1}, show),
                           .a = there};
    if (property_->wants(seen.kind)) property_->observe(seen, ObservationId{2000});
    return *this;
  }
  ToldLaw& start_view() {
    property_->observe({.kind = ObservationKind::process_started, .process = ProcessId{7}}, ObservationId{1});
    return *this;
  }

  /// The observations that prove what it found, in the order of the run: "1 3", "2"; a line for each finding.
  std::string proofs() {
    end();
    std::string text;
    for (const properties::Violation& each : property_->violations()) {
      std::string line;
      for (const properties::Evidence& proof : each.evidence) {
        line += (line.empty() ? "" : " ") + std::to_string(proof.id.value);
      }
      text += (text.empty() ? "" : "\n") + line;
    }
    return text;
  }

  /// How often the law looked.
  std::uint64_t looks() {
    end();
    return property_->observed();
  }

  /// "pass", "fail: …", "unknown: …"
  std::string end(bool quiet = true, Duration after = Duration::zero()) {
    for (const RecordedEvent& event : stored_) {
      property_->take({.kind = AuditKind::event_stored, .message = subject(event.id), .payload = Payload::of(event)});
    }
    for (const AuditEntry& row : rows_) property_->take(row);
    property_->finish({.at = now_ + after, .quiet = quiet, .audited = true});
    const properties::Judgement judgement = property_->judgement();
    if (judgement.verdict == properties::Verdict::pass) return "pass";
    return (judgement.verdict == properties::Verdict::fail ? "fail: " : "unknown: ") + judgement.reason;
  }

 private:
  Payload payload(const std::string& name, std::vector<Value> values) const {
    const Model& model = static_cast<const WrittenDomain&>(*domain_).model();
    return written_payload(model, *model.find_event(name), std::move(values));
  }

  sim::Scenario scenario_;
  std::unique_ptr<Domain> domain_;
  std::unique_ptr<properties::Names> names_ = std::make_unique<properties::Names>();
  std::unique_ptr<properties::Property> property_;
  SimTime now_ = sim_start;
  std::uint64_t events_ = 0;
  std::vector<RecordedEvent> stored_;
  std::vector<AuditEntry> rows_;
};

}  // namespace crisper::written
