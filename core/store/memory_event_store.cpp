#include "core/store/memory_event_store.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

/// Journal record: one committed append, its outbox entries included (they are the events themselves).
struct AppendTransaction {
  CRISPER_BODY(AppendTransaction);
  struct Part {
    FencingToken token;
    std::vector<Payload> events;
    CRISPER_FIELDS(token, events)
  };
  std::vector<Part> parts;  ///< one for each stream
  ProcessId writer{};
  CRISPER_FIELDS(parts, writer)
};

/// Journal record: the append of this command, just before, was given up; its record may be there or not.
struct AppendWithdrawn {
  CRISPER_BODY(AppendWithdrawn);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// Journal record: of what was committed before, nothing up to here is in the outbox.
struct EventsPublished {
  CRISPER_BODY(EventsPublished);
  GlobalPosition through;
  CRISPER_FIELDS(through)
};

/// Journal record: these are not in the outbox any more.
struct PositionsPublished {
  CRISPER_BODY(PositionsPublished);
  std::vector<GlobalPosition> positions;
  CRISPER_FIELDS(positions)
};

const RecordedEvent& event_in(const Payload& payload) { return *payload.as<RecordedEvent>(); }

CommandId command_of(const Payload& transaction) {
  return event_in(transaction.as<AppendTransaction>()->parts.front().events.front()).command;
}

/// Events from `first` on, at most `limit`.
std::vector<Payload> slice(const std::vector<Payload>& events, std::int64_t first, std::uint32_t limit) {
  const std::size_t begin = std::min(static_cast<std::size_t>(first), events.size());
  const std::size_t end = std::min(begin + limit, events.size());
  return {events.begin() + static_cast<std::ptrdiff_t>(begin), events.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

Result<void, StoreDamage> MemoryEventStore::recover(Disk& disk) {
  disk_ = &disk;
  std::optional<StoreDamage> damage;
  Payload latest;               // not applied before it is known that it was not withdrawn …
  std::vector<Payload> marked;  // … nor what was marked since
  const auto settle = [&](bool keep) {
    if (latest && keep && !damage) damage = gap_before(*latest);
    if (latest && keep && !damage) apply(*latest);
    latest = Payload();
    for (const Payload& mark : marked) unmark(mark);
    marked.clear();
  };
  for (const Payload& record : disk.records()) {
    if (record.as<AppendTransaction>()) {
      settle(true);
      latest = record;
    } else if (const auto* withdrawn = record.as<AppendWithdrawn>()) {
      if (latest && command_of(latest) == withdrawn->command) settle(false);
    } else if (record.as<EventsPublished>() || record.as<PositionsPublished>()) {
      marked.push_back(record);
    }
  }
  settle(true);
  if (damage) return failure(*damage);
  return {};
}

std::optional<StoreDamage> MemoryEventStore::gap_before(const Message& transaction) const {
  for (const AppendTransaction::Part& part : body_as<AppendTransaction>(&transaction)->parts) {
    const RecordedEvent& first = event_in(part.events.front());
    const auto found = streams_.find(first.stream);
    const std::size_t there = found == streams_.end() ? 0 : found->second.events.size();
    if (first.version.value == static_cast<std::int64_t>(there) + 1) continue;
    return StoreDamage{.kind = StoreDamageKind::version_gap, .place = first.position.value};
  }
  return std::nullopt;
}

void MemoryEventStore::unmark(const Payload& mark) {
  if (const auto* published = mark.as<EventsPublished>()) {
    outbox_.erase(outbox_.begin(), outbox_.upper_bound(published->through));
  } else {
    for (const GlobalPosition position : mark.as<PositionsPublished>()->positions) outbox_.erase(position);
  }
}

std::optional<AppendError> MemoryEventStore::refusal(const StreamAppend& part) const {
  const auto found = streams_.find(part.stream);
  const Stream* stream = found == streams_.end() ? nullptr : &found->second;
  if (stream && part.token.value != 0 && part.token < stream->highest_token) return AppendError::stale_token;
  const auto version = static_cast<std::int64_t>(stream ? stream->events.size() : 0);
  if (part.expected && part.expected->value != version) return AppendError::wrong_version;
  return std::nullopt;
}

Result<std::vector<Payload>, AppendError> MemoryEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!staged_, "one append is staged at a time");
  CRISPER_ASSERT(!request.parts.empty(), "an append has a stream to append to");
  if (commands_.contains(request.command)) return failure(AppendError::already_appended);
  const auto place_of = [&](EventId id) {
    const auto found = named_.find(id);
    return found == named_.end() ? std::nullopt : std::optional(found->second);
  };
  switch (repetition_of(request.parts, place_of)) {
    case Repetition::none: break;
    case Repetition::whole: return failure(AppendError::already_appended);
    case Repetition::part: return failure(AppendError::partly_appended);
  }
  for (const StreamAppend& part : request.parts) {
    CRISPER_ASSERT(!part.events.empty(), "an append has events");
    if (const auto refused = refusal(part)) return failure(*refused);
  }
  AppendTransaction transaction{.parts = {}, .writer = request.writer};
  std::vector<Payload> all;
  std::int64_t position = request.first_position ? request.first_position->value - 1 : head().value;
  std::uint64_t n = 0;
  for (const StreamAppend& part : request.parts) {
    const auto found = streams_.find(part.stream);
    auto version = static_cast<std::int64_t>(found == streams_.end() ? 0 : found->second.events.size());
    AppendTransaction::Part& recorded = transaction.parts.emplace_back();
    recorded.token = part.token;
    for (const Payload& body : part.events) {
      const EventId derived = event_id_of(request.command, n++);
      recorded.events.push_back(Payload::of(RecordedEvent{.id = part.ids.empty() ? derived
                                                                                 : part.ids[recorded.events.size()],
                                                          .stream = part.stream,
                                                          .version = StreamVersion{++version},
                                                          .position = GlobalPosition{++position},
                                                          .command = request.command,
                                                          .correlation = request.correlation,
                                                          .recorded_at = request.now,
                                                          .body = body}));
      all.push_back(recorded.events.back());
    }
  }
  staged_ = Payload::of(std::move(transaction));
  disk_->append(staged_);
  return all;
}

void MemoryEventStore::commit() {
  CRISPER_ASSERT(static_cast<bool>(staged_), "only what is staged can be committed");
  apply(*staged_);
  staged_ = Payload();
}

void MemoryEventStore::rollback() {
  if (!staged_) return;
  // A sync that failed may have made the record durable all the same.
  disk_->append(Payload::of(AppendWithdrawn{.command = command_of(staged_)}));
  staged_ = Payload();
}

void MemoryEventStore::apply(const Message& transaction) {
  const auto* append = body_as<AppendTransaction>(&transaction);
  for (const AppendTransaction::Part& part : append->parts) {
    for (const Payload& event : part.events) {
      const RecordedEvent& recorded = event_in(event);
      Stream& stream = streams_[recorded.stream];
      stream.events.push_back(event);
      stream.highest_token = std::max(stream.highest_token, part.token);
      StoredCommand& command = commands_[recorded.command];
      if (recorded.id != event_id_of(recorded.command, command.events.size())) {
        named_.emplace(recorded.id, EventPlace{recorded.stream, recorded.version});
      }
      command.writer = append->writer;
      command.events.push_back(event);
      insert(event);
    }
  }
}

void MemoryEventStore::insert(const Payload& event) {
  const GlobalPosition position = event_in(event).position;
  outbox_.insert(position);
  if (all_.empty() || event_in(all_.back()).position < position) {
    all_.push_back(event);
  } else {  // committed later than what a sequence had numbered after it
    all_.insert(all_.begin() + static_cast<std::ptrdiff_t>(place_after(position)), event);
  }
}

std::size_t MemoryEventStore::place_after(GlobalPosition position) const {
  const auto position_of = [](const Payload& event) { return event_in(event).position; };
  const auto place = std::ranges::upper_bound(all_, position, {}, position_of);
  return static_cast<std::size_t>(place - all_.begin());
}

StreamSlice MemoryEventStore::read(StreamId stream, StreamVersion after, CommandId command) const {
  StreamSlice result;
  result.command_known = commands_.contains(command);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return result;
  const std::vector<Payload>& events = found->second.events;
  result.head = StreamVersion{static_cast<std::int64_t>(events.size())};
  result.events = slice(events, after.value, static_cast<std::uint32_t>(events.size()));
  return result;
}

bool MemoryEventStore::fence(StreamId stream, FencingToken token) {
  FencingToken& highest = streams_[stream].highest_token;
  if (token < highest) return false;
  highest = token;
  return true;
}

StoredCommand MemoryEventStore::find(CommandId command) const {
  const auto found = commands_.find(command);
  return found == commands_.end() ? StoredCommand{} : found->second;
}

std::vector<Payload> MemoryEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  return slice(all_, static_cast<std::int64_t>(place_after(after)), limit);
}

GlobalPosition MemoryEventStore::head() const {
  return all_.empty() ? GlobalPosition{} : event_in(all_.back()).position;
}

std::vector<Payload> MemoryEventStore::unpublished(std::uint32_t limit) const {
  std::vector<Payload> found;
  for (const GlobalPosition position : outbox_) {
    if (found.size() == limit) break;
    found.push_back(all_[place_after(position) - 1]);
  }
  return found;
}

void MemoryEventStore::mark_published(GlobalPosition through) {
  const auto end = outbox_.upper_bound(through);
  if (end == outbox_.begin()) return;
  outbox_.erase(outbox_.begin(), end);
  disk_->append(Payload::of(EventsPublished{.through = through}));
}

void MemoryEventStore::mark_published(std::span<const GlobalPosition> positions) {
  PositionsPublished marked;
  for (const GlobalPosition position : positions) {
    if (outbox_.erase(position) > 0) marked.positions.push_back(position);
  }
  if (!marked.positions.empty()) disk_->append(Payload::of(std::move(marked)));
}

}  // namespace crisper
