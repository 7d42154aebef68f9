// acknowledged_is_durable: an event that was said to be stored stays where it is: no crash makes room for another.
#include <fmt/format.h>

#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AcknowledgedIsDurable final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.a < 1 || seen.a > version_max) return;  // stream_versions_contiguous speaks of those
    look();
    std::vector<Event>& events = streams_[seen.stream];
    const auto place = static_cast<std::size_t>(seen.a - 1);
    if (events.size() <= place) events.resize(place + 1);
    Event& event = events[place];
    if (event.id.value != 0 && event.event != seen.message) {
      violate(seen.at, {event.id, id}, [&] {
        return fmt::format("version {} of {} was stored and is lost: another event took its place", seen.a,
                           names().stream(seen.stream));
      });
    }
    event = {seen.message, id};
  }

 private:
  static constexpr std::int64_t version_max = 100'000'000;

  struct Event {
    MessageId event;
    ObservationId id;
  };
  OrderedTable<StreamId, std::vector<Event>> streams_;
};

}  // namespace

PropertyEntry entries::acknowledged_is_durable() {
  return entry<AcknowledgedIsDurable>({.name = "acknowledged_is_durable",
                                       .meaning = "a stored event is never replaced by another",
                                       .domain = "",
                                       .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::properties
