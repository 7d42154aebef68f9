#include "core/service/merger.hpp"

#include <algorithm>

namespace crisper {

Task<bool> Merger::merge(Context& context, AppendEvents& append) const {
  std::vector<Observation> merged;
  for (StreamAppend& part : append.parts) {
    if (!part.expected) continue;
    const Payload request =
        Payload::of(ReadStream{.stream = part.stream, .after = *part.expected, .command = append.command});
    const Result<Payload, CallError> answer =
        co_await context.call(options_.event_store, request, options_.call_timeout);
    const StreamSlice* between = answer ? answer->as<StreamSlice>() : nullptr;
    if (!between || between->command_known || !all_merge(context, part, *between)) co_return false;
    if (between->events.empty()) continue;
    part.expected = between->head;
    merged.push_back({.kind = ObservationKind::append_merged,
                      .message = subject(append.command),
                      .stream = part.stream,
                      .a = between->head.value,
                      .b = static_cast<std::int64_t>(between->events.size())});
  }
  for (const Observation& each : merged) context.observe(each);
  // Where no stream has moved on, the store had another reason, which trying again as it is would meet for ever.
  co_return !merged.empty();
}

bool Merger::all_merge(Context& context, const StreamAppend& part, const StreamSlice& between) const {
  // A store that has less than was decided on has lost it: what else it lost, nobody can tell.
  const auto count = static_cast<std::int64_t>(between.events.size());
  if (between.head.value != part.expected->value + count) return false;
  return std::ranges::all_of(between.events, [&](const Payload& each) {
    return merges(context, part, *each.as<RecordedEvent>());
  });
}

bool Merger::merges(Context& context, const StreamAppend& part, const RecordedEvent& stored) const {
  const auto merges_with = [&](const Payload& body) {
    return std::ranges::all_of(part.events, [&](const Payload& decided) {
      return options_.merging(part.stream, {.decided = decided, .stored = body});
    });
  };
  const std::optional<std::vector<Payload>> today = options_.release.read(stored.body, context.monotonic());
  if (!today) return merges_with(stored.body);
  context.observe(upcast_observed(stored, today->size()));
  return std::ranges::all_of(*today, merges_with);
}

}  // namespace crisper
