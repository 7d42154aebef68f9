#include "properties/search/explore/lineage/proofs.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/digest.hpp"
#include "properties/explain/causal_graph.hpp"

namespace crisper::properties {
namespace {

bool is_good(ObservationKind kind) {
  using enum ObservationKind;
  switch (kind) {
    case command_completed:
    case command_acknowledged:
    case command_answered:
    case event_appended:
    case event_published:
    case event_applied:
    case effect_performed:
    case request_told:
    case outbox_published:
    case saga_ended: return true;
    default: return false;
  }
}

/// What else a process says in the midst of a turn, after which it may die.
bool is_step(ObservationKind kind) {
  using enum ObservationKind;
  switch (kind) {
    case command_accepted:
    case command_enqueued:
    case command_dispatched:
    case command_handled:
    case event_delivered:
    case checkpoint_saved:
    case saga_stepped:
    case outbox_added: return true;
    default: return false;
  }
}

/// "handler" of "handler-3": processes of one kind have names that differ in their numbers.
std::string_view kind_of(std::string_view process) {
  const std::size_t end = process.find_last_not_of("0123456789");
  return end == std::string_view::npos ? process : process.substr(0, end + 1);
}

/// Of each message, which ones it follows from: a bit for each pair, 12 MB for ten thousand.
class Earlier {
 public:
  void add(const std::vector<std::uint32_t>& before) {
    std::vector<std::uint64_t> all(rows_.size() / 64 + 1, 0);
    for (const std::uint32_t each : before) {
      const std::vector<std::uint64_t>& row = rows_[each];
      for (std::size_t i = 0; i < row.size(); ++i) all[i] |= row[i];
      all[each / 64] |= std::uint64_t{1} << each % 64;
    }
    rows_.push_back(std::move(all));
  }

  /// In order, each once, and without those from which another of them follows.
  void keep_latest(std::vector<std::uint32_t>& places) const {
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (places.size() < 2) return;
    const std::vector<std::uint32_t> all = places;
    std::erase_if(places, [&](std::uint32_t place) {
      return std::any_of(std::ranges::upper_bound(all, place), all.end(),
                         [&](std::uint32_t later) { return follows(later, place); });
    });
  }

 private:
  bool follows(std::uint32_t later, std::uint32_t earlier) const {
    return (rows_[later][earlier / 64] >> earlier % 64 & 1) != 0;
  }

  std::vector<std::vector<std::uint64_t>> rows_;
};

/// Walks through the run once, with the latest messages that each statement follows from.
class ProofMaker {
 public:
  ProofMaker(const CausalRecorder& run, const FaultModel& model) : run_(run), model_(model), latest_(run.all().size()) {
    const CausalGraph graph(run.all());
    edges_ = graph.edges();
    std::ranges::stable_sort(edges_, {}, &CausalGraph::Edge::to);
  }

  Proofs make() {
    std::size_t edge = 0;
    for (std::size_t node = 0; node < run_.all().size(); ++node) {
      std::vector<std::uint32_t>& latest = latest_[node];
      for (; edge < edges_.size() && edges_[edge].to == node; ++edge) {
        const auto& before = latest_[edges_[edge].from];
        latest.insert(latest.end(), before.begin(), before.end());
      }
      earlier_.keep_latest(latest);
      look_at(run_.all()[node].observation, latest);
    }
    return std::move(proofs_);
  }

 private:
  /// A message on its way: what its delivery will be known by.
  struct Sent {
    std::uint64_t name = 0;
    std::uint64_t shape = 0;
    std::uint64_t nth = 0;
    SimTime at{};
    bool tells = false;  ///< of something good that the turn has done
  };

  void look_at(const Observation& seen, std::vector<std::uint32_t>& latest) {
    if (seen.kind == ObservationKind::message_sent && seen.nth > 0) return sent(seen);
    if (seen.kind == ObservationKind::message_delivered) return delivered(seen, latest);
    if (is_good(seen.kind)) good(seen, latest);
    if (is_good(seen.kind) || is_step(seen.kind)) step(seen, latest);
  }

