// stand_in_was_on: a fridge is switched off only while the one that stands in for it is on.
#include <fmt/format.h>

#include "core/domain/smart_fridge/messages.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class StandInWasOn final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (body_as<smart_fridge::FridgeSwitchedOn>(seen.payload)) {
      look();
      off_[seen.stream] = {};
      return;
    }
    const auto* off = body_as<smart_fridge::FridgeSwitchedOff>(seen.payload);
    if (!off) return;
    look();
    off_[seen.stream] = id;
    const StreamId stand_in = smart_fridge::stream_of(off->stand_in);
    const ObservationId since = off_[stand_in];
    if (since == ObservationId{}) return;
    violate(seen.at, {since, id}, [&] {
      return fmt::format("{} was switched off while {}, which stood in for it, was off", names().stream(seen.stream),
                         names().stream(stand_in));
    });
  }

 private:
  OrderedTable<StreamId, ObservationId> off_;  ///< since when; none: it is on
};

}  // namespace

PropertyEntry entries::stand_in_was_on() {
  return entry<StandInWasOn>({.name = "stand_in_was_on",
                              .meaning = "a fridge is switched off only while the one that stands in for it is on",
                              .domain = "smart_fridge",
                              .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::properties
