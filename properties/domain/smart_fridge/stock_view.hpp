// StockView: once all is quiet, a view of stock has what the events add up to: its rows as they are there, and the
// events of the store, whatever the consumer has said of itself. An event that was published and is lost from the store
// counts: that is acknowledged_is_durable's business, and not the view's.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/command/area_design.hpp"
#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "core/store/event_store.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/property.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/view_nodes.hpp"
#include "properties/support/way_of_events.hpp"

namespace crisper::smart_fridge {

/// One view of stock, whatever it adds up.
class StockView : public properties::Property {
 public:
  StockView(const properties::PropertyInfo& info, const properties::PropertySetup& setup, std::string view,
            StreamCategory rows)
      : Property(info, setup), category_(rows), nodes_(std::move(view), design(), names()) {}

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_published: return published(seen, id);
      case ObservationKind::event_applied:
      case ObservationKind::event_ignored: {
        nodes_.meet(seen.process);
        Progress& progress = progress_[seen.process];
        progress.offset = std::max(progress.offset, seen.a);
        progress.at = seen.at;
        progress.id = id;
        return;
      }
      case ObservationKind::view_updated: return updated(seen, id);
      case ObservationKind::process_started: return started(seen, id);
      case ObservationKind::consumer_left: return nodes_.left(seen.process);
      case ObservationKind::consumer_joined: return nodes_.joined(seen.process);
      default: return;
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::event_stored: return stored(there);
      case AuditKind::view_row:
        if (there.stream.category() != category_) return;
        nodes_.shows(there.process);
        there_[ViewRow{there.process, {there.stream, MealId{there.message.value}}}] = there.a;
        return;
      case AuditKind::process_down:
        nodes_.meet(there.process);
        way_is_open_ = way_is_open_ && !properties::stands_on_the_way_of_events(names().role(there.process));
        [[fallthrough]];
      case AuditKind::unread: silent_[there.process] = true; return;
      default: return;
    }
  }

 protected:
  /// Which row what a fridge has belongs to.
  virtual StreamId row_of(StreamId fridge) const { return fridge; }

 private:
  struct Expected {
    Quantity value = 0;
    ObservationId last;
  };
  struct Progress {
    std::int64_t offset = 0;
    SimTime at{};
    ObservationId id;
  };
  struct Shown {
    std::int64_t value = 0;
    SimTime at{};
    ObservationId id;
  };

  void published(const Observation& seen, ObservationId id) {
    head_ = std::max(head_, seen.a);
    grew_at_ = seen.at;
    grew_ = id;
    count(seen.message, fridge_event(seen), seen.stream, id);
  }

  void stored(const AuditEntry& there) {
    const Payload& body = there.payload.as<RecordedEvent>()->body;
    count(there.message, fridge_event(there.stream, body.get()), there.stream, {});
  }

  void count(MessageId id, const std::optional<FridgeEvent>& event, StreamId stream, ObservationId said) {
    const Quantity change = event ? change_of_stock(*event) : 0;
    if (change == 0) return;
    bool& known = events_[id];
    if (known) return;  // the log has it twice; it happened once
    known = true;
    Expected& row = expected_[StockKey{row_of(stream), event->meal}];
    row.value += change;
    if (said.value != 0) row.last = said;
  }

  void updated(const Observation& seen, ObservationId id) {
    if (seen.stream.category() != category_) return;
    look();
    nodes_.shows(seen.process);
    const StockKey row{seen.stream, MealId{seen.message.value}};
    shown_[ViewRow{seen.process, row}] = {seen.a, seen.at, id};
  }

  /// What a consumer showed is gone until it says what it found: a row that it doesn't find was lost in the crash.
  void started(const Observation& seen, ObservationId id) {
    nodes_.meet(seen.process);
    if (!nodes_.has(seen.process)) return;
    for (auto& [key, shown] : shown_) {
      if (key.consumer == seen.process) shown = {0, seen.at, id};
    }
  }

  std::string call(const StockKey& row) const {
    return fmt::format("meal {} of {}", row.meal.value, names().stream(row.fridge));
  }

  void judge_end(const properties::RunEnd& end) override {
    if (end.is_cut()) return;
    const std::vector<ProcessId> takers = nodes_.that_take_events();
    for (const ProcessId consumer : takers) {
      check_progress(consumer, end);
      if (!end.quiet) continue;
      if (end.audited && !silent_.find(consumer)) take_over_rows(consumer, end);
      check_rows(consumer, end);
    }
    const bool has_subject = observed() > 0 || (head_ > 0 && !takers.empty());
    if (!end.quiet && has_subject) leave_open(end.trouble());
  }

  /// In a run that is not quiet a consumer may be on its way, but not at a standstill. Who is down, or has somebody
  /// down before it, may go on when that is back.
  void check_progress(ProcessId consumer, const properties::RunEnd& end) {
    const Progress& progress = progress_[consumer];
    if (progress.offset >= head_) return;
    const bool stands_still = end.at - std::max(progress.at, grew_at_) >= end.standstill_after &&
                              !silent_.find(consumer) && way_is_open_;
    if (!end.quiet && !stands_still) {
      return leave_open(fmt::format("{}: {} had come to offset {} of {}", end.trouble(), names().process(consumer),
                                    progress.offset, head_));
    }
    violate(end.at, {progress.id, grew_}, [&] {
      return fmt::format("{} did not catch up: it reached offset {} of {}", names().process(consumer), progress.offset,
                         head_);
    });
  }

  /// What is there counts, and not what the consumer said of it.
  void take_over_rows(ProcessId consumer, const properties::RunEnd& end) {
    for (const auto& [key, value] : there_) {
      if (key.consumer == consumer) shown_[key];
    }
    for (auto& [key, shown] : shown_) {
      if (key.consumer != consumer) continue;
      const std::int64_t* value = there_.find(key);
      if (shown.id.value == 0) shown.at = end.at;
      shown.value = value ? *value : 0;
    }
  }

  /// A part of the view for one area has nothing of the others.
  bool is_of(ProcessId consumer, StreamId row) const {
    const std::uint32_t area = area_in_name(names().process(consumer));
    if (area == 0 || !domain()) return true;
    return area_of_place(domain()->area_key(row, {}).place.value_or(1), design().areas.count) == area;
  }

  void check_rows(ProcessId consumer, const properties::RunEnd& end) {
    for (const auto& [row, expected] : expected_) {
      if (!is_of(consumer, row.fridge)) continue;
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

  StreamCategory category_;
  properties::ViewNodes nodes_;
  std::int64_t head_ = 0;
  SimTime grew_at_ = sim_start;
  ObservationId grew_;
  properties::OrderedTable<MessageId, bool> events_;  ///< those that change what is for sale
  properties::OrderedTable<StockKey, Expected> expected_;
  properties::OrderedTable<ViewRow, Shown> shown_;
  properties::OrderedTable<ProcessId, Progress> progress_;
  properties::OrderedTable<ViewRow, std::int64_t> there_;  ///< at the end, as its process has it
  properties::OrderedTable<ProcessId, bool> silent_;
  bool way_is_open_ = true;  ///< nobody is down between the store and the consumers
};

/// What both laws of views of stock look at.
inline properties::KindSet seen_by_stock_views() {
  using enum ObservationKind;
  return {event_published, event_applied,  event_ignored,   view_updated,
          process_started, consumer_joined, consumer_left};
}
inline properties::AuditKindSet asked_by_stock_views() {
  using enum AuditKind;
  return {event_stored, view_row, process_down, unread};
}

}  // namespace crisper::smart_fridge
