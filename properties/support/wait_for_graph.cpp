#include "properties/support/wait_for_graph.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/pending/queue.hpp>
#include <map>

namespace crisper::properties {
namespace {

using Waits = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, std::uint64_t, WaitForGraph::Wait>;
using Vertex = boost::graph_traits<Waits>::vertex_descriptor;
using Edge = boost::graph_traits<Waits>::edge_descriptor;

/// Remembers how each vertex was reached, and the first wait that leads back to the start.
class CircleFinder : public boost::default_bfs_visitor {
 public:
  CircleFinder(Vertex start, std::map<Vertex, Edge>& reached_by, std::vector<Edge>& closing)
      : start_(start), reached_by_(&reached_by), closing_(&closing) {}
  void tree_edge(const Edge& edge, const Waits& waits) { reached_by_->emplace(boost::target(edge, waits), edge); }
  void non_tree_edge(const Edge& edge, const Waits& waits) {
    if (boost::target(edge, waits) == start_) closing_->push_back(edge);
  }

 private:
  Vertex start_;
  std::map<Vertex, Edge>* reached_by_;
  std::vector<Edge>* closing_;
};

}  // namespace

struct WaitForGraph::Graph {
  Waits waits;
  std::map<std::uint64_t, Vertex> vertices;

  Vertex vertex_of(std::uint64_t node) {
    const auto found = vertices.find(node);
    return found != vertices.end() ? found->second
                                   : vertices.emplace(node, boost::add_vertex(node, waits)).first->second;
  }
};

WaitForGraph::WaitForGraph() : graph_(std::make_unique<Graph>()) {}
WaitForGraph::~WaitForGraph() = default;

void WaitForGraph::add(const Wait& wait) {
  const Vertex waiter = graph_->vertex_of(wait.waiter);
  const Vertex holder = graph_->vertex_of(wait.holder);
  boost::add_edge(waiter, holder, wait, graph_->waits);
}

void WaitForGraph::clear(std::uint64_t waiter) {
  const auto found = graph_->vertices.find(waiter);
  if (found != graph_->vertices.end()) boost::clear_out_edges(found->second, graph_->waits);
}

std::vector<WaitForGraph::Wait> WaitForGraph::circle_through(std::uint64_t node) const {
  const auto found = graph_->vertices.find(node);
  if (found == graph_->vertices.end()) return {};
  const Vertex start = found->second;
  std::map<Vertex, Edge> reached_by;
  std::vector<Edge> closing;
  std::map<Vertex, boost::default_color_type> colors;  // white unless visited
  boost::queue<Vertex> to_visit;
  boost::breadth_first_visit(graph_->waits, start, to_visit, CircleFinder(start, reached_by, closing),
                             boost::make_assoc_property_map(colors));
  if (closing.empty()) return {};
  std::vector<Wait> circle;
  for (Edge edge = closing.front();; edge = reached_by.at(boost::source(edge, graph_->waits))) {
    circle.push_back(graph_->waits[edge]);
    if (boost::source(edge, graph_->waits) == start) break;
  }
  std::ranges::reverse(circle);
  return circle;
}

}  // namespace crisper::properties
