#include "properties/explain/asides.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace crisper::properties {
namespace {

using Node = CausalGraph::Node;

/// What takes something from its usual course. What is done every time (grants, positions, hand-overs) doesn't.
bool is_unusual(const Observation& seen) {
  using enum ObservationKind;
  switch (seen.kind) {
    case session_broken:
    case command_expired:
    case command_dead_lettered:
    case command_duplicate:
    case command_repeated:
    case command_gave_up:
    case lock_expired:
    case lock_refused:
    case lock_session_lost:
    case quota_short:
    case append_refused:
    case append_merged:
    case actor_given_up:
    case event_given_up:
    case event_parked:
    case own_events_late:
    case store_damaged:
    case memory_exhausted:
    case snapshot_refused:
    case delivery_throttled:
    case saga_timed_out:
    case partition_revoked:
    case replay_begun:
    case process_crashed: return true;
    case event_ignored: {
      const auto why = static_cast<IgnoreReason>(seen.b);
      return why == IgnoreReason::given_up || why == IgnoreReason::before_checkpoint;
    }
    default: return false;
  }
}

/// Its message is a command or an event, not the number of a row or of a consumer.
bool is_about_subject_of_story(ObservationKind kind) {
  const std::string_view name = info(kind).name;
  return name.starts_with("command.") || name.starts_with("event.");
}

/// Everybody and everything that a story is about.
struct Cast {
  std::set<MessageId> subjects;
  std::set<StreamId> streams;
  std::set<ProcessId> processes;
};

Cast cast_of(const CausalRecorder& run, const std::set<Node>& story) {
  Cast cast;
  for (const Node node : story) {
    const Observation& seen = run.all()[node].observation;
    if (is_about_subject_of_story(seen.kind)) cast.subjects.insert(seen.message);
    if (seen.stream.value != 0) cast.streams.insert(seen.stream);
    if (seen.kind == ObservationKind::message_sent || seen.kind == ObservationKind::message_delivered) continue;
    cast.processes.insert(seen.process);
    if (seen.peer.value != 0) cast.processes.insert(seen.peer);
  }
  return cast;
}

bool concerns(const Observation& seen, const Cast& cast) {
  // All of the past may come again, and a share of the work goes to others, whoever tells of it.
  using enum ObservationKind;
  if (seen.kind == replay_begun || seen.kind == partition_revoked || seen.kind == partition_assigned) return true;
  if (cast.processes.empty()) return true;  // nothing proves it, and nothing struck: whatever was unusual may tell
  if (is_about_subject_of_story(seen.kind) && cast.subjects.contains(seen.message)) return true;
  if (seen.stream.value != 0) return cast.streams.contains(seen.stream);
  return cast.processes.contains(seen.process) || (seen.peer.value != 0 && cast.processes.contains(seen.peer));
}

}  // namespace

std::set<Node> asides(const CausalRecorder& run, const std::set<Node>& story, std::size_t length) {
  const Cast cast = cast_of(run, story);
  std::vector<Node> found;
  std::set<std::pair<ProcessId, std::int64_t>> revoked;
  for (std::size_t i = 0; i < length; ++i) {
    const Observation& seen = run.all()[i].observation;
    const std::pair partition{seen.process, seen.a};
    // Who has a partition at first is no news; who gets one that another had is.
    const bool changes_hands = seen.kind == ObservationKind::partition_assigned && revoked.contains(partition);
    if (seen.kind == ObservationKind::partition_revoked) revoked.insert(partition);
    const auto node = static_cast<Node>(i);
    if ((is_unusual(seen) || changes_hands) && !story.contains(node) && concerns(seen, cast)) found.push_back(node);
  }
  if (found.size() > asides_max) found.erase(found.begin(), found.end() - asides_max);
  return {found.begin(), found.end()};
}

std::vector<StrandedQuota> stranded_with(const CausalRecorder& run, Node crash) {
  const ProcessId holder = run.all()[crash].observation.process;
  std::map<StreamId, std::int64_t> held;
  for (Node node = 0; node < crash; ++node) {
    const Observation& seen = run.all()[node].observation;
    if (seen.peer != holder) continue;
    if (seen.kind == ObservationKind::quota_lent) held[seen.stream] += seen.a;
    if (seen.kind == ObservationKind::quota_returned) held[seen.stream] -= seen.a;
  }
  std::vector<StrandedQuota> stranded;
  for (const auto& [stream, amount] : held) {
    if (amount > 0) stranded.push_back({stream, amount});
  }
  return stranded;
}

}  // namespace crisper::properties
