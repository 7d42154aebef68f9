// TraceIndex: what can be looked up in a trace without walking through it, and what stands out in it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "gui/models/trace_data.hpp"
#include "gui/models/view_fold.hpp"

namespace crisper::gui {

/// An event: what it is, and since when.
struct EventInfo {
  std::int64_t stream = 0;
  RecordId appended = 0;   ///< zero: no store has it
  RecordId published = 0;  ///< zero: never
  std::uint32_t payload = 0;

  /// Its place among the events of its stream.
  RecordId in_its_stream() const { return appended != 0 ? appended : published; }
  /// From when on a view without it is stale: it is in the store, or where the log is the truth, in the log.
  RecordId since() const { return appended != 0 && (published == 0 || appended < published) ? appended : published; }
};

/// What an event did to the aggregate that it was appended to: one of its quantities, before and after.
struct AggregateStep {
  RecordId at = 0;         ///< event.appended
  std::int64_t item = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

/// From this record on, a row that a consumer shows should be `value`: the consumer took an event for the first time.
/// Where it takes it again there is none.
struct FoldStep {
  RecordId at = 0;
  ProcessNumber consumer = 0;
  std::int64_t stream = 0;
  std::int64_t item = 0;
  std::int64_t value = 0;
  std::uint32_t events = 0;  ///< so many more have changed the row; none: one that came late changed what followed it
  bool begins_anew = false;  ///< instead: the consumer takes its history again; till then it has taken nothing
};

/// What the events of the store add up to, for one row.
struct StoredRow {
  RecordId at = 0;           ///< its last change
  std::int64_t value = 0;
  std::uint32_t events = 0;  ///< so many have changed it
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
  /// `rows`: what events make of the rows of views; null: as the businesses that the program has say.
  explicit TraceIndex(const TraceData& data, std::shared_ptr<const properties::RowFold> rows = nullptr);

  std::vector<std::vector<RecordId>> lanes;                  ///< the records of each process, in order
  std::vector<std::pair<std::int64_t, Index>> by_message;    ///< sorted
  std::vector<std::pair<std::int64_t, RecordId>> by_subject; ///< records that speak of a message, command or event
  std::unordered_map<std::int64_t, EventInfo> events;
  std::unordered_map<std::int64_t, std::vector<RecordId>> streams;  ///< event.appended, by stream
  std::unordered_map<std::int64_t, std::vector<RecordId>> given;    ///< command.dispatched, by command
  std::unordered_map<ProcessNumber, std::vector<RecordId>> done;    ///< command.acknowledged, by queue
  std::vector<AggregateStep> aggregates;                     ///< sorted by record
  std::vector<FoldStep> folds;                               ///< sorted by record
  std::vector<std::pair<RecordId, std::uint32_t>> repeats;   ///< event.applied for the n-th time, n > 1
  std::vector<Strike> strikes;                               ///< sorted by delivery
  std::vector<RecordId> faults;                              ///< fault.fired
  std::unordered_map<RecordId, Index> struck;                ///< fault.fired: the delivery that it struck, if one
  std::vector<Mark> marks;                                   ///< sorted by record
  std::vector<Departure> departures;                         ///< in the order in which they began
  std::string row_item = "row";                              ///< what the business numbers rows by: "meal"

  /// Whether anybody ever says this in the run.
  bool has(ObservationKind kind) const { return said_[static_cast<std::size_t>(kind)]; }
  /// Deliveries of this message, in the order of their sending.
  std::vector<Index> deliveries_of(std::int64_t message) const;
  /// Records about this message, command or event.
  std::vector<RecordId> records_about(std::int64_t subject) const;
  /// What struck a delivery; more than one fault may.
  std::vector<Strike> strikes_on(Index delivery) const;
  /// Null for events that change no quantity, and for domains that say nothing of theirs.
  const AggregateStep* aggregate_at(RecordId event_appended) const;
  /// When this command is next given to a handler; the largest number: not in this run. So the queue's own order is
  /// known whatever it goes by.
  RecordId next_given(std::int64_t command, RecordId after) const;
  /// Of a row that this consumer shows, by the events that are in the store after this record.
  StoredRow stored_row(ProcessNumber consumer, std::int64_t stream, std::int64_t item, RecordId at) const;
  /// Whether it is known what events do to this consumer's rows of such a stream, as the run's events of its category
  /// tell: of others nobody can say what they should be.
  bool knows_rows_of(ProcessNumber consumer, std::int64_t stream) const;
  /// "meal 3", "free, seat 7"; empty where the stream's name says it all.
  std::string row_name(ProcessNumber consumer, std::int64_t item) const;
  /// "18", "sold_out"
  std::string value_words(ProcessNumber consumer, std::int64_t item, std::int64_t value) const;
  /// Whether values of the row can differ by some number.
  bool is_number(ProcessNumber consumer, std::int64_t item) const;
  std::uint32_t repeat_number(RecordId id) const;  ///< 1 unless it is a repetition
  /// The delivery whose turn said this; nowhere outside turns.
  Index turn_of(const TraceData& data, RecordId id) const;

 private:
  void sort_messages(const TraceData& data);
  /// Some methods let consumers take an event before it is in the store.
  void find_events(const TraceData& data);
  void index_records(const TraceData& data);
  void note_said(const TraceData& data, RecordId id);
  void note_appended(const TraceData& data, RecordId id);
  void note_applied(const TraceData& data, RecordId id);
  void note_replay(const TraceData& data, RecordId id);
  std::vector<FoldStep> take(const TraceData& data, RecordId id, ViewFold& fold) const;
  /// What it has taken; null where it makes no view that is known.
  ViewFold* fold_of(ProcessNumber consumer);
  void note_strike(const TraceData& data, RecordId id);
  std::unordered_map<ProcessNumber, std::unordered_map<std::int64_t, std::uint32_t>> applied_;  // only while it is made
  /// Of a consumer that makes its view beside the one it shows: what it has taken for that so far.
  struct Replay {
    bool is_beside = false;
    std::optional<ViewFold> made;
    std::vector<std::int64_t> events;
    std::vector<FoldStep> folds;
  };
  std::unordered_map<ProcessNumber, Replay> replays_;
  std::shared_ptr<const properties::RowFold> rows_;
  std::vector<std::optional<std::size_t>> views_;             // by process: the view that it makes
  std::vector<ViewFold> stored_;                              // by view, and as the next only while it is made
  std::unordered_map<ProcessNumber, ViewFold> taken_;
  using RowName = std::tuple<std::size_t, std::int64_t, std::int64_t>;  // view, stream, item
  std::map<RowName, std::vector<StoredRow>> stored_rows_;
  std::array<bool, observation_kinds.size()> said_{};         // by kind
  std::vector<bool> shows_;                                   // processes that have a view
};

}  // namespace crisper::gui
