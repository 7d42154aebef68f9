#include "core/client/client.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/assert.hpp"
#include "core/client/screen.hpp"
#include "core/client/timetable.hpp"
#include "core/command/protocol.hpp"
#include "core/reaction/projection.hpp"
#include "core/runtime/durably.hpp"
#include "core/runtime/retry.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {
namespace {

/// To itself: a user acts now.
struct ActNow {
  CRISPER_BODY(ActNow);
  std::uint64_t intent = 0;
  CRISPER_FIELDS(intent)
};

/// The journal: how many intents of the script have begun, so that a restarted client doesn't begin them again.
/// Written while the request is under way, which doesn't wait for the disk: a crash right after the beginning may
/// forget it, and then the same command, under its one id, is sent again.
struct ScriptReached {
  CRISPER_BODY(ScriptReached);
  std::uint64_t begun = 0;
  CRISPER_FIELDS(begun)
};

}  // namespace

Task<> Client::start(Context& context) {
  const std::vector<Intent>& intents = options_.script->intents;
  const bool is_first_time = context.disk().records().empty();
  for (const Payload& record : context.disk().records()) {
    if (const auto* journal = record.as<ScriptReached>()) begun_ = journal->begun;
  }
  written_ = begun_;
  left_ = intents.size() - begun_;
  say_again(context);
  if (left_ == 0) {
    context.observe({.kind = ObservationKind::workload_ended, .a = 0});
    co_return;
  }
  // The script's times count from the start of the run, as this clock does.
  SimTime reached = context.monotonic();
  if (is_first_time) {
    std::vector<Payload> none{Payload::of(ScriptReached{})};
    co_await durably(context, std::move(none));
  }
  Task<> journal;
  while (begun_ < intents.size()) {
    const std::uint64_t i = begun_;
    if (options_.script->closed) {
      co_await context.sleep(intents[i].think);
    } else if (options_.script->by_clock) {
      co_await wait_for_clock(context, intents[i].at);
    } else if (intents[i].at > reached) {
      // Counted in sleeps, which are true: its own clock may be wrong. What came due while it was down is sent now.
      co_await context.sleep(intents[i].at - reached);
      reached = intents[i].at;
    }
    ++begun_;
    if (!journal || journal.done()) {
      journal = keep_journal(context);
      journal.start();
    }
    if (options_.script->closed) {
      co_await context.work(context.service_time());
      co_await carry_out(context, intents[i]);
    } else {
      // A turn of its own, which this one doesn't wait for.
      context.cast(context.self(), Payload::of(ActNow{.intent = i}));
    }
  }
  co_await keep_journal(context);  // whatever is under way: what it does, this does too
}

void Client::say_again(Context& context) {
  const std::vector<Intent>& intents = options_.script->intents;
  std::set<StreamId> told;
  for (std::uint64_t i = begun_; i > 0; --i) {
    const Intent& intent = intents[i - 1];
    if (!intent.restates || !told.insert(intent.stream).second) continue;
    ++left_;
    context.cast(context.self(), Payload::of(ActNow{.intent = i - 1}));
  }
}

Task<> Client::keep_journal(Context& context) {
  while (written_ < begun_) {
    const std::uint64_t begun = begun_;
    std::vector<Payload> record{Payload::of(ScriptReached{.begun = begun})};
    context.disk().rewrite(std::move(record));
    const Result<void, DiskError> synced = co_await sync_or_lose(context);
    if (synced) {
      written_ = std::max(written_, begun);
    } else {
      co_await context.sleep(disk_retry_pause);
    }
  }
}

Task<> Client::receive(Context& context, const Envelope& envelope) {
  if (const auto* act = envelope.payload.as<ActNow>()) {
    co_await carry_out(context, options_.script->intents[act->intent]);
  }
}

Task<> Client::carry_out(Context& context, const Intent& intent) {
  if (intent.on_sight) {
    co_await act_on_sight(context, intent);
  } else if (!intent.service.empty()) {
    co_await ask_service(context, intent);
  } else if (!intent.body) {
    co_await ask_view(context, intent.view, intent.row, intent.stream);
  } else {
    bool sends = true;
    if (intent.look) sends = co_await looks_well(context, intent);
    if (sends) co_await send_command(context, intent);
  }
  note_done(context);
}

