// RangeDesk: a change feed by ranges. Streams are hashed to a line; each range of the line is handed over in its order,
// one batch at a time, to one node of each consumer. Ranges are split and merged while it runs.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/log/distributor.hpp"
#include "core/log/hand_over_desk.hpp"
#include "core/log/range_step.hpp"
#include "core/runtime/alarm.hpp"

namespace crisper {

struct RangeOptions {
  std::shared_ptr<const std::vector<HandOverGroup>> groups;
  std::vector<RangeStep> steps;  ///< how many ranges from when on; in the order of time
  std::uint32_t batch = 0;       ///< events of a range under way to one consumer
  Duration retry{};              ///< a batch not dealt with by then goes to the next node; doubles each time
  Duration retry_max{};
};

/// Keeps for each consumer how far each of its ranges has come, unsynced: forgetting it costs a repetition. Before a
/// split or merge all ranges come to one place, each by itself, and the new ones begin there. What a range has before
/// that place is handed over meanwhile: a consumer may hold what is under way until it has that, too.
class RangeDesk final : public Distributor {
 public:
  RangeDesk(RangeOptions options, const EventSource& source);
  void restore(Context& context, const Payload& record) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context& context) override;

 private:
  struct Range {
    LogOffset handled;                   ///< all of it through here is dealt with
    LogOffset looked;                    ///< the batch under way is all that it has through here
    std::vector<LoggedEvent> under_way;  ///< by offset
    SimTime due;
    Duration pause{};
    std::size_t attempts = 0;
  };
  struct Line {
    HandOverGroup group;
    std::vector<Range> ranges;
    std::optional<LogOffset> ends_at{};  ///< while they change: where all of them come to
  };

  std::size_t wanted(SimTime now) const;
  void push(Context& context, Line& line);
  /// Hands over what is next of each range, up to this place, and again what was not dealt with in time.
  void go_on(Context& context, Line& line, LogOffset through);
  void reshape(Context& context, Line& line, std::size_t count) const;
  /// False where there is nothing new for it up to there.
  bool fill(const Line& line, std::size_t index, Range& range, LogOffset through) const;
  void hand_over(Context& context, const Line& line, std::size_t index, Range& range);
  void handled(Context& context, Line& line, const std::vector<LogOffset>& offsets);
  void keep(Context& context, const Line& line) const;

  RangeOptions options_;
  const EventSource& source_;
  std::vector<Line> lines_;
  Alarm alarm_;
};

}  // namespace crisper
