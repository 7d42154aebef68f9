#include "core/command/area_router.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/command/protocol.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/durably.hpp"
#include "core/runtime/retry.hpp"

namespace crisper {
namespace {

/// Journal record: these came, the last of them from that place in a relay's outbox.
struct CommandsRouted {
  CRISPER_BODY(CommandsRouted);
  ProcessId relay;
  std::int64_t through = 0;
  std::vector<Payload> commands;
  CRISPER_FIELDS(relay, through, commands)
};

/// Journal record: an area's queue has so many.
struct AreaServed {
  CRISPER_BODY(AreaServed);
  std::uint64_t area = 0;
  std::int64_t handed_on = 0;
  CRISPER_FIELDS(area, handed_on)
};

/// To itself: hand on what waits for this area, in a turn of its own.
struct ServeArea {
  CRISPER_BODY(ServeArea);
  std::uint64_t area = 0;
  CRISPER_FIELDS(area)
};

}  // namespace

Task<> AreaRouter::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* came = record.as<CommandsRouted>()) {
      std::int64_t& received = received_[came->relay];
      if (came->through <= received) continue;  // written twice
      received = came->through;
      for (const Payload& command : came->commands) {
        const auto* submit = command.as<SubmitCommand>();
        areas_[area_of(submit->stream, submit->body)].waiting.push_back(command);
      }
    }
  }
  // What was handed on is told after what came: whatever the order on the disk.
  for (const Payload& record : context.disk().records()) {
    const auto* served = record.as<AreaServed>();
    if (!served) continue;
    Area& area = areas_[served->area];
    for (; area.handed_on < served->handed_on && !area.waiting.empty(); ++area.handed_on) area.waiting.pop_front();
  }
  for (std::size_t area = 0; area < areas_.size(); ++area) serve(context, area);
  co_return;
}

Task<> AreaRouter::receive(Context& context, const Envelope& envelope) {
  if (envelope.payload.as<Delivery>()) {
    deliveries_.push_back(envelope);
    if (!is_taking_in_) co_await take_in(context);
  } else if (const auto* area = envelope.payload.as<ServeArea>()) {
    co_await hand_on(context, area->area);
  }
}

std::size_t AreaRouter::area_of(StreamId stream, const Payload& body) {
  const AreaKey key = options_.key(stream, body);
  const auto areas = static_cast<std::uint32_t>(areas_.size());
  if (key.place) {
    const std::size_t area = area_of_place(*key.place, areas) - 1;
    return key.group ? area_of_group_.try_emplace(*key.group, area).first->second : area;
  }
  const std::size_t any = mix_bits(key.group.value_or(stream.value)) % areas;
  return key.group ? area_of_group_.try_emplace(*key.group, any).first->second : any;
}

Task<> AreaRouter::take_in(Context& context) {
  is_taking_in_ = true;
  while (!deliveries_.empty()) {
    const Envelope next = std::move(deliveries_.front());
    deliveries_.pop_front();
    co_await take_in(context, next, *next.payload.as<Delivery>());
  }
  is_taking_in_ = false;
}

Task<> AreaRouter::take_in(Context& context, const Envelope& envelope, const Delivery& delivery) {
  std::int64_t& received = received_[envelope.from];
  CommandsRouted came{.relay = envelope.from, .through = received, .commands = {}};
  for (std::size_t i = 0; i < delivery.items.size(); ++i) {
    const std::int64_t place = delivery.first + static_cast<std::int64_t>(i);
    if (place <= came.through || !delivery.items[i].as<SubmitCommand>()) continue;
    came.through = place;
    came.commands.push_back(delivery.items[i]);
  }
  if (!came.commands.empty()) {
    std::vector<Payload> records{Payload::of(came)};
    co_await durably(context, std::move(records));
    received = came.through;
  }
  context.reply(envelope, Payload::of(Received{}));
  for (const Payload& command : came.commands) {
    const auto* submit = command.as<SubmitCommand>();
    const std::size_t area = area_of(submit->stream, submit->body);
    areas_[area].waiting.push_back(command);
    serve(context, area);
  }
}

void AreaRouter::serve(Context& context, std::size_t area) {
  if (areas_[area].is_served || areas_[area].waiting.empty()) return;
  areas_[area].is_served = true;
  context.cast(context.self(), Payload::of(ServeArea{.area = area}));
}

Task<> AreaRouter::hand_on(Context& context, std::size_t number) {
  Area& area = areas_[number];
  Retry retry;
  while (!area.waiting.empty()) {
    const auto count = std::min<std::size_t>(area.waiting.size(), options_.batch);
    const auto end = area.waiting.begin() + static_cast<std::ptrdiff_t>(count);
    const Payload request =
        Payload::of(Delivery{.first = area.handed_on + 1, .items = {area.waiting.begin(), end}});
    const Result<Payload, CallError> answer =
        co_await context.call(options_.queues[number], request, options_.timeout);
    if (!answer) {
      co_await retry.pause(context, answer.error());
      co_await context.sleep(options_.pause);
      continue;
    }
    area.waiting.erase(area.waiting.begin(), area.waiting.begin() + static_cast<std::ptrdiff_t>(count));
    area.handed_on += static_cast<std::int64_t>(count);
    // Without a sync: what is forgotten is handed over again, and the queue knows it.
    context.disk().append(Payload::of(AreaServed{.area = number, .handed_on = area.handed_on}));
  }
  area.is_served = false;
}

void AreaRouter::inspect(Audit& audit) const {
  for (const Area& area : areas_) {
    for (const Payload& command : area.waiting) {
      const auto* submit = command.as<SubmitCommand>();
      audit.take({.kind = AuditKind::command_queued,
                  .message = subject(submit->command),
                  .stream = submit->stream,
                  .payload = command});
    }
  }
}

}  // namespace crisper
