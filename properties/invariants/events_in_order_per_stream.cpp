// events_in_order_per_stream: a consumer takes the effects of one stream's events in the order in which they happened.
// Off unless asked for: consumers without a sequencer are allowed to break it, if their effects commute.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/store_losses.hpp"

namespace crisper::properties {
namespace {

class EventsInOrderPerStream final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    losses_.observe(seen, id);
    if (seen.kind != ObservationKind::event_applied) return;
    look();
    Last& last = last_[ProcessStream{seen.process, seen.stream}];
    if (seen.b < last.position && !losses_.since(last.id)) {
      violate(seen.at, {last.id, id}, [&] {
        return fmt::format("{} took position {} of {} after position {}", names().process(seen.process), seen.b,
                           names().stream(seen.stream), last.position);
      });
    }
    last = {seen.b, id};
  }

 private:
  struct Last {
    std::int64_t position = 0;
    ObservationId id;
  };
  StoreLosses losses_;
  OrderedTable<ProcessStream, Last> last_;
};

}  // namespace

PropertyEntry entries::events_in_order_per_stream() {
  return entry<EventsInOrderPerStream>({.name = "events_in_order_per_stream",
                                        .meaning = "each consumer takes the events of a stream in their order",
                                        .on_by_default = false,
                                        .wants = {ObservationKind::event_applied, ObservationKind::event_appended,
                                                  ObservationKind::process_crashed}});
}

}  // namespace crisper::properties
