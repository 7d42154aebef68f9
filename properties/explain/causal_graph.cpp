#include "properties/explain/causal_graph.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <map>
#include <optional>
#include <tuple>

namespace crisper::properties {
namespace {

using Node = CausalGraph::Node;

// A command or event and what became of it says most; that one statement followed another in a turn says least.
constexpr int by_subject = 1;
constexpr int by_message = 2;
constexpr int by_state = 3;
constexpr int by_turn = 4;

/// A command has so many events, an event so many commands, at most, that are recognised.
constexpr std::uint64_t derived_max = 16;

bool is_about_subject(ObservationKind kind) {
  const std::string_view name = info(kind).name;
  return name.starts_with("command.") || name.starts_with("event.");
}

/// What one consumer does with an event leads to nothing that another one does with it.
bool is_consumers(ObservationKind kind) {
  using enum ObservationKind;
  return kind == event_delivered || kind == event_applied || kind == event_ignored || kind == event_held;
}

/// Walks through the run once and remembers who said what last.
class EdgeMaker {
 public:
  EdgeMaker(std::vector<CausalGraph::Edge>& edges, std::vector<Node>& roots) : edges_(edges), roots_(roots) {}

  void add(const Observation& seen, Node node) {
    using enum ObservationKind;
    switch (seen.kind) {
      case message_sent:
        return sent(seen, node);
      case message_delivered:
        return delivered(seen, node);
      case message_dropped:
        return dropped(seen, node);
      case fault_fired:
        return fault(seen, node);
      case turn_begun:
        link(delivered_, static_cast<std::uint64_t>(seen.a), node, by_message);
        turn_[{seen.process, seen.message.value}] = node;
        return;
      case process_started:
        link(last_of_process_, seen.process, node, by_message);
        turn_[{seen.process, 0}] = node;
        return;
      case process_crashed:
      case process_paused:
      case process_resumed:
        link(last_of_process_, seen.process, node, by_message);
        last_of_process_[seen.process] = node;
        return;
      case call_timed_out:
        link(dropped_, seen.message, node, by_message);
        break;
      default:
        break;
    }
    said(seen, node);
  }

 private:
  using Turn = std::pair<ProcessId, std::uint64_t>;

  template <class Map, class Key>
  void link(const Map& map, const Key& key, Node to, int weight) {
    if (const auto found = map.find(key); found != map.end()) edge(found->second, to, weight);
  }
  void edge(Node from, Node to, int weight) {
    if (from != to) edges_.push_back({from, to, weight});
  }

  void sent(const Observation& seen, Node node) {
    const Turn turn{seen.process, seen.causation.value};
    link(turn_, turn, node, by_turn);
    // Sent again, since the first one was lost.
    link(dropped_, seen.message, node, by_message);
    if (sent_by_message_.emplace(seen.message, node).second) turn_of_request_[seen.message] = turn;
    sent_by_message_[seen.message] = node;
    sent_[static_cast<std::uint64_t>(seen.a)] = node;
  }

  void delivered(const Observation& seen, Node node) {
    const auto attempt = static_cast<std::uint64_t>(seen.a);
    link(fault_on_, seen.message, node, by_message);
    if (sent_.contains(attempt)) {
      link(sent_, attempt, node, by_message);
    } else if (!fault_on_.contains(seen.message)) {
      link(sent_by_message_, seen.message, node, by_message);
    }
    delivered_[attempt] = node;
    if (seen.b != reply_past_the_mailbox) return;
    // The turn that waited for it goes on.
    const auto turn = turn_of_request_.find(MessageId{seen.causation.value});
    if (turn == turn_of_request_.end()) return;
    link(turn_, turn->second, node, by_turn);
    turn_[turn->second] = node;
  }

  void dropped(const Observation& seen, Node node) {
    link(sent_, static_cast<std::uint64_t>(seen.a), node, by_message);
    link(fault_on_, seen.message, node, by_message);
    if (seen.b == static_cast<std::int64_t>(DropReason::receiver_down)) {
      link(last_of_process_, seen.peer, node, by_message);
    }
    dropped_[seen.message] = node;
  }

  void fault(const Observation& seen, Node node) {
    if (seen.message.value == 0) {
      roots_.push_back(node);
      last_of_process_[seen.process] = node;
      return;
    }
    link(sent_by_message_, seen.message, node, by_message);
    fault_on_[seen.message] = node;
  }

