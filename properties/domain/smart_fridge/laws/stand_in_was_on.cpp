// stand_in_was_on: a fridge is switched off only while the one that stands in for it is on.
#include <fmt/format.h>

#include "core/domain/smart_fridge/messages.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class StandInWasOn final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (body_as<FridgeSwitchedOn>(seen.payload)) {
      look();
      off_[seen.stream] = {};
      return;
    }
    const auto* off = body_as<FridgeSwitchedOff>(seen.payload);
    if (!off) return;
    look();
    off_[seen.stream] = id;
    const StreamId stand_in = stream_of(off->stand_in);
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

PropertyEntry laws::stand_in_was_on() {
  return entry<StandInWasOn>({.name = "stand_in_was_on",
                              .meaning = "a fridge is switched off only while the one that stands in for it is on",
                              .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
