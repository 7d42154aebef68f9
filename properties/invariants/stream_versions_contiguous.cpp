// stream_versions_contiguous: the versions of a stream are 1, 2, 3 …; its positions grow, and a store gives none twice.
// What a store has lost in a crash, it may give anew.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/store_losses.hpp"

namespace crisper::properties {
namespace {

class StreamVersionsContiguous final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    losses_.observe(seen, id);
    if (seen.kind == ObservationKind::process_crashed) return;
    look();
    Last& version = versions_[seen.stream];
    const bool lost = losses_.since(seen.process, version.id);
    const bool taken_anew = lost && seen.a >= 1 && seen.a <= version.number;
    if (seen.a != version.number + 1 && !taken_anew) {
      violate(seen.at, {version.id, id}, [&] {
        return fmt::format("{} got version {} where {} was due", names().stream(seen.stream), seen.a,
                           version.number + 1);
      });
    }
    if (seen.b <= version.position && !lost) {
      violate(seen.at, {version.id, id}, [&] {
        return fmt::format("{} got position {} after position {}", names().stream(seen.stream), seen.b,
                           version.position);
      });
    }
    version = {seen.a, seen.b, id};
    ObservationId& holder = positions_[StorePosition{seen.process, seen.b}];
    if (holder.value != 0 && !losses_.since(seen.process, holder)) {
      violate(seen.at, {holder, id},
              [&] { return fmt::format("{} gave position {} twice", names().process(seen.process), seen.b); });
    }
    holder = id;
  }

 private:
  struct Last {
    std::int64_t number = 0;
    std::int64_t position = 0;
    ObservationId id;
  };
  struct StorePosition {
    ProcessId store;
    std::int64_t position = 0;
    friend bool operator==(const StorePosition&, const StorePosition&) = default;
    std::uint64_t hash() const { return mix_bits(static_cast<std::uint64_t>(position) ^ mix_bits(store.value)); }
  };
  StoreLosses losses_;
  OrderedTable<StreamId, Last> versions_;
  OrderedTable<StorePosition, ObservationId> positions_;
};

}  // namespace

PropertyEntry entries::stream_versions_contiguous() {
  return entry<StreamVersionsContiguous>(
      {.name = "stream_versions_contiguous",
       .meaning = "the versions of a stream are 1, 2, 3 …, and no global position is given twice",
       .wants = {ObservationKind::event_appended, ObservationKind::process_crashed}});
}

}  // namespace crisper::properties
