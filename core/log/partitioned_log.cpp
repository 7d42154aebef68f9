#include "core/log/partitioned_log.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: the log has begun so many times; each time has its own numbers to lend.
struct LogBegun {
  CRISPER_BODY(LogBegun);
  std::int64_t times = 0;
  CRISPER_FIELDS(times)
};

/// Journal record: a consumer's committed places.
struct PlacesCommitted {
  CRISPER_BODY(PlacesCommitted);
  ProcessId consumer;
  std::vector<PartitionPlace> places;
  CRISPER_FIELDS(consumer, places)
};

constexpr std::int64_t assignments_of_an_incarnation = 1'000'000'000;

/// The first event after this offset.
auto after(const std::vector<LoggedEvent>& partition, LogOffset offset) {
  return std::ranges::upper_bound(partition, offset, {}, &LoggedEvent::offset);
}

}  // namespace

PartitionedLog::PartitionedLog(PartitionedLogOptions options)
    : options_(std::move(options)), partitions_(options_.partitions) {
  for (const HandOverGroup& nodes : *options_.groups) {
    groups_.push_back(Group{
        .nodes = nodes,
        .assignment = PartitionAssignment({.partitions = options_.partitions, .session = options_.session}),
        .progress = std::vector<Progress>(options_.partitions)});
  }
}

Task<> PartitionedLog::start(Context& context) {
  std::int64_t times = 0;
  for (const Payload& record : context.disk().records()) {
    if (record.as<RecordedEvent>()) keep(record);
    if (const auto* begun = record.as<LogBegun>()) times = std::max(times, begun->times);
    const auto* committed = record.as<PlacesCommitted>();
    if (!committed) continue;
    for (Group& group : groups_) {
      if (group.nodes.consumer != committed->consumer) continue;
      for (const PartitionPlace& place : committed->places) {
        Progress& progress = group.progress[place.partition];
        progress.committed = std::max(progress.committed, place.through);
      }
    }
  }
  std::vector<Payload> records{Payload::of(LogBegun{.times = times + 1})};
  co_await durably(context, std::move(records));
  for (Group& group : groups_) {
    group.assignment.lend(FencingToken{times * assignments_of_an_incarnation},
                          FencingToken{(times + 1) * assignments_of_an_incarnation});
    for (Progress& progress : group.progress) progress.fetched = progress.committed;
  }
}

Task<> PartitionedLog::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await append(context, envelope, delivery->items);
  } else if (const auto* request = envelope.payload.as<FetchPartitions>()) {
    fetch(context, envelope, *request);
  } else if (const auto* places = envelope.payload.as<CommitOffsets>()) {
    commit(context, envelope, *places);
  }
}

void PartitionedLog::keep(const Payload& event) {
  const StreamId stream = event.as<RecordedEvent>()->stream;
  const LogOffset before = head_;
  ++head_.value;
  partitions_[mix_bits(stream.value) % partitions_.size()].push_back(
      LoggedEvent{.offset = head_, .after = before, .event = event});
}

Task<> PartitionedLog::append(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* event = item.as<RecordedEvent>();
    if (!event) continue;
    context.disk().append(item);
    const LogOffset offset{head_.value + static_cast<std::int64_t>(once_durable.size()) + 1};
    once_durable.push_back(published(*event, offset));
  }
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (!synced) co_return;  // the relay will hand them over again
  for (const Payload& item : items) {
    if (item.as<RecordedEvent>()) keep(item);
  }
  context.reply(envelope, Payload::of(Received{}));
}

