#include "gui/models/trace_index.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include "core/base/digest.hpp"
#include "properties/domain/row_fold.hpp"

namespace crisper::gui {

namespace {

/// A view says what it shows a breath before it says why: each row and its fold are to move together.
RecordId shown_at(const TraceData& data, RecordId id, properties::ShownCell cell) {
  const ProcessNumber consumer = data.record(id).process;
  for (RecordId before = id - 1; before > 0; --before) {
    const Record& record = data.record(before);
    if (record.kind != ObservationKind::view_updated || record.process != consumer) break;
    const Said* said = data.said_of(before);
    if (said && said->stream == cell.stream && said->message == cell.item) return before;
  }
  return id;
}

properties::TracedEvent event_of(const TraceData& data, std::uint32_t payload, std::int64_t stream) {
  return {.type = data.type_of_payload(payload), .text = data.text_of(payload), .stream = stream};
}

}  // namespace

TraceIndex::TraceIndex(const TraceData& data, std::shared_ptr<const properties::RowFold> rows)
    : rows_(rows ? std::move(rows) : properties::registered_row_fold()) {
  for (std::size_t view = 0; view < rows_->views(); ++view) stored_.emplace_back(*rows_, view);
  for (const ProcessInfo& process : data.processes) views_.push_back(rows_->view_of(process.name));
  std::future<void> sorted = std::async(std::launch::async, [&] { sort_messages(data); });
  find_events(data);
  index_records(data);
  sorted.get();
  for (const RecordId id : faults) note_strike(data, id);
  // Only those who show something have something to show wrongly.
  std::erase_if(folds, [&](const FoldStep& fold) { return !shows_[fold.consumer]; });
  std::ranges::stable_sort(folds, {}, &FoldStep::at);
  std::ranges::stable_sort(strikes, {}, &Strike::delivery);
  applied_.clear();
  replays_.clear();
  stored_.clear();
  taken_.clear();
}

/// In a thread of its own: nothing else here looks at these lists before they are whole.
void TraceIndex::sort_messages(const TraceData& data) {
  by_message.reserve(data.deliveries.size());
  for (Index i = 0; i < data.deliveries.size(); ++i) by_message.emplace_back(data.deliveries[i].message, i);
  std::ranges::sort(by_message);
  by_subject.reserve(data.said.size());
  for (RecordId id = 1; id <= data.last(); ++id) {
    const Said* said = data.said_of(id);
    if (!said || said->message == 0 || data.record(id).kind == ObservationKind::view_updated) continue;
    by_subject.emplace_back(said->message, id);
  }
  std::ranges::sort(by_subject);
}

void TraceIndex::find_events(const TraceData& data) {
  for (RecordId id = 1; id <= data.last(); ++id) {
    const ObservationKind kind = data.record(id).kind;
    const bool appended = kind == ObservationKind::event_appended;
    if (!appended && kind != ObservationKind::event_published) continue;
    const Said* said = data.said_of(id);
    if (!said) continue;
    EventInfo& event = events[said->message];
    RecordId& first = appended ? event.appended : event.published;
    if (first == 0) first = id;
    if (event.payload == 0) event.payload = said->payload;
    event.stream = said->stream;
  }
}

void TraceIndex::index_records(const TraceData& data) {
  lanes.resize(data.processes.size());
  shows_.resize(data.processes.size());
  std::vector<std::size_t> sizes(lanes.size());
  for (const Record& record : data.records) ++sizes[record.process];
  for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i].reserve(sizes[i]);
  for (RecordId id = 1; id <= data.last(); ++id) {
    const Record& record = data.record(id);
    if (record.row == nowhere) continue;
    lanes[record.process].push_back(id);
    said_[static_cast<std::size_t>(record.kind)] = true;
    if (!is_of_delivery(record.kind)) note_said(data, id);
  }
}

void TraceIndex::note_said(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  switch (data.record(id).kind) {
    case ObservationKind::event_appended:
      streams[said.stream].push_back(id);
      return note_appended(data, id);
    case ObservationKind::event_applied: return note_applied(data, id);
    case ObservationKind::command_dispatched: given[said.message].push_back(id); return;
    case ObservationKind::command_acknowledged: done[data.record(id).process].push_back(id); return;
    case ObservationKind::replay_begun:
    case ObservationKind::event_replayed:
    case ObservationKind::replay_ended: return note_replay(data, id);
    case ObservationKind::view_updated: shows_[data.record(id).process] = true; return;
    case ObservationKind::fault_fired: faults.push_back(id); return;
    default: return;
  }
}

