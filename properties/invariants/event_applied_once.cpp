// event_applied_once: no consumer takes the effect of an event twice. Off unless asked for: consumers without an inbox
// are allowed to, if their effects bear it.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class EventAppliedOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    look();
    ObservationId& first = first_[ConsumerEvent{seen.process, seen.message}];
    if (first.value == 0) {
      first = id;
      return;
    }
    violate(seen.at, {first, id}, [&] {
      return fmt::format("{} took the effect of an event of {} twice", names().process(seen.process),
                         names().stream(seen.stream));
    });
  }

 private:
  struct ConsumerEvent {
    ProcessId consumer;
    MessageId event;
    friend bool operator==(const ConsumerEvent&, const ConsumerEvent&) = default;
    std::uint64_t hash() const { return mix_bits(event.value ^ mix_bits(consumer.value + 1)); }
  };
  OrderedTable<ConsumerEvent, ObservationId> first_;
};

}  // namespace

PropertyEntry entries::event_applied_once() {
  return entry<EventAppliedOnce>({.name = "event_applied_once",
                                  .meaning = "each consumer takes the effect of an event at most once",
                                  .on_by_default = false,
                                  .wants = {ObservationKind::event_applied}});
}

}  // namespace crisper::properties
