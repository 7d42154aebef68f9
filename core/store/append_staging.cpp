#include "core/store/append_staging.hpp"

#include <algorithm>
#include <set>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

std::optional<AppendError> refusal(const StreamAppend& part, const StoredEvents& stored, FencingTokens& tokens) {
  const StoredStream stream = stored.stream(part.stream);
  tokens.stored(part.stream, stream.token);
  if (tokens.is_stale(part.stream, part.token)) return AppendError::stale_token;
  if (part.expected && *part.expected != stream.head) return AppendError::wrong_version;
  return std::nullopt;
}

std::optional<AppendError> refusal(const AppendRequest& request, const StoredEvents& stored, FencingTokens& tokens) {
  if (stored.knows(request.command)) return AppendError::already_appended;
  switch (repetition_of(request.parts, [&](EventId id) { return stored.place_of(id); })) {
    case Repetition::none: break;
    case Repetition::whole: return AppendError::already_appended;
    case Repetition::part: return AppendError::partly_appended;
  }
  for (const StreamAppend& part : request.parts) {
    if (const auto refused = refusal(part, stored, tokens)) return refused;
  }
  return std::nullopt;
}

bool names_each_stream_once(const std::vector<StreamAppend>& parts) {
  if (parts.size() == 1) return true;
  std::set<StreamId> streams;
  return std::ranges::all_of(parts, [&](const StreamAppend& part) { return streams.insert(part.stream).second; });
}

}  // namespace

std::vector<Payload> as_recorded(const AppendRequest& request, GlobalPosition first,
                                 const std::function<StreamVersion(StreamId)>& head_of) {
  std::vector<Payload> events;
  GlobalPosition position{first.value - 1};
  for (const StreamAppend& part : request.parts) {
    CRISPER_ASSERT(!part.events.empty(), "an append has events");
    StreamVersion version = head_of(part.stream);
    for (std::size_t n = 0; n < part.events.size(); ++n) {
      const EventId id = part.ids.empty() ? event_id_of(request.command, events.size()) : part.ids[n];
      events.push_back(Payload::of(RecordedEvent{.id = id,
                                                 .stream = part.stream,
                                                 .version = StreamVersion{++version.value},
                                                 .position = GlobalPosition{++position.value},
                                                 .command = request.command,
                                                 .correlation = request.correlation,
                                                 .recorded_at = request.now,
                                                 .body = part.events[n]}));
    }
  }
  return events;
}

Result<std::vector<Payload>, AppendError> staged(const AppendRequest& request, const StoredEvents& stored,
                                                 FencingTokens& tokens) {
  CRISPER_ASSERT(!request.parts.empty(), "an append has a stream to append to");
  CRISPER_ASSERT(names_each_stream_once(request.parts), "an append has one part for each stream");
  if (const auto refused = refusal(request, stored, tokens)) return failure(*refused);
  const GlobalPosition first = request.first_position.value_or(GlobalPosition{stored.head().value + 1});
  return as_recorded(request, first, [&](StreamId id) { return stored.stream(id).head; });
}

}  // namespace crisper
