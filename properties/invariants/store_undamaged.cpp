// store_undamaged: what a store finds on its disk is what it wrote there.
#include <fmt/format.h>

#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

std::string words_for(StoreDamageKind kind, std::int64_t place) {
  switch (kind) {
    case StoreDamageKind::unreadable: return "SQLite can't read it";
    case StoreDamageKind::structure: return "its pages don't hang together";
    case StoreDamageKind::checksum: return fmt::format("the event at position {} isn't what was stored", place);
    case StoreDamageKind::version_gap: return fmt::format("the event before position {} is missing", place);
    case StoreDamageKind::index: return "what it says of a stream contradicts the stream's events";
  }
  return "it is damaged";
}

class StoreUndamaged final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    look();
    if (seen.kind != ObservationKind::store_damaged) return;
    violate(seen.at, {id}, [&] {
      return fmt::format("{} restarted on a damaged file: {}", names().process(seen.process),
                         words_for(static_cast<StoreDamageKind>(seen.a), seen.b));
    });
  }
};

}  // namespace

PropertyEntry entries::store_undamaged() {
  return entry<StoreUndamaged>({.name = "store_undamaged",
                                .meaning = "what a store finds on its disk is what it wrote there",
                                .wants = {ObservationKind::event_appended, ObservationKind::store_damaged}});
}

}  // namespace crisper::properties
