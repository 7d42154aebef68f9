// Breakpoint: a condition on the run, as a person types it, and the walk to the next instant at which it becomes true.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/result.hpp"
#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct Breakpoint {
  enum class Kind : std::uint8_t { violation, deadlock, queue, behind, staleness, lock_wait, event };
  Kind kind{};
  QString text;              ///< as typed
  QString pattern{};         ///< event: words that a line of the event log has; violation: a property, or any
  std::int64_t limit = 0;    ///< queue, behind: how many; staleness, lock_wait: ns

  /// "violation", "violation single_writer", "deadlock", "queue > 20", "behind > 5", "staleness > 50ms", "lock wait >
  /// 100ms"; anything else is words of the event log.
  static Result<Breakpoint, QString> parse(const QString& text);
  bool is_true(const LoadedRun& run, const RunState& state) const;
};

/// Walks at most `steps` observations on from a state, until a breakpoint becomes true that was not before. Its place
/// in the list, or nothing.
std::optional<std::size_t> walk_to_breakpoint(const LoadedRun& run, RunState& state,
                                              const std::vector<Breakpoint>& breakpoints, std::vector<bool>& were_true,
                                              RecordId steps);

/// Where a person wants to go: "3.2s", "+0.2s", "-5ms", "#1234", "1234".
Result<RecordId, QString> parse_place(const QString& text, const LoadedRun& run, RecordId at);

}  // namespace crisper::gui