void Client::note_done(Context& context) {
  ++done_;
  if (done_ < left_) return;
  context.observe({.kind = ObservationKind::workload_ended, .a = static_cast<std::int64_t>(done_)});
}

Task<> Client::send_command(Context& context, const Intent& intent) {
  const Moment since = context.moment();
  const Payload submit = Payload::of(SubmitCommand{.command = intent.command,
                                                   .stream = intent.stream,
                                                   .body = intent.body,
                                                   .correlation = {},
                                                   .wait_for_outcome = options_.wait_for_outcome,
                                                   .also = intent.also});
  Retry retry;
  for (std::uint32_t attempt = 1; attempt <= options_.attempts; ++attempt) {
    context.observe({.kind = ObservationKind::command_submitted,
                     .peer = options_.command_store,
                     .message = subject(intent.command),
                     .stream = intent.stream,
                     .a = attempt,
                     .payload = intent.body.get()});
    const Result<Payload, CallError> answer = co_await context.call(options_.command_store, submit, options_.timeout);
    if (!answer) co_await retry.pause(context, answer.error());
    const CommandOutcome* outcome = answer ? answer->as<CommandOutcome>() : nullptr;
    if (!outcome) continue;
    bool followed = true;
    if (outcome->status == CommandStatus::handled) followed = co_await follow_up(context, intent.command, retry);
    if (!followed) continue;
    context.observe({.kind = ObservationKind::command_answered,
                     .peer = options_.command_store,
                     .message = subject(intent.command),
                     .stream = intent.stream,
                     .a = static_cast<std::int64_t>(outcome->status),
                     .since = since});
    co_return;
  }
  context.observe({.kind = ObservationKind::command_gave_up,
                   .message = subject(intent.command),
                   .stream = intent.stream,
                   .a = options_.attempts,
                   .since = since});
}

Task<bool> Client::follow_up(Context& context, CommandId command, Retry& retry) {
  if (options_.wait_for_views.empty() && !session_.remembers_writes()) co_return true;
  const Payload find = Payload::of(FindCommand{.command = command});
  const Result<Payload, CallError> found = co_await context.call(options_.event_store, find, options_.timeout);
  if (!found) co_await retry.pause(context, found.error());
  const StoredCommand* stored = found ? found->as<StoredCommand>() : nullptr;
  if (!stored) co_return false;
  std::vector<EventId> events;
  for (const Payload& event : stored->events) events.push_back(event.as<RecordedEvent>()->id);
  if (events.empty()) co_return true;
  session_.wrote(events, context.monotonic());
  co_return co_await are_shown(context, std::move(events), retry);
}

Task<bool> Client::are_shown(Context& context, std::vector<EventId> events, Retry& retry) {
  const Payload wait = Payload::of(AwaitEvents{.events = std::move(events)});
  for (const std::string& name : options_.wait_for_views) {
    const ProcessId view = session_.choose(context, options_.views.at(name)).process;
    const Result<Payload, CallError> shown = co_await context.call(view, wait, options_.timeout);
    if (shown) continue;
    co_await retry.pause(context, shown.error());
    co_return false;
  }
  co_return true;
}

Task<> Client::act_on_sight(Context& context, const Intent& intent) {
  const std::optional<Told> seen = co_await ask_view(context, intent.view, intent.row, intent.stream);
  if (!seen) co_return;
  if (intent.pause > Duration::zero()) co_await context.sleep(intent.pause);
  std::optional<SightedCommand> command = intent.on_sight.rule->act(seen->value);
  if (!command && !intent.on_sight.rule->leaves(seen->value)) co_return;  // it would act, and can't: nothing is decided
  context.observe({.kind = ObservationKind::client_decided,
                   .peer = seen->by,
                   .message = subject(intent.command),
                   .stream = intent.stream,
                   .a = seen->value,
                   .b = static_cast<std::int64_t>(intent.row.item),
                   .payload = command ? command->body.get() : nullptr});
  if (!command) co_return;
  Intent made{.at = intent.at, .command = intent.command, .stream = command->stream, .body = {}, .view = {}, .row = {}};
  made.body = std::move(command->body);
  made.also = std::move(command->also);
  co_await send_command(context, made);
}

