// never_twice, and after … comes … within …: claims on events.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/domain/written/deductions.hpp"
#include "properties/domain/written/law_of.hpp"

namespace crisper::written {
namespace {

using namespace properties;

/// What tells one case from another, as one number.
struct CaseKey {
  std::uint64_t value = 0;
  friend bool operator==(const CaseKey&, const CaseKey&) = default;
};

CaseKey key_of(const Message* event, const std::vector<std::size_t>& told_by) {
  Digest digest;
  for (const std::size_t place : told_by) digest.add(static_cast<std::uint64_t>(written_in(event)->values()[place]));
  return {digest.value()};
}

class EventLaw : public WrittenLaw {
 public:
  using WrittenLaw::WrittenLaw;

 protected:
  /// "SeatsHeld of show-3 (booking-7)"
  std::string call_event(StreamId stream, const Message* event) const {
    std::string text;
    for (const std::size_t place : law().told_by) {
      const Parameter& said = law().after->parameters[place];
      text += (text.empty() ? "" : ", ") + said.name + " " + call_value(said, written_in(event)->values()[place]);
    }
    return fmt::format("{} of {}{}", law().after->name, names().stream(stream), text.empty() ? "" : ", " + text);
  }
  std::string words(StreamId stream, const Message* event, const std::string& plain) const {
    const std::vector<Value> locals = locals_of(stream, event);
    Frame frame{.locals = locals.data()};
    return sentence(frame, plain) + where(event);
  }

 private:
  std::string call_value(const Parameter& said, Value value) const { return model().text_of(said.type, value); }
};

class NeverTwice final : public EventLaw {
 public:
  using EventLaw::EventLaw;

  void observe(const Observation& seen, ObservationId id) override {
    if (!is_of(seen.payload, *law().after)) return;
    look();
    ObservationId& first = first_[key_of(seen.payload, law().told_by)];
    if (first.value != 0) {
      violate(seen.at, {first, id}, [&] {
        return words(seen.stream, seen.payload, call_event(seen.stream, seen.payload) + " happened twice");
      });
    } else {
      first = id;
    }
  }

 private:
  OrderedTable<CaseKey, ObservationId> first_;
};

class Within final : public EventLaw {
 public:
  using EventLaw::EventLaw;

  void observe(const Observation& seen, ObservationId id) override {
    for (const Law::Follower& each : law().comes) {
      if (is_of(seen.payload, *each.event)) answered(key_of(seen.payload, each.told_by), seen, id);
    }
    if (!is_of(seen.payload, *law().after)) return;
    look();
    Open& open = open_[key_of(seen.payload, law().told_by)];
    if (!open.is_open) open = {true, seen.at, id, seen.stream, Payload::shared(seen.payload)};
  }

 private:
  struct Open {
    bool is_open = false;
    SimTime at{};
    ObservationId id;
    StreamId stream;
    Payload event;
  };

  void answered(CaseKey key, const Observation& seen, ObservationId id) {
    Open* open = open_.find(key);
    if (!open || !open->is_open) return;
    open->is_open = false;
    const Duration took = seen.at - open->at;
    if (took <= law().limit) return;
    violate(seen.at, {open->id, id}, [&] {
      return words(open->stream, open->event.get(),
                   fmt::format("{} was answered after {}, not within {}", call_event(open->stream, open->event.get()),
                               to_text(took), to_text(law().limit)));
    });
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    std::uint64_t waiting = 0;
    for (const auto& [key, open] : open_) {
      if (!open.is_open) continue;
      const bool is_late = end.at - open.at > law().limit;
      waiting += is_late || end.quiet ? 0 : 1;
      if (!is_late && !end.quiet) continue;
      violate(open.at, {open.id}, [&, &it = open] {
        return words(it.stream, it.event.get(),
                     fmt::format("{} was never answered", call_event(it.stream, it.event.get())));
      });
    }
    if (waiting > 0) leave_open(fmt::format("{}: {} waiting", end.trouble(), counted_was(waiting, "case")));
  }

  OrderedTable<CaseKey, Open> open_;
};

}  // namespace

PropertyEntry never_twice_entry(const PropertyInfo& info) { return entry<NeverTwice>(info); }
PropertyEntry within_entry(const PropertyInfo& info) { return entry<Within>(info); }

}  // namespace crisper::written
