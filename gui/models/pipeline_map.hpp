// PipelineMap: the design of a run as a graph, left to right: what stands where, and what flows between.
#pragma once

#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct MapNode {
  std::string role;
  std::string title;
  int column = 0;
  std::vector<ProcessNumber> processes;
};

struct MapEdge {
  std::size_t from = 0;  ///< places in PipelineMap::nodes
  std::size_t to = 0;
  bool backwards = false;  ///< what reactions send back to the beginning
};

struct PipelineMap {
  std::vector<MapNode> nodes;  ///< sorted by column
  std::vector<MapEdge> edges;
};

PipelineMap make_pipeline_map(const TraceData& data);

/// How things stand at a node: worst first.
struct NodeStatus {
  int up = 0;
  int busy = 0;     ///< they work, or wait for an answer
  int waiting = 0;  ///< for a lock
  int paused = 0;
  int crashed = 0;
  std::int64_t mailbox = 0;
};
NodeStatus status_of(const MapNode& node, const LoadedRun& run, const RunState& state);

/// What waits on an edge: commands in a queue, events that a consumer is behind, else messages on the wire.
struct EdgeLoad {
  std::int64_t depth = 0;
  const char* unit = "on the wire";
};
EdgeLoad load_of(const PipelineMap& map, const MapEdge& edge, const TraceData& data, const RunState& state);

}  // namespace crisper::gui
