// areas_apart: what is in one area is the business of its queue and of its part of a view alone. A command on a state
// that has a place is queued there; all commands on one state are queued in one area; and no part of a view shows a row
// of another.
#include <fmt/format.h>

#include "core/command/area_design.hpp"
#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AreasApart final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const std::uint32_t here = area_of(seen.process);
    if (here == 0) return;
    look();
    const std::uint32_t belongs = area_of_state(seen.stream);
    if (seen.kind == ObservationKind::view_updated) {
      if (belongs == here) return;
      return violate(seen.at, {id}, [&] {
        return fmt::format("{} shows {}, which is in area {}", names().process(seen.process),
                           names().stream(seen.stream), belongs);
      });
    }
    Queued& before = queued_[seen.stream];
    if (before.area == 0) before = {belongs == 0 ? here : belongs, id};
    if (before.area == here) return;
    violate(seen.at, {before.id, id}, [&] {
      return fmt::format("a command for {} is queued in area {}, and belongs in area {}", names().stream(seen.stream),
                         here, before.area);
    });
  }

 private:
  struct Queued {
    std::uint32_t area = 0;
    ObservationId id;
  };

  /// Of a process that is there for one area alone; zero: it is there for all.
  std::uint32_t area_of(ProcessId process) {
    Known& known = areas_[process];
    if (!known.asked) known = {true, design().areas.count > 1 ? area_in_name(names().process(process)) : 0};
    return known.area;
  }

  /// Zero where the state itself doesn't tell.
  std::uint32_t area_of_state(StreamId stream) const {
    if (!domain()) return 0;
    const AreaKey key = domain()->area_key(stream, {});
    return key.place ? area_of_place(*key.place, design().areas.count) : 0;
  }

  struct Known {
    bool asked = false;
    std::uint32_t area = 0;
  };
  OrderedTable<ProcessId, Known> areas_;
  OrderedTable<StreamId, Queued> queued_;
};

}  // namespace

PropertyEntry entries::areas_apart() {
  return entry<AreasApart>({.name = "areas_apart",
                            .meaning = "commands and rows of an area are nobody else's",
                            .wants = {ObservationKind::command_enqueued, ObservationKind::view_updated}});
}

}  // namespace crisper::properties
