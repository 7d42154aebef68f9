#include "gui/models/trace_index.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "properties/domain/row_change.hpp"

namespace crisper::gui {

TraceIndex::TraceIndex(const TraceData& data) {
  by_message.reserve(data.deliveries.size());
  for (Index i = 0; i < data.deliveries.size(); ++i) by_message.emplace_back(data.deliveries[i].message, i);
  std::ranges::sort(by_message);
  index_records(data);
  std::ranges::sort(by_subject);
  // Only those who show something have something to show wrongly.
  std::erase_if(folds, [&](const FoldStep& fold) { return !shows_[fold.consumer]; });
  std::ranges::stable_sort(folds, {}, &FoldStep::at);
  std::ranges::stable_sort(strikes, {}, &Strike::delivery);
  applied_.clear();
  quantities_.clear();
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
    if (!is_of_delivery(record.kind)) note_said(data, id);
  }
}

void TraceIndex::note_said(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  if (said.message != 0 && data.record(id).kind != ObservationKind::view_updated) {
    by_subject.emplace_back(said.message, id);
  }
  switch (data.record(id).kind) {
    case ObservationKind::event_appended:
      events.try_emplace(said.message, EventInfo{said.stream, said.a, said.b, id, said.payload});
      streams[said.stream].push_back(id);
      return note_appended(data, id);
    case ObservationKind::event_applied: return note_applied(data, id);
    case ObservationKind::view_updated: shows_[data.record(id).process] = true; return;
    case ObservationKind::fault_fired:
      faults.push_back(id);
      return note_strike(data, id);
    default: return;
  }
}

void TraceIndex::note_appended(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  const auto change = properties::row_change(data.type_of_payload(said.payload), data.text_of(said.payload));
  if (!change) return;
  std::int64_t& quantity = quantities_[said.stream][change->item];
  aggregates.push_back({id, change->item, quantity, quantity + change->delta});
  quantity += change->delta;
}

const AggregateStep* TraceIndex::aggregate_at(RecordId event_appended) const {
  const auto found = std::ranges::lower_bound(aggregates, event_appended, {}, &AggregateStep::at);
  return found == aggregates.end() || found->at != event_appended ? nullptr : &*found;
}

void TraceIndex::note_applied(const TraceData& data, RecordId id) {
  const Said& said = *data.said_of(id);
  const ProcessNumber consumer = data.record(id).process;
  const std::uint32_t times = ++applied_[mix_bits(static_cast<std::uint64_t>(said.message) ^ mix_bits(consumer))];
  if (times > 1) {
    repeats.emplace_back(id, times);
    return;
  }
  const auto event = events.find(said.message);
  if (event == events.end()) return;
  const std::uint32_t payload = event->second.payload;
  const auto change = properties::row_change(data.type_of_payload(payload), data.text_of(payload));
  if (!change) return;
  // The view says what it shows a breath before it says why: its row and the fold are to move together.
  RecordId at = id;
  if (id > 1 && data.record(id - 1).kind == ObservationKind::view_updated && data.record(id - 1).process == consumer) {
    at = id - 1;
  }
  folds.push_back({at, consumer, said.stream, change->item, change->delta});
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