void TraceIndex::note_appended(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  const properties::TracedEvent event = event_of(data, said.payload, said.stream);
  for (std::size_t view = 0; view < stored_.size(); ++view) {
    for (const ViewFold::Change& each : stored_[view].take(event, id)) {
      std::vector<StoredRow>& row = stored_rows_[{view, each.cell.stream, each.cell.item}];
      const StoredRow before = row.empty() ? StoredRow{} : row.back();
      row.push_back({id, each.value, before.events + each.events});
      if (each.word.empty()) continue;
      row_item = each.word;
      aggregates.push_back({id, each.cell.item, before.value, each.value});
    }
  }
}

StoredRow TraceIndex::stored_row(ProcessNumber consumer, std::int64_t stream, std::int64_t item, RecordId at) const {
  if (!views_[consumer]) return {};
  const auto found = stored_rows_.find({*views_[consumer], stream, item});
  if (found == stored_rows_.end()) return {};
  const auto after = std::ranges::upper_bound(found->second, at, {}, &StoredRow::at);
  return after == found->second.begin() ? StoredRow{} : *std::prev(after);
}

bool TraceIndex::knows_rows_of(ProcessNumber consumer, std::int64_t stream) const {
  if (!views_[consumer]) return false;
  const auto category = [](std::int64_t of) { return StreamId{static_cast<std::uint64_t>(of)}.category(); };
  const StreamId least = StreamId::of(category(stream), 0);
  const std::size_t view = *views_[consumer];
  const auto first = stored_rows_.lower_bound({view, static_cast<std::int64_t>(least.value), INT64_MIN});
  return first != stored_rows_.end() && std::get<0>(first->first) == view &&
         category(std::get<1>(first->first)) == category(stream);
}

std::string TraceIndex::row_name(ProcessNumber consumer, std::int64_t item) const {
  const auto name = views_[consumer] ? rows_->name_of(*views_[consumer], item) : std::nullopt;
  return name ? *name : row_item + " " + std::to_string(item);
}

std::string TraceIndex::value_words(ProcessNumber consumer, std::int64_t item, std::int64_t value) const {
  return views_[consumer] ? rows_->told(*views_[consumer], item, value) : std::to_string(value);
}

bool TraceIndex::is_number(ProcessNumber consumer, std::int64_t item) const {
  return !views_[consumer] || rows_->is_number(*views_[consumer], item);
}

const AggregateStep* TraceIndex::aggregate_at(RecordId event_appended) const {
  const auto found = std::ranges::lower_bound(aggregates, event_appended, {}, &AggregateStep::at);
  return found == aggregates.end() || found->at != event_appended ? nullptr : &*found;
}

void TraceIndex::note_applied(const TraceData& data, RecordId id) {
  const std::uint32_t times = ++applied_[data.record(id).process][data.said_of(id)->message];
  if (times > 1) {
    repeats.emplace_back(id, times);
  } else if (ViewFold* fold = fold_of(data.record(id).process)) {
    for (const FoldStep& each : take(data, id, *fold)) folds.push_back(each);
  }
}

ViewFold* TraceIndex::fold_of(ProcessNumber consumer) {
  if (!views_[consumer]) return nullptr;
  return &taken_.try_emplace(consumer, *rows_, *views_[consumer]).first->second;
}

/// What an event makes of the rows of a consumer that takes it here.
std::vector<FoldStep> TraceIndex::take(const TraceData& data, RecordId id, ViewFold& fold) const {
  const Said& said = *data.said_of(id);
  const auto event = events.find(said.message);
  if (event == events.end()) return {};
  std::vector<FoldStep> steps;
  for (const ViewFold::Change& each :
       fold.take(event_of(data, event->second.payload, said.stream), event->second.in_its_stream())) {
    steps.push_back({.at = shown_at(data, id, each.cell),
                     .consumer = data.record(id).process,
                     .stream = each.cell.stream,
                     .item = each.cell.item,
                     .value = each.value,
                     .events = each.events});
  }
  return steps;
}

