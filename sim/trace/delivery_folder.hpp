// DeliveryFolder: folds what is said of one attempt to deliver a message (sent, delivered or dropped, turn begun, turn
// ended) into one row.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sim/trace/delivery_row.hpp"
#include "sim/trace/trace_record.hpp"

namespace crisper::sim {

class DeliveryFolder {
 public:
  /// At most `open_max` deliveries are kept open; beyond that the oldest are completed as far as they got.
  explicit DeliveryFolder(std::size_t open_max) : open_max_(open_max) {}

  /// True for the five kinds, which need no row of their own. Appends the rows that are complete now. Costs a look-up.
  bool fold(const TraceRecord& record, std::vector<DeliveryRow>& done);
  /// Completes what never ended, as far as it got, in the order in which it was first heard of.
  void finish(std::vector<DeliveryRow>& done);

  /// What is not complete yet, as far as it is, in the order in which it was first heard of.
  std::vector<DeliveryRow> under_way() const;
  std::size_t open_count() const { return open_.size() + replies_.size(); }

  /// Rows completed before their end because too many were open.
  std::uint64_t cut() const { return cut_; }

 private:
  /// Attempts count up from 1 and message ids begin at 2^40, so one number names an attempt or a message to itself.
  using Key = std::uint64_t;
  static Key key_of(const Observation& said);

  DeliveryRow& row_of(const TraceRecord& record);
  void complete(Key key, DeliveryFate fate, const TraceRecord& record, std::vector<DeliveryRow>& done);
  void on_sent(const TraceRecord& record, std::vector<DeliveryRow>& done);
  void on_arrived(const TraceRecord& record);
  void on_begun(const TraceRecord& record);
  void on_dropped(const TraceRecord& record, std::vector<DeliveryRow>& done);
  void on_down(const TraceRecord& record, std::vector<DeliveryRow>& done);
  void on_fault(const Observation& said);
  void on_late(Key key);
  void take_replies(std::vector<DeliveryRow>& done);
  void cut_oldest(std::vector<DeliveryRow>& done);
  std::vector<Key> keys_by_age(bool (*wanted)(const DeliveryRow&, ProcessId), ProcessId process) const;
  std::int32_t& depth_at(ProcessId process);

  std::size_t open_max_;
  std::unordered_map<Key, DeliveryRow> open_;  // sorted below
  /// What copies made by the network look like, until they arrive: only then do they get a name.
  std::unordered_multimap<MessageId, DeliveryRow, StrongIdHash> copies_;  // lookup only
  std::vector<DeliveryRow> replies_;  ///< complete, unless something says at this same instant that one was late
  Key last_sent_ = 0;
  std::vector<std::int32_t> depth_;  ///< of mailboxes, by process
  std::uint64_t cut_ = 0;
};

}  // namespace crisper::sim
