#include "gui/models/causes.hpp"

#include <algorithm>
#include <optional>

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

RecordId strike_on(const TraceIndex& index, Index delivery, std::optional<sim::FaultKind> kind) {
  for (const Strike& strike : index.strikes_on(delivery)) {
    if (!kind || strike.kind == *kind) return strike.record;
  }
  return 0;
}

/// The record before this one on the lane of its process, if it is of this kind.
RecordId before_on_lane(const TraceData& data, const TraceIndex& index, RecordId id, Kind kind) {
  const std::vector<RecordId>& lane = index.lanes[data.record(id).process];
  for (auto at = std::ranges::lower_bound(lane, id); at != lane.begin();) {
    if (data.record(*--at).kind == kind) return *at;
  }
  return 0;
}

RecordId cause_of_said(const TraceData& data, const TraceIndex& index, RecordId id) {
  const Record& record = data.record(id);
  if (record.kind == Kind::fault_fired) {
    const auto struck = index.struck.find(id);
    return struck == index.struck.end() ? 0 : data.deliveries[struck->second].sent;
  }
  if (record.kind == Kind::view_updated) {
    // A row that is wrong already was made wrong by what first parted it from its events.
    const Said& said = *data.said_of(id);
    for (const Departure& each : index.departures) {
      if (each.at < id && id < each.until && each.consumer == record.process && each.stream == said.stream &&
          each.item == said.message) {
        return each.at;
      }
    }
  }
  if (record.kind == Kind::process_started) return before_on_lane(data, index, id, Kind::process_crashed);
  if (record.kind == Kind::process_resumed) return before_on_lane(data, index, id, Kind::process_paused);
  if (record.kind == Kind::process_crashed || record.kind == Kind::process_paused) {
    const RecordId fault = before_on_lane(data, index, id, Kind::fault_fired);
    return fault != 0 && data.at(fault) == record.at ? fault : 0;
  }
  const Index turn = index.turn_of(data, id);
  return turn == nowhere ? 0 : data.deliveries[turn].begun;
}

}  // namespace

RecordId cause_of(const TraceData& data, const TraceIndex& index, RecordId id) {
  if (id == 0) return 0;
  const Record& record = data.record(id);
  const Delivery* d = data.delivery_of(id);
  if (!d) return record.row == nowhere ? 0 : cause_of_said(data, index, id);
  switch (record.kind) {
    case Kind::message_sent: {
      const Index turn = index.turn_of(data, id);
      return turn == nowhere ? 0 : data.deliveries[turn].begun;
    }
    case Kind::message_delivered: {
      const RecordId copied = d->duplicate ? strike_on(index, record.row, sim::FaultKind::duplicate) : 0;
      return copied != 0 ? copied : d->sent;
    }
    case Kind::message_dropped: {
      const RecordId struck = strike_on(index, record.row, std::nullopt);
      return struck != 0 ? struck : d->sent;
    }
    case Kind::turn_begun: return d->arrived;
    case Kind::turn_ended: return d->begun;
    default: return 0;
  }
}

std::vector<RecordId> causes_of(const TraceData& data, const TraceIndex& index, RecordId id, std::size_t max) {
  std::vector<RecordId> chain;
  for (RecordId at = cause_of(data, index, id); at != 0 && chain.size() < max; at = cause_of(data, index, at)) {
    chain.push_back(at);
  }
  return chain;
}

std::vector<RecordId> effects_of(const TraceData& data, const TraceIndex& index, RecordId id, std::size_t max) {
  std::vector<RecordId> found;
  if (id == 0 || data.record(id).row == nowhere) return found;
  const Record& record = data.record(id);
  const auto add = [&](RecordId effect) {
    if (effect != 0 && effect != id) found.push_back(effect);
  };
  const Delivery* d = data.delivery_of(id);
  if (!d) {
    if (record.kind != Kind::fault_fired) return found;
    const auto struck = index.struck.find(id);
    if (struck != index.struck.end()) add(data.deliveries[struck->second].off_wire());
    return found;
  }
  switch (record.kind) {
    case Kind::message_sent:
      for (const Index i : index.deliveries_of(d->message)) {
        if (data.deliveries[i].sent == d->sent) add(data.deliveries[i].off_wire());
      }
      break;
    case Kind::message_delivered: add(d->begun); break;
    case Kind::turn_begun: {
      const std::vector<RecordId>& lane = index.lanes[record.process];
      const RecordId end = d->ended != 0 ? d->ended : data.last();
      for (auto at = std::ranges::upper_bound(lane, id); at != lane.end() && *at <= end && found.size() < max; ++at) {
        if (*at == d->ended || index.turn_of(data, *at) == record.row) add(*at);
      }
      break;
    }
    default: break;
  }
  std::ranges::sort(found);
  if (found.size() > max) found.resize(max);
  return found;
}

}  // namespace crisper::gui