/// Who makes its view anew has what it took this time, and not what it had before: at once where it makes it in place,
/// at the end where it makes it beside what it shows.
void TraceIndex::note_replay(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  const ProcessNumber consumer = data.record(id).process;
  Replay& replay = replays_[consumer];
  const auto begin_anew = [&](RecordId at) {
    folds.push_back({.at = at, .consumer = consumer, .begins_anew = true});
    applied_[consumer].clear();
    taken_.erase(consumer);
  };
  switch (data.record(id).kind) {
    case ObservationKind::replay_begun:
      replay = {.is_beside = said.a == static_cast<std::int64_t>(ReplayKind::beside),
                .made = {},
                .events = {},
                .folds = {}};
      if (!replay.is_beside) begin_anew(id);
      return;
    case ObservationKind::event_replayed: {
      if (replay.is_beside) {
        replay.events.push_back(said.message);
        if (!views_[consumer]) return;
        if (!replay.made) replay.made.emplace(*rows_, *views_[consumer]);
        for (const FoldStep& each : take(data, id, *replay.made)) replay.folds.push_back(each);
      } else if (++applied_[consumer][said.message] == 1) {
        ViewFold* fold = fold_of(consumer);
        if (!fold) return;
        for (const FoldStep& each : take(data, id, *fold)) folds.push_back(each);
      }
      return;
    }
    default: {
      if (!replay.is_beside) return;
      RecordId shown = id;  // it shows what it has made before it says that it has done so
      while (shown > 1 && data.record(shown - 1).process == consumer &&
             data.record(shown - 1).kind == ObservationKind::view_updated) {
        --shown;
      }
      begin_anew(shown);
      if (replay.made) taken_.insert_or_assign(consumer, *replay.made);
      for (FoldStep& each : replay.folds) {
        each.at = shown;
        folds.push_back(each);
      }
      for (const std::int64_t event : replay.events) applied_[consumer][event] = 1;
    }
  }
}

void TraceIndex::note_strike(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  const auto kind = static_cast<sim::FaultKind>(said.b);
  if (said.message == 0 || said.b < 0 || !sim::is_message_fault(kind)) return;
  // Of a message that was sent again, the attempt sent last before this; of a duplicate, the copy.
  Index hit = nowhere;
  for (const Index i : deliveries_of(said.message)) {
    const Delivery& d = data.deliveries[i];
    if (d.sent == 0 || d.sent > id || (kind == sim::FaultKind::duplicate) != d.duplicate) continue;
    hit = i;
  }
  if (hit == nowhere) return;
  struck[id] = hit;
  strikes.push_back({hit, id, static_cast<std::uint32_t>(said.a), kind});
}

RecordId TraceIndex::next_given(std::int64_t command, RecordId after) const {
  const auto found = given.find(command);
  if (found == given.end()) return UINT32_MAX;
  const auto next = std::ranges::upper_bound(found->second, after);
  return next == found->second.end() ? UINT32_MAX : *next;
}

std::vector<Index> TraceIndex::deliveries_of(std::int64_t message) const {
  std::vector<Index> found;
  for (auto at = std::ranges::lower_bound(by_message, std::pair(message, Index{0}));
       at != by_message.end() && at->first == message; ++at) {
    found.push_back(at->second);
  }
  return found;
}

std::vector<RecordId> TraceIndex::records_about(std::int64_t subject) const {
  std::vector<RecordId> found;
  for (auto at = std::ranges::lower_bound(by_subject, std::pair(subject, RecordId{0}));
       at != by_subject.end() && at->first == subject; ++at) {
    found.push_back(at->second);
  }
  return found;
}

std::vector<Strike> TraceIndex::strikes_on(Index delivery) const {
  const auto [first, last] = std::ranges::equal_range(strikes, delivery, {}, &Strike::delivery);
  return {first, last};
}

std::uint32_t TraceIndex::repeat_number(RecordId id) const {
  const auto found = std::ranges::lower_bound(repeats, std::pair(id, 0u));
  return found != repeats.end() && found->first == id ? found->second : 1;
}

Index TraceIndex::turn_of(const TraceData& data, RecordId id) const {
  const Record& record = data.record(id);
  const Delivery* delivery = data.delivery_of(id);
  const Said* said = data.said_of(id);
  if (delivery && record.kind != ObservationKind::message_sent) return nowhere;
  const std::int64_t cause = delivery ? delivery->causation : said ? said->causation : 0;
  if (cause == 0) return nowhere;
  Index best = nowhere;
  RecordId begun = 0;
  for (const Index i : deliveries_of(cause)) {
    const Delivery& d = data.deliveries[i];
    if (d.to == record.process && d.begun != 0 && d.begun <= id && d.begun > begun) {
      best = i;
      begun = d.begun;
    }
  }
  return best;
}

}  // namespace crisper::gui
