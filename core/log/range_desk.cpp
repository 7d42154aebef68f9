#include "core/log/range_desk.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"

namespace crisper {
namespace {

/// Journal record: how far a consumer's ranges have come, of so many that the line is cut into.
struct RangesHandled {
  CRISPER_BODY(RangesHandled);
  ProcessId consumer;
  std::vector<LogOffset> through;
  CRISPER_FIELDS(consumer, through)
};

/// Which of so many equal ranges a stream is in.
std::size_t range_of(StreamId stream, std::size_t ranges) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>(static_cast<Wide>(mix_bits(stream.value)) * ranges >> 64);
}

}  // namespace

RangeDesk::RangeDesk(RangeOptions options, const EventSource& source) : options_(std::move(options)), source_(source) {
  CRISPER_ASSERT(!options_.steps.empty(), "there are ranges from the beginning on");
  for (const HandOverGroup& group : *options_.groups) {
    lines_.push_back(Line{.group = group, .ranges = std::vector<Range>(options_.steps.front().ranges)});
  }
}

void RangeDesk::restore(Context&, const Payload& record) {
  const auto* kept = record.as<RangesHandled>();
  if (!kept) return;
  for (Line& line : lines_) {
    if (line.group.consumer != kept->consumer) continue;
    line.ranges.assign(kept->through.size(), Range{});
    for (std::size_t i = 0; i < kept->through.size(); ++i) {
      line.ranges[i].handled = line.ranges[i].looked = kept->through[i];
    }
  }
}

Task<> RangeDesk::receive(Context& context, const Envelope& envelope) {
  if (const auto* done = envelope.payload.as<EventsHandled>()) {
    for (Line& line : lines_) {
      if (std::ranges::find(line.group.nodes, envelope.from) == line.group.nodes.end()) continue;
      handled(context, line, done->offsets);
      push(context, line);
    }
  } else if (const auto* rang = envelope.payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) push(context);
  }
  co_return;
}

void RangeDesk::push(Context& context) {
  for (Line& line : lines_) push(context, line);
}

std::size_t RangeDesk::wanted(SimTime now) const {
  std::size_t count = options_.steps.front().ranges;
  for (const RangeStep& step : options_.steps) {
    if (sim_start + step.at <= now) count = step.ranges;
  }
  return count;
}

void RangeDesk::push(Context& context, Line& line) {
  const SimTime now = context.monotonic();
  const std::size_t count = wanted(now);
  if (count == line.ranges.size()) {
    line.ends_at.reset();
  } else if (!line.ends_at) {
    line.ends_at = std::ranges::max(line.ranges, {}, &Range::looked).looked;
  }
  go_on(context, line, line.ends_at.value_or(source_.head()));
  const bool idle = std::ranges::all_of(line.ranges, [](const Range& range) { return range.under_way.empty(); });
  if (line.ends_at && idle) {
    reshape(context, line, count);
    line.ends_at.reset();
    go_on(context, line, source_.head());
  }
  for (const RangeStep& step : options_.steps) {
    if (sim_start + step.at > now) alarm_.arm(context, sim_start + step.at);
  }
}

void RangeDesk::go_on(Context& context, Line& line, LogOffset through) {
  const SimTime now = context.monotonic();
  for (std::size_t i = 0; i < line.ranges.size(); ++i) {
    Range& range = line.ranges[i];
    if (range.under_way.empty()) {
      if (!fill(line, i, range, through)) continue;
      hand_over(context, line, i, range);
    } else if (range.due <= now) {
      range.pause = std::min(2 * range.pause, options_.retry_max);
      hand_over(context, line, i, range);
    }
    alarm_.arm(context, range.due);
  }
}

/// A new range begins where the slowest of those was of which it has a part: all at one place, unless a crash of the
/// store forgot where some of them were.
void RangeDesk::reshape(Context& context, Line& line, std::size_t count) const {
  const std::size_t before = line.ranges.size();
  std::vector<Range> ranges(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = i * before / count;
    const std::size_t last = ((i + 1) * before - 1) / count;
    LogOffset from = line.ranges[first].handled;
    for (std::size_t old = first; old <= last; ++old) from = std::min(from, line.ranges[old].handled);
    ranges[i].handled = ranges[i].looked = from;
    context.observe({.kind = ObservationKind::partition_assigned,
                     .peer = line.group.nodes[i % line.group.nodes.size()],
                     .a = static_cast<std::int64_t>(i),
                     .b = static_cast<std::int64_t>(count)});
  }
  line.ranges = std::move(ranges);
  keep(context, line);
}

bool RangeDesk::fill(const Line& line, std::size_t index, Range& range, LogOffset through) const {
  constexpr std::uint32_t step = 32;
  while (range.under_way.size() < options_.batch && range.looked < through) {
    const std::vector<Payload> events = source_.read(range.looked, step);
    if (events.empty() || events.front().as<RecordedEvent>()->position.value > through.value) break;
    for (LoggedEvent& event : placed(OffsetKind::position, LogOffset{range.looked.value + 1}, events)) {
      if (range.under_way.size() == options_.batch || event.offset > through) break;
      range.looked = event.offset;
      if (range_of(event.recorded().stream, line.ranges.size()) == index) range.under_way.push_back(std::move(event));
    }
  }
  if (range.under_way.empty()) {
    range.handled = range.looked;
    return false;
  }
  range.pause = options_.retry;
  range.attempts = 0;
  return true;
}

void RangeDesk::hand_over(Context& context, const Line& line, std::size_t index, Range& range) {
  const ProcessId node = line.group.nodes[(index + range.attempts) % line.group.nodes.size()];
  range.due = context.monotonic() + (range.attempts++ == 0 ? range.pause : by_chance(context, range.pause));
  for (const LoggedEvent& event : range.under_way) {
    context.observe(delivered(event, {.consumer = line.group.consumer, .node = node}));
  }
  context.cast(node, Payload::of(HandOver{.events = range.under_way}));
}

void RangeDesk::handled(Context& context, Line& line, const std::vector<LogOffset>& offsets) {
  for (Range& range : line.ranges) {
    const bool was_under_way = !range.under_way.empty();
    std::erase_if(range.under_way, [&](const LoggedEvent& event) {
      return std::ranges::find(offsets, event.offset) != offsets.end();
    });
    if (!was_under_way || !range.under_way.empty()) continue;
    range.handled = range.looked;
    keep(context, line);
  }
}

void RangeDesk::keep(Context& context, const Line& line) const {
  RangesHandled record{.consumer = line.group.consumer, .through = {}};
  for (const Range& range : line.ranges) record.through.push_back(range.handled);
  context.disk().append(Payload::of(std::move(record)));
}

}  // namespace crisper
