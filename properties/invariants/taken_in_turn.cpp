// taken_in_turn: consumers take each event one after the other, in the order in which the design has them: each only
// when all before it have dealt with it. Off unless asked for: only an ordered fan-out promises it.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class TakenInTurn final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::checkpoint_saved) {
      consumers_[seen.process] = true;  // each says where it is when it begins, before its first event
    } else {
      dealt_with(seen, id);
    }
  }

 private:
  /// Only its first time counts: what is repeated after a crash comes whenever it comes.
  void dealt_with(const Observation& seen, ObservationId id) {
    std::vector<ProcessId>& had_by = had_by_[seen.message];
    if (std::ranges::find(had_by, seen.process) != had_by.end()) return;
    had_by.push_back(seen.process);
    for (const auto& [before, known] : consumers_) {
      if (before >= seen.process) continue;  // ids are given in the order of the design
      look();
      if (std::ranges::find(had_by, before) != had_by.end()) continue;
      violate(seen.at, {id}, [&, &who = before] {
        return fmt::format("{} took an event of {} before {} had dealt with it", names().process(seen.process),
                           names().stream(seen.stream), names().process(who));
      });
    }
  }

  OrderedTable<ProcessId, bool> consumers_;
  OrderedTable<MessageId, std::vector<ProcessId>> had_by_;
};

}  // namespace

PropertyEntry entries::taken_in_turn() {
  return entry<TakenInTurn>({.name = "taken_in_turn",
                             .meaning = "an event is taken by one consumer after the other, in the design's order",
                             .on_by_default = false,
                             .wants = {ObservationKind::checkpoint_saved, ObservationKind::event_applied,
                                       ObservationKind::event_ignored}});
}

}  // namespace crisper::properties
