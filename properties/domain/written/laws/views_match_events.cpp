// views_match_events: once all is quiet, each view has what the events make it, as its process has it and as the store
// has them. A row that several streams change by more than sums is left out: what it shows depends on who came first.
#include <fmt/format.h>

#include <algorithm>
#include <map>

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
  struct Row {
    Value value = 0;
    StreamId by;
    bool mixed = false;  ///< of several streams, and not by sums alone
    bool sums = true;
    ObservationId last;  ///< the last event of it that was published
  };
  using Rows = std::map<RowKey, Row>;

  void take_event(MessageId id, StreamId stream, std::int64_t position, const Message* body, ObservationId said) {
    if (!written_in(body) || events_.find(id)) return;
    look();
    events_[id] = {position, stream, Payload::shared(body), said};
  }

  Rows expected(std::size_t view, const std::vector<Event>& events) const {
    Rows rows;
    for (const Event& event : events) {
      for (const ViewRule& rule : model_.views[view].rules) {
        if (!is_of(event.body.get(), *rule.event)) continue;
        const std::vector<Value> locals = locals_of(event.stream, event.body.get());
        const std::optional<RowKey> key = row_of(rule, locals);
        if (!key) continue;
        Row& row = rows[*key];
        row.value = value_after(rule, locals, row.value);
        row.sums = row.sums && rule.adds;
        row.mixed = row.mixed || (row.by != StreamId{} && row.by != event.stream);
        row.by = event.stream;
        if (event.said.value != 0) row.last = event.said;
        break;
      }
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
    const auto differ = [&](RowKey key, Value is, const Row& row) {
      const Value should = row.value;
      if (is == should) return;
      const auto last = changed ? changed->find(key) : std::map<RowKey, ObservationId>::const_iterator{};
      const bool was_changed = changed && last != changed->end();
      violate(end.at, {row.last, was_changed ? last->second : ObservationId{}}, [&] {
        return fmt::format("{} shows {} for {}, the events make it {}", names().process(process), is,
                           call(model_.views[view], key), should);
      });
    };
    for (const auto& [key, row] : rows) {
      if (row.mixed && !row.sums) continue;
      const auto found = has.find(key);
      differ(key, found == has.end() ? 0 : found->second, row);
    }
    for (const auto& [key, value] : has) {
      if (!rows.contains(key)) differ(key, value, {});
    }
  }

  std::string call(const View& view, RowKey key) const {
    std::string text = names().stream(StreamId::of(Model::category_of(view.row_types[0].of), key.part));
    if (view.row.size() > 1) text += fmt::format(" and {} {}", view.row[1], key.item);
    return text;
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
