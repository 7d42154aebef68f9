#include "core/store/memory_event_store.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/store/store_journal.hpp"

namespace crisper {
namespace {

const RecordedEvent& event_in(const Payload& payload) { return *payload.as<RecordedEvent>(); }

/// Events from `first` on, at most `limit`.
std::vector<Payload> slice(const std::vector<Payload>& events, std::int64_t first, std::uint32_t limit) {
  const std::size_t begin = std::min(static_cast<std::size_t>(first), events.size());
  const std::size_t end = std::min(begin + limit, events.size());
  return {events.begin() + static_cast<std::ptrdiff_t>(begin), events.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

/// Journal record: one append, its outbox entries included (they are the events themselves).
struct MemoryEventStore::AppendTransaction {
  CRISPER_BODY(AppendTransaction);
  struct Part {
    FencingToken token;
    std::vector<Payload> events;
    CRISPER_FIELDS(token, events)
  };
  std::vector<Part> parts;  ///< one for each stream
  ProcessId writer{};
  CRISPER_FIELDS(parts, writer)
  CommandId command() const { return event_in(parts.front().events.front()).command; }
};

Result<void, StoreDamage> MemoryEventStore::recover(Disk& disk) {
  disk_ = &disk;
  const auto applied = [&](const AppendTransaction& transaction) {
    const std::optional<StoreDamage> damage = gap_before(transaction);
    if (!damage) apply(transaction);
    return damage;
  };
  return replay_appends<AppendTransaction>(disk.records(), applied, [&](const Payload& mark) { unmark(mark); });
}

std::optional<StoreDamage> MemoryEventStore::gap_before(const AppendTransaction& transaction) const {
  for (const AppendTransaction::Part& part : transaction.parts) {
    const RecordedEvent& first = event_in(part.events.front());
    if (first.version.value == stream(first.stream).head.value + 1) continue;
    return StoreDamage{.kind = StoreDamageKind::version_gap, .place = first.position.value};
  }
  return std::nullopt;
}

// ---- what is stored, as staging sees it

bool MemoryEventStore::knows(CommandId command) const { return commands_.contains(command); }

std::optional<EventPlace> MemoryEventStore::place_of(EventId id) const {
  const auto found = named_.find(id);
  return found == named_.end() ? std::nullopt : std::optional(found->second);
}

StoredStream MemoryEventStore::stream(StreamId id) const {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return {};
  const Stream& stream = found->second;
  return {.head = StreamVersion{static_cast<std::int64_t>(stream.events.size())}, .token = stream.highest_token};
}

GlobalPosition MemoryEventStore::head() const {
  return all_.empty() ? GlobalPosition{} : event_in(all_.back()).position;
}

// ---- an append

Result<std::vector<Payload>, AppendError> MemoryEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!staged_, "one append is staged at a time");
  Result<std::vector<Payload>, AppendError> events = staged(request, *this, tokens_);
  if (!events) return events;
  AppendTransaction transaction{.parts = {}, .writer = request.writer};
  auto next = events->begin();
  for (const StreamAppend& part : request.parts) {
    const auto end = next + std::ssize(part.events);
    transaction.parts.push_back({.token = part.token, .events = {next, end}});
    next = end;
  }
  staged_ = Payload::of(std::move(transaction));
  disk_->append(staged_);
  return events;
}

void MemoryEventStore::commit() {
  CRISPER_ASSERT(static_cast<bool>(staged_), "only what is staged can be committed");
  apply(*staged_.as<AppendTransaction>());
  staged_ = Payload();
}

void MemoryEventStore::rollback() {
  if (!staged_) return;
  // A sync that failed may have made the record durable all the same.
  disk_->append(Payload::of(AppendWithdrawn{.command = staged_.as<AppendTransaction>()->command()}));
  staged_ = Payload();
}

void MemoryEventStore::apply(const AppendTransaction& transaction) {
  for (const AppendTransaction::Part& part : transaction.parts) {
    for (const Payload& event : part.events) {
      const RecordedEvent& recorded = event_in(event);
      Stream& stream = streams_[recorded.stream];
      stream.events.push_back(event);
      stream.highest_token = std::max(stream.highest_token, part.token);
      StoredCommand& command = commands_[recorded.command];
      if (recorded.id != event_id_of(recorded.command, command.events.size())) {
        named_.emplace(recorded.id, EventPlace{recorded.stream, recorded.version});
      }
      command.writer = transaction.writer;
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

// ---- what is read

StreamSlice MemoryEventStore::read(StreamId stream, StreamVersion after, CommandId command) const {
  StreamSlice result;
  result.command_known = knows(command);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return result;
  const std::vector<Payload>& events = found->second.events;
  result.head = StreamVersion{static_cast<std::int64_t>(events.size())};
  result.events = slice(events, after.value, static_cast<std::uint32_t>(events.size()));
  return result;
}

bool MemoryEventStore::fence(StreamId id, FencingToken token) {
  tokens_.stored(id, stream(id).token);
  return tokens_.show(id, token);
}

StoredCommand MemoryEventStore::find(CommandId command) const {
  const auto found = commands_.find(command);
  return found == commands_.end() ? StoredCommand{} : found->second;
}

std::vector<Payload> MemoryEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  return slice(all_, static_cast<std::int64_t>(place_after(after)), limit);
}

// ---- the outbox

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

void MemoryEventStore::unmark(const Payload& mark) {
  if (const auto* published = mark.as<EventsPublished>()) {
    outbox_.erase(outbox_.begin(), outbox_.upper_bound(published->through));
  } else {
    for (const GlobalPosition position : mark.as<PositionsPublished>()->positions) outbox_.erase(position);
  }
}

}  // namespace crisper