Task<std::optional<Client::Told>> Client::ask_view(Context& context, const std::string& name, RowKey row,
                                                   StreamId about, Asks what) {
  CRISPER_ASSERT(options_.views.contains(name), "a query names a view that the domain has");
  // A session's question waits for what it must show, and may wait in vain at a node that is cut off.
  const std::uint32_t attempts = options_.reads.session == SessionGuarantee::none ? 1 : options_.attempts;
  Retry retry;
  for (std::uint32_t attempt = 1; attempt <= attempts; ++attempt) {
    const ProcessId node = node_of(context, name, row);
    const Payload query = session_.question(name, row, context.monotonic());
    context.observe({.kind = ObservationKind::query_asked,
                     .peer = node,
                     .message = MessageId{row.item},
                     .stream = about,
                     .a = attempt,
                     .b = static_cast<std::int64_t>(what)});
    const Result<Payload, CallError> answer = co_await context.call(node, query, options_.timeout);
    if (!answer) co_await retry.pause(context, answer.error());
    const ViewAnswer* told = answer ? answer->as<ViewAnswer>() : nullptr;
    if (!told) continue;
    session_.saw(name, told->position);
    context.observe({.kind = ObservationKind::query_answered,
                     .peer = node,
                     .message = MessageId{row.item},
                     .stream = about,
                     .a = told->value,
                     .b = told->position.value});
    co_return Told{.value = told->value, .by = node};
  }
  co_return std::nullopt;
}

Task<bool> Client::looks_well(Context& context, const Intent& intent) {
  const Look& look = *intent.look;
  const CopyKey key{look.user, look.view, look.row};
  auto copy = copies_.find(key);
  if (copy == copies_.end() || context.monotonic() - copy->second.at >= options_.reads.copy_for) {
    const Moment since = context.moment();
    const SimTime at = context.monotonic();
    const std::optional<Told> told = co_await ask_view(context, look.view, look.row, look.about,
                                                            Asks::for_a_look);
    if (!told) co_return true;
    copy = copies_.insert_or_assign(key, Copy{.value = told->value, .at = at, .since = since}).first;
  }
  const std::int64_t shown = copy->second.value;
  const Payload screen = Payload::of(Screen{.view = look.view, .user = look.user, .wanted = look.wanted});
  context.observe({.kind = ObservationKind::screen_used,
                   .message = MessageId{look.row.item},
                   .stream = look.about,
                   .a = shown,
                   .payload = screen.get(),
                   .since = copy->second.since});
  if (shown >= look.wanted) co_return true;
  context.observe({.kind = ObservationKind::command_withheld,
                   .message = subject(intent.command),
                   .stream = intent.stream,
                   .a = shown});
  co_return false;
}

ProcessId Client::node_of(Context& context, const std::string& view, RowKey row) const {
  const std::vector<ReadNode>& nodes = options_.views.at(view);
  const auto parts = options_.area_of_row.find(view);
  if (parts == options_.area_of_row.end()) return session_.choose(context, nodes).process;
  return nodes[parts->second(row) - 1].process;
}

Task<> Client::ask_service(Context& context, const Intent& intent) {
  const auto service = options_.services.find(intent.service);
  CRISPER_ASSERT(service != options_.services.end(), "a request names a service that the domain has");
  Retry retry;
  for (std::uint32_t attempt = 1; attempt <= options_.attempts; ++attempt) {
    context.observe({.kind = ObservationKind::service_asked,
                     .peer = service->second,
                     .message = subject(intent.command),
                     .stream = intent.stream,
                     .a = attempt,
                     .payload = intent.body.get()});
    const Result<Payload, CallError> answer = co_await context.call(service->second, intent.body, options_.timeout);
    if (answer) {
      context.observe({.kind = ObservationKind::service_answered,
                       .peer = service->second,
                       .message = subject(intent.command),
                       .stream = intent.stream});
      co_return;
    }
    co_await retry.pause(context, answer.error());
  }
}

}  // namespace crisper
