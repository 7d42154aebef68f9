// HandOverDesk: hands events over one by one, to one node of each consumer, and again with growing pauses until one
// has dealt with them. Keeps the consumers' positions for them; order is nobody's concern.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/log/distributor.hpp"
#include "core/runtime/alarm.hpp"

namespace crisper {

/// A consumer and the nodes that take its events; a consumer of one node is its own.
struct HandOverGroup {
  ProcessId consumer;
  std::vector<ProcessId> nodes;
};

/// Between half of it and all: events that are handed over again at a fixed beat can keep one of them out for ever,
/// where a consumer takes no more than so many at a time.
Duration by_chance(Context& context, Duration pause);

struct HandOverOptions {
  std::shared_ptr<const std::vector<HandOverGroup>> groups;
  bool pinned = false;       ///< an event goes to the node that its stream is hashed to; else to the next
  std::uint32_t window = 0;  ///< events under way to one consumer
  Duration retry{};          ///< before the first repetition; doubles each time
  Duration retry_max{};
  Duration expire_after{};  ///< then it is given up
  OffsetKind offsets = OffsetKind::place_in_log;
};

/// What was dealt with is written down without a sync: forgetting it costs a repetition.
class HandOverDesk final : public Distributor {
 public:
  HandOverDesk(HandOverOptions options, const EventSource& source);
  void restore(Context& context, const Payload& record) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context& context) override;

 private:
  struct UnderWay {
    LoggedEvent event;
    SimTime since;
    SimTime due;  ///< when to hand it over again
    Duration pause{};
    std::uint32_t attempts = 0;
  };
  struct Line {
    HandOverGroup group;
    LogOffset taken;                         ///< through here events were looked at
    std::map<LogOffset, bool> done_ahead;    ///< found in the journal: needn't be handed over
    std::map<LogOffset, UnderWay> under_way;
    std::size_t next_node = 0;
  };

  void push(Context& context, Line& line);
  void hand_over(Context& context, Line& line, UnderWay& what);
  void repeat(Context& context);
  void done(Context& context, Line& line, const std::vector<LogOffset>& offsets);
  Line* line_of(ProcessId node);

  HandOverOptions options_;
  const EventSource& source_;
  std::vector<Line> lines_;
  Alarm alarm_;
};

}  // namespace crisper
