// views_match_events: once all is quiet, each view has what the events make it, as its process has it and as the store
// has them. A row that several streams change by more than sums is left out: what it shows depends on who came first.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/domain/written/cells.hpp"
#include "core/domain/written/deductions.hpp"
#include "properties/domain/written/law_of.hpp"
#include "properties/support/view_nodes.hpp"

namespace crisper::written {
namespace {

using namespace properties;

class ViewsMatchEvents final : public Property {
 public:
  ViewsMatchEvents(const PropertyInfo& info, const PropertySetup& setup)
      : Property(info, setup), model_(model_of(setup)) {
    for (const View& view : model_.views) nodes_.emplace_back(view.name, design(), names());
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::process_started:
        for (ViewNodes& each : nodes_) each.meet(seen.process);
        return;
      case ObservationKind::consumer_left:
        for (ViewNodes& each : nodes_) each.left(seen.process);
        return;
      case ObservationKind::consumer_joined:
        for (ViewNodes& each : nodes_) each.joined(seen.process);
        return;
      case ObservationKind::view_updated:
        changed_[seen.process][{seen.stream.number(), seen.message.value}] = id;
        return;
      default:
        take_event(seen.message, seen.stream, seen.b, seen.payload, id);
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::event_stored: {
        const auto* stored = there.payload.as<RecordedEvent>();
        return take_event(there.message, stored->stream, stored->position.value, stored->body.get(), {});
      }
      case AuditKind::view_row:
        rows_[there.process][{there.stream.number(), there.message.value}] = there.a;
        return;
      default:
        silent_[there.process] = true;  // nobody knows what it has
    }
  }

 private:
  struct Event {
    std::int64_t position = 0;
    StreamId stream;
    Payload body;
    ObservationId said;  ///< by whom it was published; zero: by nobody
  };
  struct Cell {
    Value value = 0;
    bool sums = true;    ///< it is a sum, whatever the order of events
    ObservationId last;  ///< the last event of it that was published
  };
  /// Whose events make a row.
  struct Origin {
    StreamId by;
    bool mixed = false;  ///< of several streams
  };
  struct Rows {
    std::map<RowKey, Cell> cells;
    std::map<RowKey, Origin> origins;
  };

  void take_event(MessageId id, StreamId stream, std::int64_t position, const Message* body, ObservationId said) {
    if (!written_in(body) || events_.find(id)) return;
    look();
    events_[id] = {position, stream, Payload::shared(body), said};
  }

  static void take_into(Rows& rows, const View& view, const ViewRule& rule, const Event& event) {
    const std::vector<Value> locals = locals_of(event.stream, event.body.get());
    const std::optional<RowKey> key = row_of(rule, locals);
    if (!key) return;
    const auto before = [&](RowKey cell) {
      const auto found = rows.cells.find(cell);
      return found == rows.cells.end() ? 0 : found->second.value;
    };
    for (const CellChange& each : changes_of(view, rule, locals, before)) {
      Cell& cell = rows.cells[each.cell];
      cell.value = each.value;
      cell.sums = cell.sums && each.adds;
      if (event.said.value != 0) cell.last = event.said;
    }
    Origin& origin = rows.origins[*key];
    origin.mixed = origin.mixed || (origin.by != StreamId{} && origin.by != event.stream);
    origin.by = event.stream;
  }

  Rows expected(std::size_t view, const std::vector<Event>& events) const {
    Rows rows;
    for (const Event& event : events) {
      const std::vector<ViewRule>& rules = model_.views[view].rules;
      const auto rule =
          std::ranges::find_if(rules, [&](const ViewRule& each) { return is_of(event.body.get(), *each.event); });
      if (rule != rules.end()) take_into(rows, model_.views[view], *rule, event);
    }
    return rows;
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    if (!end.quiet || !end.audited) return leave_open(end.quiet ? "nobody was asked" : end.trouble());
    std::vector<Event> events;
    for (const auto& [id, event] : events_) events.push_back(event);
    std::ranges::stable_sort(events, {}, &Event::position);
    for (std::size_t view = 0; view < nodes_.size(); ++view) {
      const Rows rows = expected(view, events);
      for (const ProcessId process : nodes_[view].that_take_events()) {
        if (!silent_.find(process)) compare(process, view, rows, end);
      }
    }
  }

  void compare(ProcessId process, std::size_t view, const Rows& rows, const RunEnd& end) {
    const std::map<RowKey, Value>* shown = rows_.find(process);
    static const std::map<RowKey, Value> none;
    const std::map<RowKey, Value>& has = shown ? *shown : none;
    const std::map<RowKey, ObservationId>* changed = changed_.find(process);
    const auto differ = [&](RowKey key, Value is, const Cell& cell) {
      const Value should = cell.value;
      if (is == should) return;
      const auto last = changed ? changed->find(key) : std::map<RowKey, ObservationId>::const_iterator{};
      const bool was_changed = changed && last != changed->end();
      violate(end.at, {cell.last, was_changed ? last->second : ObservationId{}}, [&] {
        const View& of = model_.views[view];
        const Type type = of.columns.empty() ? number_type : of.columns[column_of(of, key)].type;
        return fmt::format("{} shows {} for {}, the events make it {}", names().process(process), call(type, is),
                           call(of, key), call(type, should));
      });
    };
    for (const auto& [key, cell] : rows.cells) {
      const Origin& origin = rows.origins.at(row_of_cell(model_.views[view], key));
      if (origin.mixed && !cell.sums) continue;
      const auto found = has.find(key);
      differ(key, found == has.end() ? 0 : found->second, cell);
    }
    for (const auto& [key, value] : has) {
      if (!rows.cells.contains(key)) differ(key, value, {});
    }
  }

  std::string call(Type type, Value value) const { return model_.text_of(type, value); }
  /// "show-3", "free of show-3 and seat 7"
  std::string call(const View& view, RowKey cell) const {
    const RowKey key = row_of_cell(view, cell);
    std::string text = names().stream(StreamId::of(Model::category_of(view.row_types[0].of), key.part));
    if (view.row.size() > 1) text += fmt::format(" and {} {}", view.row[1], key.item);
    return view.columns.empty() ? text : view.columns[column_of(view, cell)].name + " of " + text;
  }

  const Model& model_;
  OrderedTable<MessageId, Event> events_;
  std::vector<ViewNodes> nodes_;  ///< by the view's place in the model
  OrderedTable<ProcessId, bool> silent_;
  OrderedTable<ProcessId, std::map<RowKey, Value>> rows_;
  OrderedTable<ProcessId, std::map<RowKey, ObservationId>> changed_;  ///< the last time
};

}  // namespace

PropertyEntry laws::views_match_events() {
  return entry<ViewsMatchEvents>(
      {.name = "views_match_events",
       .meaning = "at rest, each view shows what the events make it",
       .wants = {ObservationKind::event_published, ObservationKind::view_updated, ObservationKind::process_started,
                 ObservationKind::consumer_joined, ObservationKind::consumer_left},
       .audits = {AuditKind::event_stored, AuditKind::view_row, AuditKind::process_down, AuditKind::unread}});
}

}  // namespace crisper::written