  void good(const Observation& seen, const std::vector<std::uint32_t>& latest) {
    reached(name_of(seen), latest);
    good_turns_.emplace(seen.process, seen.causation);
  }

  void reached(std::uint64_t outcome, const std::vector<std::uint32_t>& latest) {
    if (outcomes_.insert(outcome).second) proofs_.outcomes.push_back({outcome, latest});
  }

  /// A moment within a turn at which its process may die.
  void step(const Observation& seen, std::vector<std::uint32_t>& latest) {
    const sim::FaultTarget& speaker = target(seen.process);
    const std::optional<Duration> down = model_.crash_of(speaker);
    if (!down) return;
    Digest shape;
    shape.add(kind_of(speaker.process));
    shape.add(static_cast<std::uint64_t>(seen.kind));
    follow({.name = name_of(seen), .shape = shape.value(), .from = speaker.process, .sent = seen.at,
            .sender_down = down},
           latest);
  }

  std::uint64_t name_of(const Observation& seen) {
    Digest name;
    name.add(static_cast<std::uint64_t>(seen.kind));
    name.add(run_.names().process(seen.process));
    name.add(seen.message.value);
    name.add(seen.stream.value);
    return name.value();
  }

  /// What comes after it follows from it.
  void follow(SupportingMessage message, std::vector<std::uint32_t>& latest) {
    message.before = std::move(latest);
    earlier_.add(message.before);
    proofs_.messages.push_back(std::move(message));
    latest = {static_cast<std::uint32_t>(proofs_.messages.size() - 1)};
  }

  void sent(const Observation& seen) {
    const std::string from = run_.names().process(seen.process);
    const std::string to = run_.names().process(seen.peer);
    Digest said;
    said.add(from);
    said.add(to);
    said.add(seen.payload ? seen.payload->content_hash() : 0);
    const std::uint64_t which = ++said_[said.value()];
    said.add(which);
    Digest shape;
    shape.add(kind_of(from));
    shape.add(kind_of(to));
    shape.add(seen.payload ? seen.payload->type().name : std::string_view{});
    shape.add(std::min<std::uint64_t>(which, 3));
    const bool tells = good_turns_.contains({seen.process, seen.causation});
    sent_[seen.a] = {said.value(), shape.value(), seen.nth, seen.at, tells};
  }

  void delivered(const Observation& seen, std::vector<std::uint32_t>& latest) {
    const auto found = sent_.find(seen.a);
    if (found == sent_.end()) return;  // a message to itself, or a copy that a fault made
    const sim::FaultTarget& from = target(seen.peer);
    const sim::FaultTarget& to = target(seen.process);
    const bool may_be_lost = model_.may_lose(from, to);
    const std::optional<Duration> down = model_.crash_of(from);
    if (!may_be_lost && !down) return;
    follow({.name = found->second.name,
            .shape = found->second.shape,
            .from = from.process,
            .to = to.process,
            .nth = found->second.nth,
            .sent = found->second.at,
            .may_be_lost = may_be_lost,
            .sender_down = down},
           latest);
    if (found->second.tells) reached(found->second.name, latest);
  }

  const sim::FaultTarget& target(ProcessId process) {
    const auto [found, is_new] = targets_.try_emplace(process);
    if (is_new) found->second = model_.target(run_.names().process(process), run_.names().role(process));
    return found->second;
  }

  const CausalRecorder& run_;
  const FaultModel& model_;
  std::vector<CausalGraph::Edge> edges_;
  std::vector<std::vector<std::uint32_t>> latest_;
  Earlier earlier_;
  std::map<std::int64_t, Sent> sent_;  ///< by attempt
  std::map<std::uint64_t, std::uint64_t> said_;
  std::set<std::uint64_t> outcomes_;
  std::set<std::pair<ProcessId, CausationId>> good_turns_;  ///< in which something good was said
  std::map<ProcessId, sim::FaultTarget> targets_;
  Proofs proofs_;
};

}  // namespace

Proofs proofs_of(const CausalRecorder& run, const FaultModel& model) { return ProofMaker(run, model).make(); }

}  // namespace crisper::properties
