// TracePattern: an order of things that happened, as a person types it, and the search for where it holds.
//
//   append to X then crash then append to X          the same state, a crash in between
//   command.retried by handler-* within 1s            (within: of the step before)
//   command.dispatched leads to event.appended        the first is in the chain of messages that led to the second,
//                                                     or was said in a turn of it, before that went on
//
// A step: a kind of record ("event.appended", "lock.*", or what stands behind its point: "append" is event.appended),
// or a type of message, event or command; then any of: by PROCESS (or its role), to STATE, within TIME, saying WORD.
// One capital letter stands for whatever it is the first time, and for the same after that.
#pragma once

#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/base/result.hpp"
#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct PatternStep {
  std::vector<bool> kinds;          ///< by kind; none: any
  std::vector<bool> types;          ///< by message type; none: any
  std::vector<bool> by;             ///< by process; none: anybody
  std::vector<std::int64_t> to;     ///< states; none: any
  int by_variable = -1;             ///< its place among the pattern's variables; -1: none
  int to_variable = -1;
  std::int64_t within_ns = -1;      ///< of the step before; -1: whenever
  QStringList saying{};
  bool caused = false;              ///< by the step before: "leads to"; else it is only later
};

struct TracePattern {
  std::vector<PatternStep> steps;
  int variables = 0;

  /// Or what was expected, and the nearest word that there is in this run.
  static Result<TracePattern, QString> parse(const QString& text, const LoadedRun& run);
};

/// The records of one place where a pattern holds, step by step.
using PatternMatch = std::vector<RecordId>;

/// Walks through a run once. Costs, for each record that a step may be, the ways in which the steps before it hold: one
/// for each value of the variables.
class PatternWalk {
 public:
  PatternWalk(TracePattern pattern, const LoadedRun& run) : pattern_(std::move(pattern)), run_(run) {
    latest_.resize(pattern_.steps.size());
    held_.resize(pattern_.steps.size());
  }
  /// At most so many records on; the next match, in the order in which they end. Ends where the run does.
  std::optional<PatternMatch> walk(RecordId steps);
  bool is_done() const { return at_ >= run_.trace().last(); }

 private:
  /// The steps so far hold, with these values of the variables (zero: none yet).
  struct Part {
    std::vector<std::int64_t> variables;
    PatternMatch records;
  };
  std::optional<PatternMatch> take(RecordId id);
  void hold(std::size_t step, RecordId id, const Part& part);
  bool fits(const PatternStep& step, RecordId id) const;
  std::optional<Part> with(const PatternStep& step, const Part& before, RecordId id) const;
  void parts_before(std::size_t step, RecordId id, std::vector<Part>& parts) const;

  TracePattern pattern_;
  const LoadedRun& run_;
  RecordId at_ = 0;
  std::vector<std::map<std::vector<std::int64_t>, Part>> latest_;      ///< by step, then variables
  /// By step: by record, and by the begin of its turn; for "leads to".
  std::vector<std::unordered_map<RecordId, std::vector<Part>>> held_;
};

}  // namespace crisper::gui
