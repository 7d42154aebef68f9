// TraceIndex: what can be looked up in a trace without walking through it, and what stands out in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gui/models/trace_data.hpp"

namespace crisper::gui {

/// An event as it was appended.
struct EventInfo {
  std::int64_t stream = 0;
  std::int64_t version = 0;
  std::int64_t position = 0;
  RecordId appended = 0;
  std::uint32_t payload = 0;
};

/// What an event did to the aggregate that it was appended to: one of its quantities, before and after.
struct AggregateStep {
  RecordId at = 0;         ///< event.appended
  std::int64_t item = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

/// From this record on, a row that a consumer shows should differ by `delta`: the consumer took an event for the first
/// time. Where it takes it again there is none.
struct FoldStep {
  RecordId at = 0;
  ProcessNumber consumer = 0;
  std::int64_t stream = 0;
  std::int64_t item = 0;
  std::int64_t delta = 0;
};

/// A fault that struck this delivery.
struct Strike {
  Index delivery = nowhere;
  RecordId record = 0;          ///< fault.fired
  std::uint32_t plan_index = 0;
  sim::FaultKind kind{};
};

/// A row of a view that shows something else than its events add up to, from `at` on, until before `until`.
struct Departure {
  RecordId at = 0;
  RecordId until = UINT32_MAX;
  ProcessNumber consumer = 0;
  std::int64_t stream = 0;
  std::int64_t item = 0;
};

/// Something worth going to.
struct Mark {
  enum class Kind : std::uint8_t {
    fault,      ///< an injected fault took effect
    repeat,     ///< a consumer took an event again
    departure,  ///< a view no longer shows what its events add up to
    negative,   ///< a view shows less than nothing
    violation,  ///< a property was broken (from the run's result)
  };
  Kind kind{};
  RecordId at = 0;
  std::string text;
};

struct TraceIndex {
  explicit TraceIndex(const TraceData& data);

  std::vector<std::vector<RecordId>> lanes;                  ///< the records of each process, in order
  std::vector<std::pair<std::int64_t, Index>> by_message;    ///< sorted
  std::vector<std::pair<std::int64_t, RecordId>> by_subject; ///< records that speak of a message, command or event
  std::unordered_map<std::int64_t, EventInfo> events;
  std::unordered_map<std::int64_t, std::vector<RecordId>> streams;  ///< event.appended, by stream
  std::vector<AggregateStep> aggregates;                     ///< sorted by record
  std::vector<FoldStep> folds;                               ///< sorted by record
  std::vector<std::pair<RecordId, std::uint32_t>> repeats;   ///< event.applied for the n-th time, n > 1
  std::vector<Strike> strikes;                               ///< sorted by delivery
  std::vector<RecordId> faults;                              ///< fault.fired
  std::unordered_map<RecordId, Index> struck;                ///< fault.fired: the delivery that it struck, if one
  std::vector<Mark> marks;                                   ///< sorted by record
  std::vector<Departure> departures;                         ///< in the order in which they began

  /// Deliveries of this message, in the order of their sending.
  std::vector<Index> deliveries_of(std::int64_t message) const;
  /// Records about this message, command or event.
  std::vector<RecordId> records_about(std::int64_t subject) const;
  /// What struck a delivery; more than one fault may.
  std::vector<Strike> strikes_on(Index delivery) const;
  /// Null for events that change no quantity, and for domains that this window does not know.
  const AggregateStep* aggregate_at(RecordId event_appended) const;
  std::uint32_t repeat_number(RecordId id) const;  ///< 1 unless it is a repetition
  /// The delivery whose turn said this; nowhere outside turns.
  Index turn_of(const TraceData& data, RecordId id) const;

 private:
  void index_records(const TraceData& data);
  void note_said(const TraceData& data, RecordId id);
  void note_appended(const TraceData& data, RecordId id);
  void note_applied(const TraceData& data, RecordId id);
  void note_strike(const TraceData& data, RecordId id);
  std::unordered_map<std::uint64_t, std::uint32_t> applied_;  // only while it is made
  std::unordered_map<std::int64_t, std::unordered_map<std::int64_t, std::int64_t>> quantities_;  // by stream and item
  std::vector<bool> shows_;                                   // processes that have a view
};

}  // namespace crisper::gui
