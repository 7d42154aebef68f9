#include "core/log/hand_over_desk.hpp"

#include <algorithm>

namespace crisper {
namespace {

/// Journal record: the consumer has dealt with these.
struct HandedOver {
  CRISPER_BODY(HandedOver);
  ProcessId consumer;
  std::vector<LogOffset> offsets;
  CRISPER_FIELDS(consumer, offsets)
};

}  // namespace

Duration by_chance(Context& context, Duration pause) {
  return Duration(context.rng("hand-over").between(pause.count() / 2, pause.count()));
}

HandOverDesk::HandOverDesk(HandOverOptions options, const EventSource& source)
    : options_(std::move(options)), source_(source) {
  for (const HandOverGroup& group : *options_.groups) {
    lines_.push_back(Line{.group = group, .taken = {}, .done_ahead = {}, .under_way = {}});
  }
}

void HandOverDesk::restore(Context&, const Payload& record) {
  const auto* handed = record.as<HandedOver>();
  if (!handed) return;
  for (Line& line : lines_) {
    if (line.group.consumer != handed->consumer) continue;
    for (const LogOffset offset : handed->offsets) line.done_ahead[offset] = true;
  }
}

Task<> HandOverDesk::receive(Context& context, const Envelope& envelope) {
  if (const auto* handled = envelope.payload.as<EventsHandled>()) {
    if (Line* line = line_of(envelope.from)) {
      done(context, *line, handled->offsets);
      push(context, *line);
    }
  } else if (const auto* rang = envelope.payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) repeat(context);
  }
  co_return;
}

void HandOverDesk::push(Context& context) {
  for (Line& line : lines_) push(context, line);
}

void HandOverDesk::push(Context& context, Line& line) {
  while (line.taken < source_.head() && line.under_way.size() < options_.window) {
    constexpr std::uint32_t step = 16;
    const auto room = static_cast<std::uint32_t>(options_.window - line.under_way.size());
    const LogOffset first{line.taken.value + 1};
    const std::vector<Payload> events = source_.read(line.taken, std::min(step, room));
    if (events.empty()) return;
    for (LoggedEvent& event : placed(options_.offsets, first, events)) {
      line.taken = event.offset;
      if (line.done_ahead.erase(event.offset) > 0) continue;
      UnderWay& what = line.under_way[event.offset];
      what = UnderWay{.event = std::move(event), .since = context.monotonic(), .due = {}, .pause = options_.retry};
      hand_over(context, line, what);
    }
  }
}

void HandOverDesk::hand_over(Context& context, Line& line, UnderWay& what) {
  const std::size_t place = options_.pinned ? mix_bits(what.event.recorded().stream.value) : line.next_node++;
  const ProcessId node = line.group.nodes[place % line.group.nodes.size()];
  what.due = context.monotonic() + (what.attempts++ == 0 ? what.pause : by_chance(context, what.pause));
  context.observe(delivered(what.event, {.consumer = line.group.consumer, .node = node}));
  context.cast(node, Payload::of(HandOver{.events = {what.event}}));
  alarm_.arm(context, what.due);
}

void HandOverDesk::repeat(Context& context) {
  const SimTime now = context.monotonic();
  SimTime next = sim_never;
  for (Line& line : lines_) {
    std::vector<LogOffset> given_up;
    for (auto& [offset, what] : line.under_way) {
      if (what.due <= now && now - what.since >= options_.expire_after) {
        given_up.push_back(offset);
        context.observe({.kind = ObservationKind::event_given_up,
                         .peer = line.group.consumer,
                         .message = subject(what.event.recorded().id),
                         .correlation = what.event.recorded().correlation,
                         .stream = what.event.recorded().stream,
                         .a = offset.value,
                         .b = what.attempts});
        continue;
      }
      if (what.due <= now) {
        what.pause = std::min(2 * what.pause, options_.retry_max);
        hand_over(context, line, what);
      }
      next = std::min(next, what.due);
    }
    done(context, line, given_up);
    push(context, line);
  }
  if (next != sim_never) alarm_.arm(context, next);
}

void HandOverDesk::done(Context& context, Line& line, const std::vector<LogOffset>& offsets) {
  HandedOver record{.consumer = line.group.consumer, .offsets = {}};
  for (const LogOffset offset : offsets) {
    if (line.under_way.erase(offset) > 0) record.offsets.push_back(offset);
  }
  if (!record.offsets.empty()) context.disk().append(Payload::of(std::move(record)));
}

HandOverDesk::Line* HandOverDesk::line_of(ProcessId node) {
  const auto found = std::ranges::find_if(lines_, [&](const Line& line) {
    return std::ranges::find(line.group.nodes, node) != line.group.nodes.end();
  });
  return found == lines_.end() ? nullptr : &*found;
}

}  // namespace crisper