  /// What a process says of itself.
  void said(const Observation& seen, Node node) {
    if (seen.kind == ObservationKind::command_submitted && seen.a == 1 && !by_subject_.contains(seen.message)) {
      roots_.push_back(node);
    }
    const Turn turn{seen.process, seen.causation.value};
    link(turn_, turn, node, by_turn);
    turn_[turn] = node;
    if (is_about_subject(seen.kind)) {
      link(by_subject_, seen.message, node, by_subject);
      if (!is_consumers(seen.kind)) by_subject_[seen.message] = node;
      derive(seen, node);
    }
    if (seen.kind == ObservationKind::view_updated) {
      state(std::tuple{seen.process, seen.stream, seen.message}, node);
    } else if (seen.kind == ObservationKind::event_appended) {
      state(std::tuple{seen.process, seen.stream, MessageId{}}, node);
    }
  }

  /// A command's events and an event's commands have ids that follow from its own.
  void derive(const Observation& seen, Node node) {
    const bool command = info(seen.kind).name.starts_with("command.");
    for (std::uint64_t n = 0; n < derived_max; ++n) {
      const std::uint64_t id = command ? event_id_of(CommandId{seen.message.value}, n).value
                                       : command_id_of(EventId{seen.message.value}, n).value;
      by_subject_.try_emplace(MessageId{id}, node);
    }
  }

  void state(const std::tuple<ProcessId, StreamId, MessageId>& row, Node node) {
    link(last_change_, row, node, by_state);
    last_change_[row] = node;
  }

  std::vector<CausalGraph::Edge>& edges_;
  std::vector<Node>& roots_;
  std::map<Turn, Node> turn_;  ///< the latest statement of each turn
  std::map<std::uint64_t, Node> sent_;
  std::map<std::uint64_t, Node> delivered_;
  std::map<MessageId, Node> sent_by_message_;
  std::map<MessageId, Turn> turn_of_request_;
  std::map<MessageId, Node> dropped_;
  std::map<MessageId, Node> fault_on_;
  std::map<MessageId, Node> by_subject_;  ///< the latest statement about each command and event
  std::map<ProcessId, Node> last_of_process_;
  std::map<std::tuple<ProcessId, StreamId, MessageId>, Node> last_change_;
};

}  // namespace

CausalGraph::CausalGraph(const std::vector<CausalRecorder::Kept>& run) : size_(run.size()) {
  EdgeMaker maker(edges_, roots_);
  for (std::size_t i = 0; i < run.size(); ++i) maker.add(run[i].observation, static_cast<Node>(i));
}

std::vector<Node> CausalGraph::path(const std::vector<Node>& from, Node to) const {
  using namespace boost;
  using Graph = adjacency_list<vecS, vecS, directedS, no_property, property<edge_weight_t, int>>;
  Graph graph(size_ + 1);
  for (const Edge& edge : edges_) add_edge(edge.from, edge.to, edge.weight, graph);
  const std::size_t start = size_;  // before all of them
  for (const Node node : from) add_edge(start, node, 0, graph);
  std::vector<std::size_t> before(size_ + 1);
  dijkstra_shortest_paths(graph, start, predecessor_map(before.data()));
  std::vector<Node> path;
  for (std::size_t at = to; at != start; at = before[at]) {
    path.push_back(static_cast<Node>(at));
    if (before[at] == at) return {};  // never reached
  }
  std::ranges::reverse(path);
  return path;
}

std::vector<bool> CausalGraph::consequences(Node of) const {
  std::vector<std::vector<Node>> next(size_);
  for (const Edge& edge : edges_) next[edge.from].push_back(edge.to);
  std::vector<bool> reached(size_, false);
  reached[of] = true;
  for (std::size_t node = of; node < size_; ++node) {  // edges lead forward only
    if (!reached[node]) continue;
    for (const Node each : next[node]) reached[each] = true;
  }
  return reached;
}

std::vector<bool> CausalGraph::causes(const std::vector<Node>& of) const {
  std::vector<std::vector<Node>> before(size_);
  for (const Edge& edge : edges_) before[edge.to].push_back(edge.from);
  std::vector<bool> reached(size_, false);
  for (const Node each : of) reached[each] = true;
  for (std::size_t node = size_; node-- > 0;) {
    if (!reached[node]) continue;
    for (const Node each : before[node]) reached[each] = true;
  }
  return reached;
}

}  // namespace crisper::properties