void PartitionedLog::fetch(Context& context, const Envelope& envelope, const FetchPartitions& request) {
  Group* group = group_of(envelope.from);
  if (!group) return;
  // A partition changes hands only while nothing of it is under way, unless its node is gone.
  const auto is_idle = [&](std::uint32_t partition) {
    return group->progress[partition].fetched == group->progress[partition].committed;
  };
  const SimTime now = context.monotonic();
  tell(context, *group, group->assignment.expire(now, is_idle));
  const std::uint32_t node = envelope.from.value;
  tell(context, *group, group->assignment.heard(node, now, is_idle));
  PartitionBatches batches = next_of(*group, node, request.limit);
  for (const LoggedEvent& event : batches.events) {
    context.observe(delivered(event, {.consumer = group->nodes.consumer, .node = envelope.from}));
  }
  context.reply(envelope, Payload::of(std::move(batches)));
}

/// The lowest offsets first, whichever partitions they are in: a consumer that puts all of them in order must not wait
/// for what a full batch of another partition keeps out.
PartitionBatches PartitionedLog::next_of(Group& group, std::uint32_t node, std::uint32_t limit) const {
  std::vector<std::pair<LoggedEvent, std::uint32_t>> candidates;
  for (const std::uint32_t number : group.assignment.partitions_of(node)) {
    const std::vector<LoggedEvent>& partition = partitions_[number];
    auto next = after(partition, group.progress[number].committed);
    for (std::uint32_t taken = 0; next != partition.end() && taken < limit; ++next, ++taken) {
      candidates.emplace_back(*next, number);
    }
  }
  std::ranges::sort(candidates, {}, [](const auto& each) { return each.first.offset; });
  if (candidates.size() > limit) candidates.erase(candidates.begin() + limit, candidates.end());
  PartitionBatches batches;
  std::map<std::uint32_t, LogOffset> through;
  for (auto& [event, number] : candidates) {
    through[number] = event.offset;
    batches.events.push_back(std::move(event));
  }
  for (const auto& [number, offset] : through) {
    group.progress[number].fetched = std::max(group.progress[number].fetched, offset);
    batches.places.push_back(
        PartitionPlace{.partition = number, .number = group.assignment.owner(number)->number, .through = offset});
  }
  return batches;
}

void PartitionedLog::commit(Context& context, const Envelope& envelope, const CommitOffsets& request) {
  Group* group = group_of(envelope.from);
  if (!group) return;
  OffsetsCommitted answer;
  PlacesCommitted record{.consumer = group->nodes.consumer, .places = {}};
  for (const PartitionPlace& place : request.places) {
    const auto& owner = group->assignment.owner(place.partition);
    Progress& progress = group->progress[place.partition];
    if (!owner || owner->number != place.number) {
      ++answer.refused;  // somebody else has had it since, and may be ahead
      continue;
    }
    if (place.through <= progress.committed) continue;
    progress.committed = place.through;
    progress.fetched = std::max(progress.fetched, place.through);
    record.places.push_back(place);
  }
  if (!record.places.empty()) context.disk().append(Payload::of(std::move(record)));
  context.reply(envelope, Payload::of(answer));
}

void PartitionedLog::tell(Context& context, const Group& group,
                          const std::vector<PartitionAssignment::Change>& changes) {
  for (const PartitionAssignment::Change& change : changes) {
    const auto kind =
        change.assigned ? ObservationKind::partition_assigned : ObservationKind::partition_revoked;
    context.observe({.kind = kind,
                     .peer = ProcessId{change.owner.group},
                     .message = MessageId{group.nodes.consumer.value},
                     .a = change.partition,
                     .b = change.owner.number.value});
  }
}

PartitionedLog::Group* PartitionedLog::group_of(ProcessId node) {
  const auto found = std::ranges::find_if(groups_, [&](const Group& group) {
    return std::ranges::find(group.nodes.nodes, node) != group.nodes.nodes.end();
  });
  return found == groups_.end() ? nullptr : &*found;
}

void PartitionedLog::inspect(Audit& audit) const {
  for (const std::vector<LoggedEvent>& partition : partitions_) {
    for (const LoggedEvent& each : partition) audit.take(logged(each.offset, each.event));
  }
}

}  // namespace crisper
