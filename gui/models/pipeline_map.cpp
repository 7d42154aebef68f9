#include "gui/models/pipeline_map.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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
    {"command-queue", "handler"},
    {"handler", "service"},
    {"handler", "lock-service"},
    {"handler", "quota-service"},
    {"service", "lock-service"},
    {"handler", "event-store"},
    {"service", "event-store"},
    {"event-store", "event-log"},
    {"event-log", "projection"},
    {"event-log", "process-manager"},
    {"process-manager", "external"},
    {"external", "payment-tracker"},
    {"process-manager", "command-store", true},
});

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
  return map;
}

NodeStatus status_of(const MapNode& node, const RunState& state) {
  NodeStatus status;
  for (const ProcessNumber p : node.processes) {
    const ProcessState& process = state.processes[p];
    status.up += process.life == ProcessState::Life::up;
    status.paused += process.life == ProcessState::Life::paused;
    status.crashed += process.life == ProcessState::Life::crashed;
    status.busy += process.turn != nowhere;
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
  if (from.role == "event-log") {
    for (const ConsumerState& consumer : state.consumers) {
      if (std::ranges::find(to.processes, consumer.process) == to.processes.end()) continue;
      load.depth = std::max(load.depth, state.published - consumer.position);
    }
    load.unit = "behind";
    return load;
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
