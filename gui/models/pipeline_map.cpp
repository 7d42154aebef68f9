#include "gui/models/pipeline_map.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "gui/models/doing.hpp"
#include "gui/models/stages.hpp"

namespace crisper::gui {
namespace {

struct Flow {
  std::string_view from;  ///< a role; "client" for whoever stands in the first column
  std::string_view to;
  bool backwards = false;
};

// Who hands what on to whom. Requests often run the other way: a handler asks the queue for a command.
constexpr auto flows = std::to_array<Flow>({
    {"client", "command-store"},
    {"command-store", "command-queue"},
    {"command-store", "router"},
    {"router", "command-queue"},
    {"command-queue", "handler"},
    {"handler", "forwarder"},
    {"forwarder", "service"},
    {"handler", "service"},
    {"handler", "entity"},
    {"handler", "lock-service"},
    {"handler", "quota-service"},
    {"service", "lock-service"},
    {"handler", "actor-registry"},
    {"handler", "actor"},
    {"handler", "request"},
    {"actor", "event-store"},
    {"request", "event-store"},
    {"handler", "event-store"},
    {"service", "event-store"},
    {"entity", "event-store"},
    {"event-store", "event-log"},
    {"event-store", "event-grid"},
    {"event-store", "log-door"},
    {"event-store", "publisher"},
    {"event-store", "coordinator"},
    {"publisher", "event-log"},
    {"coordinator", "projection"},
    {"event-log", "projection"},
    {"event-log", "subscriber"},
    {"event-log", "consumer-node"},
    {"event-log", "process-manager"},
    {"event-grid", "projection"},
    {"event-grid", "process-manager"},
    {"log-door", "log-archive"},
    {"log-door", "projection"},
    {"log-door", "process-manager"},
    {"process-manager", "payment-tracker"},
    {"payment-tracker", "external"},
    {"process-manager", "command-store", true},
});

constexpr std::string_view relay_suffix = "-relay";

/// What stands on the far side of an event store, and hands events on.
constexpr auto publishers =
    std::to_array<std::string_view>({"event-store", "event-log", "event-grid", "log-door", "publisher", "coordinator"});

/// Who spoke to whom, as places in the nodes of a map, and how often. What a relay carries is said by who has it.
struct Spoke {
  using Ways = std::map<std::pair<std::size_t, std::size_t>, std::size_t>;
  Ways ways;
  Ways asked;  ///< without what answers somebody who waits
};

Spoke who_spoke_to_whom(const TraceData& data, const PipelineMap& map) {
  std::vector<std::size_t> node_of(data.processes.size(), map.nodes.size());
  for (std::size_t node = 0; node < map.nodes.size(); ++node) {
    for (const ProcessNumber p : map.nodes[node].processes) node_of[p] = node;
  }
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const std::string& name = data.processes[p].name;
    if (data.processes[p].role != "relay" || !name.ends_with(relay_suffix)) continue;
    const std::string owner = name.substr(0, name.size() - relay_suffix.size());
    const auto found = std::ranges::find(data.processes, owner, &ProcessInfo::name);
    if (found != data.processes.end()) node_of[p] = node_of[static_cast<std::size_t>(found - data.processes.begin())];
  }
  Spoke spoke;
  for (const Delivery& d : data.deliveries) {
    const std::size_t from = node_of[d.from];
    const std::size_t to = node_of[d.to];
    if (from >= map.nodes.size() || to >= map.nodes.size() || from == to) continue;
    ++spoke.ways[{from, to}];
    if (d.arrived != 0 && d.depth_after_arrival >= 0) ++spoke.asked[{from, to}];
  }
  return spoke;
}

/// To services outside: whoever asked them (a saga or a receptor because of an event, a handler for a command that is
/// for a service).
void lead_outside(const Spoke& spoke, PipelineMap& map) {
  for (const auto& each_way : spoke.asked) {
    const auto pair = each_way.first;
    const MapNode& from = map.nodes[pair.first];
    const MapNode& to = map.nodes[pair.second];
    if (!is_tracker(to.role) && to.role != "external") continue;
    const bool is_there = std::ranges::any_of(
        map.edges, [&](const MapEdge& each) { return each.from == pair.first && each.to == pair.second; });
    if (!is_there && from.column != 0 && from.column < to.column) map.edges.push_back({pair.first, pair.second, false});
  }
}

/// Into a stage that no flow leads to (a consumer that asks the store itself, or a role of tomorrow): from the stage at
/// its left with which it spoke most.
void lead_in_the_forgotten(const Spoke& each_way, PipelineMap& map) {
  Spoke::Ways spoke;
  for (const auto& [pair, count] : each_way.ways) {
    const auto [left, right] = std::minmax(pair.first, pair.second);
    if (map.nodes[left].column < map.nodes[right].column) spoke[{left, right}] += count;
  }
  for (std::size_t node = 0; node < map.nodes.size(); ++node) {
    const auto leads_in = [&](const MapEdge& each) { return each.to == node && !each.backwards; };
    const bool led = std::ranges::any_of(map.edges, leads_in);
    if (led || map.nodes[node].column == 0) continue;
    std::size_t best = map.nodes.size();
    std::size_t most = 0;
    for (const auto& [pair, count] : spoke) {
      if (pair.second != node || map.nodes[pair.first].column == 0 || count <= most) continue;
      best = pair.first;
      most = count;
    }
    if (best < map.nodes.size()) map.edges.push_back({best, node, false});
  }
}

}  // namespace

