#include "core/store/memory_event_store.hpp"

#include <algorithm>
#include <span>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

/// Journal record: one append, its outbox entries included (they are the events themselves). How far the outbox has
/// been emptied rides along: forgetting the last of it costs a repetition.
struct AppendTransaction {
  CRISPER_BODY(AppendTransaction);
  std::vector<Payload> events;
  FencingToken token;
  GlobalPosition published;
  static constexpr auto fields =
      std::tuple{field("events", &AppendTransaction::events), field("token", &AppendTransaction::token),
                 field("published", &AppendTransaction::published)};
};

/// Journal record: the transaction before this one never happened.
struct AppendUndone {
  CRISPER_BODY(AppendUndone);
  static constexpr auto fields = std::tuple{};
};

const RecordedEvent& event_in(const Payload& payload) { return *payload.as<RecordedEvent>(); }

/// Events from `first` on, at most `limit`.
std::vector<Payload> slice(const std::vector<Payload>& events, std::int64_t first, std::uint32_t limit) {
  const std::size_t begin = std::min(static_cast<std::size_t>(first), events.size());
  const std::size_t end = std::min(begin + limit, events.size());
  return {events.begin() + static_cast<std::ptrdiff_t>(begin), events.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

void MemoryEventStore::recover(Disk& disk) {
  disk_ = &disk;
  const std::span<const Payload> records = disk.records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto* transaction = records[i].as<AppendTransaction>();
    const bool undone = i + 1 < records.size() && records[i + 1].as<AppendUndone>();
    if (!transaction || undone) continue;
    apply(transaction->events, transaction->token);
    published_ = std::max(published_, transaction->published);
  }
}

void MemoryEventStore::rollback() {
  if (!staged_) return;
  staged_.reset();
  disk_->append(Payload::of(AppendUndone{}));  // or the next sync would bring it back
}

Result<std::vector<Payload>, AppendError> MemoryEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!staged_, "one append is staged at a time");
  CRISPER_ASSERT(!request.events.empty(), "an append has events");
  if (commands_.contains(request.command)) return failure(AppendError::already_appended);
  const auto found = streams_.find(request.stream);
  const Stream* stream = found == streams_.end() ? nullptr : &found->second;
  if (stream && request.token.value != 0 && request.token < stream->highest_token) {
    return failure(AppendError::stale_token);
  }
  auto version = static_cast<std::int64_t>(stream ? stream->events.size() : 0);
  if (request.expected && request.expected->value != version) return failure(AppendError::wrong_version);

  staged_.emplace();
  staged_->token = request.token;
  auto position = static_cast<std::int64_t>(all_.size());
  std::uint64_t n = 0;
  for (const Payload& body : request.events) {
    staged_->events.push_back(Payload::of(RecordedEvent{.id = event_id_of(request.command, n++),
                                                        .stream = request.stream,
                                                        .version = StreamVersion{++version},
                                                        .position = GlobalPosition{++position},
                                                        .command = request.command,
                                                        .correlation = request.correlation,
                                                        .recorded_at = request.now,
                                                        .body = body}));
  }
  disk_->append(
      Payload::of(AppendTransaction{.events = staged_->events, .token = request.token, .published = published_}));
  return staged_->events;
}

bool MemoryEventStore::commit() {
  CRISPER_ASSERT(staged_.has_value(), "only what is staged can be committed");
  apply(staged_->events, staged_->token);
  staged_.reset();
  return true;
}

void MemoryEventStore::apply(const std::vector<Payload>& events, FencingToken token) {
  for (const Payload& event : events) {
    const RecordedEvent& recorded = event_in(event);
    Stream& stream = streams_[recorded.stream];
    stream.events.push_back(event);
    stream.highest_token = std::max(stream.highest_token, token);
    commands_.insert(recorded.command);
    all_.push_back(event);
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

std::vector<Payload> MemoryEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  return slice(all_, after.value, limit);
}

std::vector<Payload> MemoryEventStore::unpublished(std::uint32_t limit) const {
  return slice(all_, published_.value, limit);
}

void MemoryEventStore::mark_published(GlobalPosition through) { published_ = std::max(published_, through); }

}  // namespace crisper
