// projection_matches_log: once all is quiet, the catalogue shows what the events in the log add up to.
#include <fmt/format.h>

#include <algorithm>

#include "properties/registry.hpp"
#include "properties/support/fridge_event.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class ProjectionMatchesLog final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_published: return published(seen, id);
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: {
        std::int64_t& offset = offsets_[seen.process];
        offset = std::max(offset, seen.a);
        return;
      }
      case ObservationKind::view_updated: return updated(seen, id);
      default: return;
    }
  }

 private:
  struct Expected {
    smart_fridge::Quantity value = 0;
    ObservationId last;
  };
  struct Shown {
    std::int64_t value = 0;
    SimTime at{};
    ObservationId id;
  };

  void published(const Observation& seen, ObservationId id) {
    head_ = std::max(head_, seen.a);
    bool& known = events_[seen.message];
    if (known) return;  // the log has it twice; it happened once
    known = true;
    const auto event = fridge_event(seen);
    if (!event) return;
    const smart_fridge::Quantity change = change_of_stock(*event);
    if (change == 0) return;
    Expected& row = expected_[StockKey{seen.stream, event->meal}];
    row.value += change;
    row.last = id;
  }

  void updated(const Observation& seen, ObservationId id) {
    if (seen.stream.category() != smart_fridge::fridge_category) return;
    look();
    consumers_[seen.process] = true;
    const StockKey row{seen.stream, smart_fridge::MealId{seen.message.value}};
    shown_[ViewRow{seen.process, row}] = {seen.a, seen.at, id};
  }

  std::string call(const StockKey& row) const {
    return fmt::format("meal {} of {}", row.meal.value, names().stream(row.fridge));
  }

  void judge_end(const RunEnd& end) override {
    if (!end.quiet || end.is_cut()) return leave_open(end.trouble());
    for (const auto& [consumer, known] : consumers_) judge(consumer, end);
  }

  void judge(ProcessId consumer, const RunEnd& end) {
    const std::int64_t* offset = offsets_.find(consumer);
    const std::int64_t reached = offset ? *offset : 0;
    if (reached < head_) {
      violate(end.at, {}, [&] {
        return fmt::format("{} did not catch up: it reached offset {} of {}", names().process(consumer), reached,
                           head_);
      });
    }
    for (const auto& [row, expected] : expected_) {
      const Shown* shown = shown_.find(ViewRow{consumer, row});
      if (shown ? shown->value == expected.value : expected.value == 0) continue;
      violate(shown ? shown->at : end.at, {expected.last, shown ? shown->id : ObservationId{}}, [&, &key = row] {
        if (!shown) return fmt::format("{} does not show {}", names().process(consumer), call(key));
        return fmt::format("{} shows {} for {}, the events make it {}", names().process(consumer), shown->value,
                           call(key), expected_.find(key)->value);
      });
    }
    for (const auto& [key, shown] : shown_) {
      if (key.consumer != consumer || shown.value == 0 || expected_.find(key.row)) continue;
      violate(shown.at, {shown.id}, [&, &row = key.row, value = shown.value] {
        return fmt::format("{} shows {} for {}, of which the log knows nothing", names().process(consumer), value,
                           call(row));
      });
    }
  }

  std::int64_t head_ = 0;
  OrderedTable<MessageId, bool> events_;
  OrderedTable<StockKey, Expected> expected_;
  OrderedTable<ViewRow, Shown> shown_;
  OrderedTable<ProcessId, bool> consumers_;
  OrderedTable<ProcessId, std::int64_t> offsets_;
};

}  // namespace

PropertyEntry entries::projection_matches_log() {
  return entry<ProjectionMatchesLog>({.name = "projection_matches_log",
                                      .meaning = "at rest, the catalogue shows what the events add up to",
                                      .domain = "smart_fridge",
                                      .wants = {ObservationKind::event_published, ObservationKind::event_applied,
                                                ObservationKind::event_ignored, ObservationKind::view_updated}});
}

}  // namespace crisper::properties