PipelineMap make_pipeline_map(const TraceData& data) {
  PipelineMap map;
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const std::string& role = data.processes[p].role;
    const Stage stage = stage_of(role);
    if (role == "relay") continue;  // carriers between two stages: their work shows on the edges
    auto node = std::ranges::find_if(map.nodes, [&](const MapNode& each) {
      return each.role == role || (stage.column == 0 && each.column == 0);
    });
    if (node == map.nodes.end()) {
      map.nodes.push_back({stage.column == 0 ? "client" : role, std::string(stage.title), stage.column, {}});
      node = std::prev(map.nodes.end());
    }
    node->processes.push_back(p);
  }
  std::ranges::stable_sort(map.nodes, {}, &MapNode::column);
  const auto place = [&](std::string_view role) {
    return static_cast<std::size_t>(std::ranges::find(map.nodes, role, &MapNode::role) - map.nodes.begin());
  };
  for (const Flow& flow : flows) {
    const std::size_t from = place(flow.from);
    const std::size_t to = place(flow.to);
    if (from < map.nodes.size() && to < map.nodes.size()) map.edges.push_back({from, to, flow.backwards});
  }
  const Spoke spoke = who_spoke_to_whom(data, map);
  // Where a forwarder stands between them, handlers call no service.
  if (place("forwarder") < map.nodes.size()) {
    std::erase_if(map.edges, [&](const MapEdge& edge) {
      return edge.from == place("handler") && edge.to == place("service");
    });
  }
  lead_outside(spoke, map);
  lead_in_the_forgotten(spoke, map);
  return map;
}

NodeStatus status_of(const MapNode& node, const LoadedRun& run, const RunState& state) {
  NodeStatus status;
  for (const ProcessNumber p : node.processes) {
    const ProcessState& process = state.processes[p];
    status.up += process.life == ProcessState::Life::up;
    status.paused += process.life == ProcessState::Life::paused;
    status.crashed += process.life == ProcessState::Life::crashed;
    const Doing doing = doing_of(run, state, p);
    status.busy += doing.is_busy();
    status.waiting += doing.kind == Doing::Kind::waits_for_lock;
    status.mailbox += process.mailbox;
  }
  return status;
}

EdgeLoad load_of(const PipelineMap& map, const MapEdge& edge, const TraceData& data, const RunState& state) {
  const MapNode& from = map.nodes[edge.from];
  const MapNode& to = map.nodes[edge.to];
  EdgeLoad load;
  if (from.role == "command-queue" && to.role == "handler") {
    for (const QueueState& queue : state.queues) load.depth += queue.waiting;
    load.unit = "waiting";
    return load;
  }
  if (to.column > from.column && std::ranges::find(publishers, from.role) != publishers.end()) {
    bool consumes = false;
    for (const ConsumerState& consumer : state.consumers) {
      if (std::ranges::find(to.processes, consumer.process) == to.processes.end()) continue;
      load.depth = std::max(load.depth, state.published - consumer.position);
      consumes = true;
    }
    load.unit = consumes ? "behind" : load.unit;
    if (consumes) return load;
  }
  const auto among = [](const MapNode& node, ProcessNumber p) {
    return std::ranges::find(node.processes, p) != node.processes.end();
  };
  for (const Index i : state.in_flight) {
    const Delivery& d = data.deliveries[i];
    load.depth += (among(from, d.from) && among(to, d.to)) || (among(to, d.from) && among(from, d.to));
  }
  return load;
}

}  // namespace crisper::gui
