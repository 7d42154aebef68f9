// Instances: what a trace says of each instance of a process manager: its stages, its time limit, and what is owed to
// it or by it. Made once for a run; any instant is looked up in it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/domain.hpp"
#include "gui/models/trace_data.hpp"

namespace crisper::gui {

/// How one instance stands after a record.
struct InstanceState {
  ProcessNumber process = 0;
  std::int64_t key = 0;          ///< the stream that it is of
  RecordId begun = 0;
  RecordId last = 0;             ///< when it last said something
  std::int64_t stage = -1;       ///< SagaStep::state_number; -1: it has not moved yet
  bool ended = false;
  bool timed_out = false;        ///< its time limit has run out at least once
  std::int64_t limit_ns = 0;     ///< of the clock that runs now; zero: none does
  RecordId limited = 0;          ///< when that was set
  std::int64_t unsent = 0;       ///< messages that it has written down and nobody has fetched yet
  std::int64_t unanswered = 0;   ///< requests for it that a tracker has taken over, and knows no answer to

  bool owes() const { return unsent > 0 || unanswered > 0; }
  /// What is left of its time limit, by the run's clock; negative where that is over.
  std::int64_t left_ns(const TraceData& data, RecordId at) const {
    return limit_ns - (data.at(at) - data.at(limited));
  }
};

class Instances {
 public:
  Instances() = default;
  explicit Instances(const TraceData& data);

  /// All that have begun by then: the open ones first, each part by who moved last. Costs the records of its instances.
  std::vector<InstanceState> at(const TraceData& data, RecordId at) const;
  bool empty() const { return of_.empty(); }

 private:
  using Key = std::pair<ProcessNumber, std::int64_t>;
  /// Outbox entries of one instance, by number.
  struct Batch {
    RecordId at = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
  };
  struct Told {
    std::vector<RecordId> records;  ///< saga.*
    std::vector<Batch> batches;
  };
  InstanceState state_of(const TraceData& data, const Key& key, const Told& told, RecordId at) const;

  std::map<Key, Told> of_;
  std::map<ProcessNumber, std::vector<RecordId>> published_;  ///< outbox.published
  std::map<std::int64_t, std::vector<RecordId>> requests_;    ///< request.taken and .told, by whom they are for
};

/// What this stage of this process manager is called; its number where the business has no name for it, or isn't known.
std::string stage_words(const Domain* domain, std::string_view process, std::int64_t stage);

}  // namespace crisper::gui
