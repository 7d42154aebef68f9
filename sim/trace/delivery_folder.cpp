#include "sim/trace/delivery_folder.hpp"

#include <algorithm>

#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {
namespace {

Said said_in(const TraceRecord& record) { return Said{record.id, record.said.at}; }

ObservationId first_heard_of(const DeliveryRow& row) { return row.sent ? row.sent.id : row.arrived.id; }

}  // namespace

DeliveryFolder::Key DeliveryFolder::key_of(const Observation& said) {
  return said.a != 0 ? static_cast<Key>(said.a) : said.message.value;
}

bool DeliveryFolder::fold(const TraceRecord& record, std::vector<DeliveryRow>& done) {
  const Observation& said = record.said;
  if (!replies_.empty() && replies_.front().arrived.at < said.at) take_replies(done);
  switch (said.kind) {
    case ObservationKind::message_sent: on_sent(record, done); return true;
    case ObservationKind::message_delivered: on_arrived(record); return true;
    case ObservationKind::message_dropped: on_dropped(record, done); return true;
    case ObservationKind::turn_begun: on_begun(record); return true;
    case ObservationKind::turn_ended: complete(key_of(said), DeliveryFate::handled, record, done); return true;
    case ObservationKind::process_crashed:
    case ObservationKind::process_ended: on_down(record, done); return false;
    case ObservationKind::fault_fired: on_fault(said); return false;
    case ObservationKind::reply_late: on_late(key_of(said)); return false;
    default: return false;
  }
}

DeliveryRow& DeliveryFolder::row_of(const TraceRecord& record) {
  const Observation& said = record.said;
  const auto [place, is_new] = open_.try_emplace(key_of(said));
  DeliveryRow& row = place->second;
  if (!is_new) return row;
  if (const auto copy = copies_.find(said.message); said.a != 0 && copy != copies_.end()) {
    row = copy->second;
    copies_.erase(copy);
  }
  row.attempt = AttemptId{static_cast<std::uint64_t>(said.a)};
  row.message = said.message;
  row.correlation = said.correlation;
  return row;
}

void DeliveryFolder::on_sent(const TraceRecord& record, std::vector<DeliveryRow>& done) {
  if (open_.size() >= open_max_) cut_oldest(done);
  const Observation& said = record.said;
  DeliveryRow& row = row_of(record);
  row.causation = said.causation;
  row.from = said.process;
  row.to = said.peer;
  row.type = record.type;
  row.bytes = said.b;
  row.nth = static_cast<std::int64_t>(said.nth);
  row.sent = said_in(record);
  last_sent_ = key_of(said);
}

void DeliveryFolder::on_arrived(const TraceRecord& record) {
  const Observation& said = record.said;
  DeliveryRow& row = row_of(record);
  row.causation = said.causation;
  row.from = said.peer;
  row.to = said.process;
  row.arrived = said_in(record);
  if (said.b == reply_past_the_mailbox) {
    row.fate = DeliveryFate::answered;
    replies_.push_back(row);
    open_.erase(key_of(said));
    return;
  }
  row.fate = DeliveryFate::waiting;
  row.depth_after_arrival = static_cast<std::int32_t>(said.b);
  ++depth_at(said.process);
}

void DeliveryFolder::on_begun(const TraceRecord& record) {
  const Observation& said = record.said;
  std::int32_t& depth = depth_at(said.process);
  depth = std::max(depth - 1, 0);
  const auto found = open_.find(key_of(said));
  if (found == open_.end()) return;  // it was cut
  DeliveryRow& row = found->second;
  if (!row.type) row.type = record.type;
  row.begun = said_in(record);
  row.fate = DeliveryFate::in_turn;
  row.depth_after_begin = depth;
}

void DeliveryFolder::on_dropped(const TraceRecord& record, std::vector<DeliveryRow>& done) {
  const Observation& said = record.said;
  DeliveryRow& row = row_of(record);
  row.from = said.process;
  row.to = said.peer;
  if (row.fate == DeliveryFate::waiting) --depth_at(said.peer);  // the oldest made room for the newest
  complete(key_of(said), fate_of(static_cast<DropReason>(said.b)), record, done);
}

void DeliveryFolder::complete(Key key, DeliveryFate fate, const TraceRecord& record, std::vector<DeliveryRow>& done) {
  const auto found = open_.find(key);
  if (found == open_.end()) return;  // it was cut
  DeliveryRow& row = found->second;
  row.ended = said_in(record);
  row.fate = fate;
  done.push_back(row);
  open_.erase(found);
}

void DeliveryFolder::on_down(const TraceRecord& record, std::vector<DeliveryRow>& done) {
  const auto lost_with_it = [](const DeliveryRow& row, ProcessId process) { return row.to == process && row.arrived; };
  for (const Key key : keys_by_age(lost_with_it, record.said.process)) {
    complete(key, DeliveryFate::abandoned, record, done);
  }
  depth_at(record.said.process) = 0;
}

void DeliveryFolder::on_fault(const Observation& said) {
  if (said.b != static_cast<std::int64_t>(FaultKind::duplicate)) return;
  const auto original = open_.find(last_sent_);
  if (original == open_.end() || original->second.message != said.message) return;
  copies_.emplace(said.message, original->second)->second.duplicate = true;
}

void DeliveryFolder::on_late(Key key) {
  for (DeliveryRow& reply : replies_) {
    if (reply.attempt.value == key) reply.fate = DeliveryFate::late;
  }
}

void DeliveryFolder::take_replies(std::vector<DeliveryRow>& done) {
  done.insert(done.end(), replies_.begin(), replies_.end());
  replies_.clear();
}

std::vector<DeliveryRow> DeliveryFolder::under_way() const {
  std::vector<DeliveryRow> rows = replies_;
  for (const Key key : keys_by_age([](const DeliveryRow&, ProcessId) { return true; }, {})) {
    rows.push_back(open_.at(key));
  }
  return rows;
}

void DeliveryFolder::finish(std::vector<DeliveryRow>& done) {
  take_replies(done);
  for (const Key key : keys_by_age([](const DeliveryRow&, ProcessId) { return true; }, {})) done.push_back(open_[key]);
  open_.clear();
}

void DeliveryFolder::cut_oldest(std::vector<DeliveryRow>& done) {
  const std::vector<Key> keys = keys_by_age([](const DeliveryRow&, ProcessId) { return true; }, {});
  for (std::size_t i = 0; i < std::max<std::size_t>(1, keys.size() / 8); ++i, ++cut_) {
    done.push_back(open_[keys[i]]);
    open_.erase(keys[i]);
  }
}

std::vector<DeliveryFolder::Key> DeliveryFolder::keys_by_age(bool (*wanted)(const DeliveryRow&, ProcessId),
                                                             ProcessId process) const {
  std::vector<std::pair<ObservationId, Key>> found;
  for (const auto& [key, row] : open_) {  // sorted below
    if (wanted(row, process)) found.emplace_back(first_heard_of(row), key);
  }
  std::sort(found.begin(), found.end());
  std::vector<Key> keys;
  for (const auto& [heard, key] : found) keys.push_back(key);
  return keys;
}

std::int32_t& DeliveryFolder::depth_at(ProcessId process) {
  if (process.value >= depth_.size()) depth_.resize(process.value + 1);
  return depth_[process.value];
}

}  // namespace crisper::sim
