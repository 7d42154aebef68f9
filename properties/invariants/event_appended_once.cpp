// event_appended_once: one event has one place in one stream. One that its store has lost in a crash is stored anew.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/store_losses.hpp"

namespace crisper::properties {
namespace {

class EventAppendedOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    losses_.observe(seen, id);
    if (seen.kind == ObservationKind::process_crashed) return;
    look();
    Place& place = places_[seen.message];
    if (place.id.value == 0 || losses_.since(seen.process, place.id)) {
      place = {seen.stream, seen.a, id};
    } else if (place.stream != seen.stream || place.version != seen.a) {
      violate(seen.at, {place.id, id}, [&] {
        return fmt::format("one event is stored twice: as version {} of {} and as version {} of {}", place.version,
                           names().stream(place.stream), seen.a, names().stream(seen.stream));
      });
    }
  }

 private:
  struct Place {
    StreamId stream;
    std::int64_t version = 0;
    ObservationId id;
  };
  StoreLosses losses_;
  OrderedTable<MessageId, Place> places_;
};

}  // namespace

PropertyEntry entries::event_appended_once() {
  return entry<EventAppendedOnce>({.name = "event_appended_once",
                                   .meaning = "no event is stored in two places",
                                   .wants = {ObservationKind::event_appended, ObservationKind::process_crashed}});
}

}  // namespace crisper::properties
