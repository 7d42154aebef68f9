#include "core/reaction/reaction_process.hpp"

#include <utility>

#include "core/base/assert.hpp"
#include "core/command/protocol.hpp"
#include "core/reaction/projection.hpp"
#include "core/runtime/retry.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {
namespace {

/// Journal record: what it remembers of this key now.
struct MemoryChanged {
  CRISPER_BODY(MemoryChanged);
  StreamId key;
  Payload memory;
  CRISPER_FIELDS(key, memory)
};

/// Journal record: nothing that it remembered before this counts.
struct MemoriesForgotten {
  CRISPER_BODY(MemoriesForgotten);
  CRISPER_FIELDS()
};

}  // namespace

std::optional<ReactionProcess::Step> ReactionProcess::step(Memories& memories, const RecordedEvent& event,
                                                           std::optional<std::int64_t> shown) const {
  const std::optional<StreamId> key = reaction_->correlate(event);
  if (!key) return std::nullopt;
  const auto found = memories.find(*key);
  const Payload before = found == memories.end() ? Payload() : found->second;
  Step step{.key = *key,
            .answers = shown ? reaction_->react_told(before, event, *shown) : reaction_->react(before, event)};
  Payload after = reaction_->remember(before, event);
  step.remembered = !(after == before);
  if (step.remembered) memories[*key] = std::move(after);
  return step;
}

Task<> ReactionProcess::ask_first(Context& context, const LoggedEvent& event) {
  const std::optional<RowKey> row = reaction_->question(event.recorded());
  if (!row) co_return;
  const auto view = targets_.views.find(reaction_->asks());
  CRISPER_ASSERT(view != targets_.views.end(), "a reaction asks only views that its domain has");
  const ProcessId asked = view->second(*row);
  Retry retry;
  while (true) {
    const Result<Payload, CallError> answer =
        co_await context.call(asked, Payload::of(QueryView{.row = *row}), targets_.patience);
    const auto* told = answer ? answer->as<ViewAnswer>() : nullptr;
    if (told) {
      shown_[event.recorded().id] = told->value;
      co_return;
    }
    if (!answer) co_await retry.pause(context, answer.error());
  }
}

bool ReactionProcess::apply(Context& context, const LoggedEvent& event) {
  std::optional<std::int64_t> shown;  // it stays for the next: the same event may come twice in one batch
  if (const auto told = shown_.find(event.recorded().id); told != shown_.end()) shown = told->second;
  std::optional<Step> taken = step(memories_, event.recorded(), shown);
  if (!taken || (taken->answers.empty() && !taken->remembered)) return false;
  if (taken->remembered) {
    stage(Payload::of(MemoryChanged{.key = taken->key, .memory = memories_[taken->key]}));
  }
  send_all(context, event.recorded(), std::move(*taken));
  return true;
}

void ReactionProcess::send_all(Context& context, const RecordedEvent& event, Step step) {
  if (step.answers.empty()) return;
  const std::string name = reaction_->name();
  std::uint64_t n = 0;
  for (NewEvent& added : step.answers.events) {
    StreamAppend part{.stream = added.stream, .expected = {}, .token = {}, .events = {std::move(added.body)}};
    send(targets_.append_to, Payload::of(AppendEvents{.command = answer_id(name, event.id, n++),
                                                      .correlation = event.correlation,
                                                      .parts = {std::move(part)},
                                                      .commutes = true}));
  }
  for (NewCommand& command : step.answers.commands) {
    if (command.service.empty()) {
      send(targets_.command_store, Payload::of(SubmitCommand{.command = answer_id(name, event.id, n++),
                                                             .stream = command.stream,
                                                             .body = std::move(command.body),
                                                             .correlation = event.correlation}));
      continue;
    }
    const auto service = targets_.services.find(command.service);
    CRISPER_ASSERT(service != targets_.services.end(), "a reaction names only services that its domain has");
    send(service->second, std::move(command.body));
  }
  say_sent(context, event.correlation, step.key);
  say(context, {.kind = ObservationKind::reaction_answered,
                .message = subject(event.id),
                .correlation = event.correlation,
                .stream = event.stream,
                .a = static_cast<std::int64_t>(step.answers.events.size() + step.answers.commands.size()),
                .b = static_cast<std::int64_t>(reaction_->kind())});
}

void ReactionProcess::restore(const Payload& change) {
  if (const auto* changed = change.as<MemoryChanged>()) {
    memories_[changed->key] = changed->memory;
  } else if (change.as<MemoriesForgotten>()) {
    memories_.clear();
  } else {
    restore_outbox(change);
  }
}

void ReactionProcess::snapshot(std::vector<Payload>& records) const {
  for (const auto& [key, memory] : memories_) {
    records.push_back(Payload::of(MemoryChanged{.key = key, .memory = memory}));
  }
  snapshot_outbox(records);
}

void ReactionProcess::begin_replay(Context&, const ReplayDesign& how) {
  replaying_ = how;
  beside_.clear();
  held_back_.clear();
}

void ReactionProcess::replay(Context& context, const RecordedEvent& event) {
  std::optional<Step> taken = step(replaying_.kind == ReplayKind::unguarded ? memories_ : beside_, event);
  if (!taken || taken->answers.empty()) return;
  if (replaying_.effects) {
    send_all(context, event, std::move(*taken));
  } else {
    held_back_.emplace_back(Payload::of(event), std::move(*taken));
  }
}

void ReactionProcess::send_what_is_new(Context& context) {
  for (auto& [event, step] : std::exchange(held_back_, {})) {
    const auto& recorded = *event.as<RecordedEvent>();
    if (!had(recorded)) send_all(context, recorded, std::move(step));
  }
}

void ReactionProcess::end_replay(Context& context) {
  if (replaying_.kind != ReplayKind::unguarded) {
    memories_ = std::move(beside_);
    send_what_is_new(context);
  }
  beside_.clear();
  stage(Payload::of(MemoriesForgotten{}));
  for (const auto& [key, memory] : memories_) stage(Payload::of(MemoryChanged{.key = key, .memory = memory}));
}

Task<> ReactionProcess::receive_other(Context& context, const Envelope& envelope) {
  answer_relay(context, envelope);
  co_return;
}

void ReactionProcess::inspect(Audit& audit) const {
  SendingSubscriber::inspect(audit);
  for (const auto& [key, memory] : memories_) {
    audit.take({.kind = AuditKind::memory_kept, .stream = key, .payload = memory});
  }
}

}  // namespace crisper
