#include "core/command/client.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/command/protocol.hpp"
#include "core/reaction/projection.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/event_store_process.hpp"

namespace crisper {
namespace {

/// To itself: a user acts now.
struct ActNow {
  CRISPER_BODY(ActNow);
  std::uint64_t intent = 0;
  static constexpr auto fields = std::tuple{field("intent", &ActNow::intent)};
};

/// Journal record: the script has begun, so that a restarted client does not repeat it.
struct ScriptBegun {
  CRISPER_BODY(ScriptBegun);
  static constexpr auto fields = std::tuple{};
};

}  // namespace

Task<> Client::start(Context& context) {
  const std::vector<Intent>& intents = options_.script->intents;
  if (!context.disk().records().empty() || intents.empty()) {
    context.observe({.kind = ObservationKind::workload_ended, .a = 0});
    co_return;
  }
  std::vector<Payload> begun{Payload::of(ScriptBegun{})};
  co_await durably(context, std::move(begun));
  // Counted in sleeps, which are true: its own clock may be wrong.
  SimTime slept_until = sim_start;
  for (std::size_t i = 0; i < intents.size(); ++i) {
    if (options_.script->closed) {
      co_await context.sleep(intents[i].think);
      co_await carry_out(context, intents[i]);
    } else {
      // A turn of its own, which this one doesn't wait for.
      if (intents[i].at > slept_until) co_await context.sleep(intents[i].at - slept_until);
      slept_until = std::max(slept_until, intents[i].at);
      context.cast(context.self(), Payload::of(ActNow{.intent = i}));
    }
  }
}

Task<> Client::receive(Context& context, const Envelope& envelope) {
  if (const auto* act = envelope.payload.as<ActNow>()) {
    co_await carry_out(context, options_.script->intents[act->intent]);
  }
}

Task<> Client::carry_out(Context& context, const Intent& intent) {
  if (intent.body) {
    co_await send_command(context, intent);
  } else {
    co_await ask_view(context, intent);
  }
  note_done(context);
}

void Client::note_done(Context& context) {
  if (++done_ < options_.script->intents.size()) return;
  context.observe({.kind = ObservationKind::workload_ended, .a = static_cast<std::int64_t>(done_)});
}

Task<> Client::send_command(Context& context, const Intent& intent) {
  const SimTime since = context.now();
  const Payload submit = Payload::of(SubmitCommand{.command = intent.command,
                                                   .stream = intent.stream,
                                                   .body = intent.body,
                                                   .correlation = {},
                                                   .wait_for_outcome = options_.wait_for_outcome,
                                                   .also = intent.also});
  for (std::uint32_t attempt = 1; attempt <= options_.attempts; ++attempt) {
    context.observe({.kind = ObservationKind::command_submitted,
                     .peer = options_.command_store,
                     .message = subject(intent.command),
                     .stream = intent.stream,
                     .a = attempt,
                     .payload = intent.body.get()});
    const Result<Payload, CallError> answer = co_await context.call(options_.command_store, submit, options_.timeout);
    const CommandOutcome* outcome = answer ? answer->as<CommandOutcome>() : nullptr;
    if (!outcome) continue;
    bool followed = true;
    if (outcome->status == CommandStatus::handled) followed = co_await follow_up(context, intent.command);
    if (!followed) continue;
    context.observe({.kind = ObservationKind::command_answered,
                     .peer = options_.command_store,
                     .message = subject(intent.command),
                     .stream = intent.stream,
                     .a = static_cast<std::int64_t>(outcome->status),
                     .b = to_ns(context.now() - since)});
    co_return;
  }
  context.observe({.kind = ObservationKind::command_gave_up,
                   .message = subject(intent.command),
                   .stream = intent.stream,
                   .a = options_.attempts,
                   .b = to_ns(context.now() - since)});
}

Task<bool> Client::follow_up(Context& context, CommandId command) {
  if (options_.wait_for_views.empty() && !session_.remembers_writes()) co_return true;
  const Payload find = Payload::of(FindCommand{.command = command});
  const Result<Payload, CallError> found = co_await context.call(options_.event_store, find, options_.timeout);
  const StoredCommand* stored = found ? found->as<StoredCommand>() : nullptr;
  if (!stored) co_return false;
  std::vector<EventId> events;
  for (const Payload& event : stored->events) events.push_back(event.as<RecordedEvent>()->id);
  if (events.empty()) co_return true;
  session_.wrote(events, context.now());
  co_return co_await are_shown(context, std::move(events));
}

Task<bool> Client::are_shown(Context& context, std::vector<EventId> events) {
  const Payload wait = Payload::of(AwaitEvents{.events = std::move(events)});
  for (const std::string& name : options_.wait_for_views) {
    const ProcessId view = session_.choose(context, options_.views.at(name)).process;
    const Result<Payload, CallError> shown = co_await context.call(view, wait, options_.timeout);
    if (!shown) co_return false;
  }
  co_return true;
}

Task<> Client::ask_view(Context& context, const Intent& intent) {
  const auto view = options_.views.find(intent.view);
  CRISPER_ASSERT(view != options_.views.end(), "a query names a view that the domain has");
  // A session's question waits for what it must show, and may wait in vain at a node that is cut off.
  const std::uint32_t attempts = options_.reads.session == SessionGuarantee::none ? 1 : options_.attempts;
  for (std::uint32_t attempt = 1; attempt <= attempts; ++attempt) {
    const ProcessId node = session_.choose(context, view->second).process;
    const Payload query = session_.question(intent.view, intent.row, context.now());
    context.observe({.kind = ObservationKind::query_asked,
                     .peer = node,
                     .message = MessageId{intent.row.item},
                     .stream = intent.stream,
                     .a = attempt});
    const Result<Payload, CallError> answer = co_await context.call(node, query, options_.timeout);
    const ViewAnswer* told = answer ? answer->as<ViewAnswer>() : nullptr;
    if (!told) continue;
    session_.saw(intent.view, told->position);
    context.observe({.kind = ObservationKind::query_answered,
                     .peer = node,
                     .message = MessageId{intent.row.item},
                     .stream = intent.stream,
                     .a = told->value,
                     .b = told->position.value});
    co_return;
  }
}

}  // namespace crisper
