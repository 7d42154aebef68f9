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
    static constexpr auto fields = std::tuple{field("token", &Part::token), field("events", &Part::events)};
  };
  std::vector<Part> parts;  ///< one for each stream
  ProcessId writer{};
  static constexpr auto fields =
      std::tuple{field("parts", &AppendTransaction::parts), field("writer", &AppendTransaction::writer)};
};

/// Journal record: the append of this command, just before, was given up; its record may be there or not.
struct AppendWithdrawn {
  CRISPER_BODY(AppendWithdrawn);
  CommandId command;
  static constexpr auto fields = std::tuple{field("command", &AppendWithdrawn::command)};
};

/// Journal record: the outbox is empty up to here.
struct EventsPublished {
  CRISPER_BODY(EventsPublished);
  GlobalPosition through;
  static constexpr auto fields = std::tuple{field("through", &EventsPublished::through)};
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

void MemoryEventStore::recover(Disk& disk) {
  disk_ = &disk;
  Payload latest;  // not applied before it is known that it was not withdrawn
  const auto apply_latest = [&] {
    if (latest) apply(*latest);
    latest = Payload();
  };
  for (const Payload& record : disk.records()) {
    if (record.as<AppendTransaction>()) {
      apply_latest();
      latest = record;
    } else if (const auto* withdrawn = record.as<AppendWithdrawn>()) {
      if (latest && command_of(latest) == withdrawn->command) latest = Payload();
    } else if (const auto* published = record.as<EventsPublished>()) {
      published_ = std::max(published_, published->through);
    }
  }
  apply_latest();
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
  for (const StreamAppend& part : request.parts) {
    CRISPER_ASSERT(!part.events.empty(), "an append has events");
    if (const auto refused = refusal(part)) return failure(*refused);
  }
  AppendTransaction transaction{.parts = {}, .writer = request.writer};
  std::vector<Payload> all;
  auto position = static_cast<std::int64_t>(all_.size());
  std::uint64_t n = 0;
  for (const StreamAppend& part : request.parts) {
    const auto found = streams_.find(part.stream);
    auto version = static_cast<std::int64_t>(found == streams_.end() ? 0 : found->second.events.size());
    AppendTransaction::Part& recorded = transaction.parts.emplace_back();
    recorded.token = part.token;
    for (const Payload& body : part.events) {
      recorded.events.push_back(Payload::of(RecordedEvent{.id = event_id_of(request.command, n++),
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

bool MemoryEventStore::commit() {
  CRISPER_ASSERT(static_cast<bool>(staged_), "only what is staged can be committed");
  apply(*staged_);
  staged_ = Payload();
  return true;
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
      command.writer = append->writer;
      command.events.push_back(event);
      all_.push_back(event);
    }
  }
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
  return slice(all_, after.value, limit);
}

std::vector<Payload> MemoryEventStore::unpublished(std::uint32_t limit) const {
  return slice(all_, published_.value, limit);
}

void MemoryEventStore::mark_published(GlobalPosition through) {
  through = std::min(through, GlobalPosition{static_cast<std::int64_t>(all_.size())});
  if (through <= published_) return;
  published_ = through;
  disk_->append(Payload::of(EventsPublished{.through = through}));
}

}  // namespace crisper
