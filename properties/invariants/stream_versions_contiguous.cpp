// stream_versions_contiguous: the versions of a stream are 1, 2, 3 …; the positions of a store only grow.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class StreamVersionsContiguous final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    look();
    Last& version = versions_[seen.stream];
    if (seen.a != version.number + 1) {
      violate(seen.at, {version.id, id}, [&] {
        return fmt::format("{} got version {} where {} was due", names().stream(seen.stream), seen.a,
                           version.number + 1);
      });
    }
    version = {seen.a, id};
    Last& position = positions_[seen.process];
    if (seen.b <= position.number) {
      violate(seen.at, {position.id, id}, [&] {
        return fmt::format("{} gave position {} after position {}", names().process(seen.process), seen.b,
                           position.number);
      });
    }
    position = {seen.b, id};
  }

 private:
  struct Last {
    std::int64_t number = 0;
    ObservationId id;
  };
  OrderedTable<StreamId, Last> versions_;
  OrderedTable<ProcessId, Last> positions_;  ///< by store
};

}  // namespace

PropertyEntry entries::stream_versions_contiguous() {
  return entry<StreamVersionsContiguous>(
      {.name = "stream_versions_contiguous",
       .meaning = "the versions of a stream are 1, 2, 3 …, and global positions grow",
       .domain = "",
       .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::properties
