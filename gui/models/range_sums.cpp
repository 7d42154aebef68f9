#include "gui/models/range_sums.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

std::int64_t overlap(std::int64_t begin, std::int64_t end, Stretch stretch) {
  return std::max<std::int64_t>(0, std::min(end, stretch.end) - std::max(begin, stretch.begin));
}

void count(const TraceData& trace, RecordId id, RangeSums& sums) {
  using enum ObservationKind;
  const Record& record = trace.record(id);
  ProcessSums& speaker = sums.of[record.process];
  switch (record.kind) {
    case message_sent: ++speaker.sent; break;
    case message_delivered: ++speaker.received; break;
    case message_dropped:
      if (const Delivery* d = trace.delivery_of(id)) ++sums.of[d->to].lost;
      break;
    case turn_begun: ++speaker.turns; break;
    case command_handled: ++speaker.handled; break;
    case event_appended: ++speaker.stored; break;
    case event_applied: ++speaker.applied; break;
    case fault_fired: ++speaker.faults; break;
    case command_submitted: ++sums.submitted; break;
    case command_answered: ++sums.answered; break;
    case command_gave_up: ++sums.given_up; break;
    default: break;
  }
}

}  // namespace

void ProcessSums::add(const ProcessSums& other) {
  sent += other.sent;
  received += other.received;
  lost += other.lost;
  turns += other.turns;
  in_turns_ns += other.in_turns_ns;
  lock_waits_ns += other.lock_waits_ns;
  handled += other.handled;
  stored += other.stored;
  applied += other.applied;
  faults += other.faults;
}

RangeSums sums_in(const LoadedRun& run, Stretch stretch) {
  const TraceData& trace = run.trace();
  RangeSums sums;
  sums.of.resize(trace.processes.size());
  const RecordId last = trace.record_at(stretch.end);
  for (RecordId id = stretch.begin <= 0 ? 1 : trace.record_at(stretch.begin - 1) + 1; id <= last; ++id) {
    count(trace, id, sums);
  }
  run.space->turns_between(stretch.begin, stretch.end, [&](const TurnBox& turn) {
    sums.of[trace.deliveries[turn.delivery].to].in_turns_ns += overlap(turn.begin, turn.end, stretch);
  });
  run.space->stays_between(stretch.begin, stretch.end, [&](const Stay& stay) {
    if (stay.kind != Stay::Kind::lock_wait) return;
    sums.of[stay.process].lock_waits_ns += overlap(stay.begin, stay.end, stretch);
  });
  for (const ProcessSums& each : sums.of) sums.all.add(each);
  for (const Mark& mark : run.index->marks) {
    const std::int64_t at = trace.at(mark.at);
    sums.broken += mark.kind == Mark::Kind::violation && mark.at > 0 && at >= stretch.begin && at <= stretch.end;
  }
  return sums;
}

}  // namespace crisper::gui
