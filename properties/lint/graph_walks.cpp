#include "properties/lint/graph_walks.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>
#include <boost/graph/strong_components.hpp>
#include <iterator>
#include <map>
#include <set>

#include "properties/lint/design_sums.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties {
namespace {

using sim::Cargo;
using sim::DesignGraph;

struct Step {
  std::size_t from = 0;
  std::size_t to = 0;
  friend auto operator<=>(const Step&, const Step&) = default;
};

/// The way of commands into the store. Where somebody grants the state first, the way leads through whoever grants it.
std::set<Step> way_of_commands(const DesignGraph& graph) {
  std::map<std::size_t, std::vector<std::size_t>> granted_by;
  for (const sim::Channel& each : graph.channels) {
    // What is shared out is given away without asking: whoever lends it isn't on the way.
    const bool on_the_way = graph.elements[each.from].role != "quota-service";
    if (each.cargo == Cargo::grants && on_the_way) granted_by[each.to].push_back(each.from);
  }
  std::set<Step> steps;
  for (const sim::Channel& each : graph.channels) {
    if (each.cargo == Cargo::commands) steps.insert({each.from, each.to});
    if (each.cargo != Cargo::changes) continue;
    const auto granters = granted_by.find(each.from);
    if (granters == granted_by.end()) {
      steps.insert({each.from, each.to});
      continue;
    }
    for (const std::size_t granter : granters->second) {
      steps.insert({each.from, granter});
      steps.insert({granter, each.to});
    }
  }
  return steps;
}

/// Those that are reached from the clients, who are one place behind all others.
std::set<Step> reached(const std::set<Step>& steps, const DesignGraph& graph) {
  const std::size_t clients = graph.elements.size();
  std::vector<std::size_t> open{clients};
  std::set<std::size_t> seen{clients};
  std::set<Step> found;
  const auto joined = [&](std::size_t place) { return graph.elements[place].is_client ? clients : place; };
  while (!open.empty()) {
    const std::size_t here = open.back();
    open.pop_back();
    for (const Step& each : steps) {
      if (joined(each.from) != here) continue;
      found.insert({here, joined(each.to)});
      if (seen.insert(joined(each.to)).second) open.push_back(joined(each.to));
    }
  }
  return found;
}

/// In commands a million seconds, so that whole numbers serve.
using Flow = std::int64_t;
constexpr Flow unlimited = std::int64_t{1} << 50;

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Network = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, Flow,
                    boost::property<boost::edge_residual_capacity_t, Flow,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

void add_edge(Network& network, std::size_t from, std::size_t to, Flow capacity) {
  const auto there = boost::add_edge(from, to, network).first;
  const auto back = boost::add_edge(to, from, network).first;
  boost::put(boost::edge_capacity, network, there, capacity);
  boost::put(boost::edge_capacity, network, back, 0);
  boost::put(boost::edge_reverse, network, there, back);
  boost::put(boost::edge_reverse, network, back, there);
}

/// Of the kind that costs least: what a command is, isn't known here.
Duration least_average(const KindCosts& costs) {
  Duration least = costs.others.average();
  for (const auto& [kind, cost] : costs.kinds) least = std::min(least, cost.average());
  return least;
}

/// What each command takes of a process on its way, whatever becomes of it. What an append costs isn't among this: one
/// that is rejected makes none.
Duration takes_of(const LintInput& in, const sim::Element& element) {
  Duration takes{};
  const auto chosen = in.design.roles.find(element.role);
  // Of a handler it is what each command takes. Relays and publishers take a batch at a time.
  const bool in_batches = element.role == "relay" || element.role == "publisher";
  if (chosen != in.design.roles.end() && !in_batches) takes = chosen->second.service_time.average();
  // One that takes commands one by one; an actor or an executor of a state's own comes later.
  const bool works = element.role == role_at_work(in) && (element.role == "handler" || element.role == "service");
  if (works) takes += least_average(in.design.costs.grant) + least_average(in.design.costs.decide);
  return takes;
}

Flow capacity_of(const LintInput& in, const sim::Element& element) {
  // Of those that come later nobody knows how many.
  if (element.comes_later || element.is_client) return unlimited;
  const auto& hosts = in.scenario.deployment.hosts;
  const auto host = std::ranges::find(hosts, element.host, &sim::HostSpec::name);
  const double speed = host == hosts.end() ? 1.0 : host->speed;
  const auto takes_ns = takes_of(in, element).count();
  return takes_ns == 0 ? unlimited : static_cast<Flow>(1e15 * speed / static_cast<double>(takes_ns));
}

/// Which stage a network that is full is cut at: what can still be reached, and what behind it can't.
Cut cut_of(const LintInput& in, const Network& network, std::size_t source, Flow flow) {
  std::vector<std::size_t> open{source};
  std::set<std::size_t> seen{source};
  while (!open.empty()) {
    const std::size_t here = open.back();
    open.pop_back();
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(here, network))) {
      const std::size_t next = boost::target(edge, network);
      if (boost::get(boost::edge_residual_capacity, network, edge) > 0 && seen.insert(next).second)
        open.push_back(next);
    }
  }
  Cut cut{.commands_per_s = static_cast<double>(flow) / 1e6, .role = {}, .processes = {}};
  for (std::size_t place = 0; place < in.graph.elements.size(); ++place) {
    if (!seen.contains(2 * place) || seen.contains(2 * place + 1)) continue;
    cut.role = in.graph.elements[place].role;
    cut.processes.push_back(in.graph.elements[place].name);
  }
  return cut;
}

}  // namespace

std::vector<std::vector<std::string>> loops_of(const std::vector<sim::FlowLink>& flow) {
  std::vector<std::string> names;
  for (const sim::FlowLink& each : flow) names.insert(names.end(), {each.from, each.to});
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto place = [&](const std::string& name) {
    return static_cast<std::size_t>(std::ranges::lower_bound(names, name) - names.begin());
  };
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(names.size());
  for (const sim::FlowLink& each : flow) boost::add_edge(place(each.from), place(each.to), graph);
  std::vector<std::size_t> component(names.size());
  const auto count = boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::vector<std::string>> loops(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < names.size(); ++i) loops[component[i]].push_back(names[i]);
  std::erase_if(loops, [](const auto& loop) { return loop.size() < 2; });
  std::ranges::sort(loops);
  return loops;
}

std::vector<std::string> articulation_points(const DesignGraph& graph) {
  std::set<Step> steps = way_of_commands(graph);
  for (const sim::Channel& each : graph.channels) {
    if (each.cargo == Cargo::events) steps.insert({each.from, each.to});
  }
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> ways(graph.elements.size() + 1);
  for (const Step& each : reached(steps, graph)) {
    // What consumers make of events is a way of its own, which leads back to the beginning.
    const bool from_consumer = each.from < graph.elements.size() && each.to < graph.elements.size() &&
                               graph.elements[each.to].name.starts_with(graph.elements[each.from].name + "-");
    if (!from_consumer) boost::add_edge(each.from, each.to, ways);
  }
  std::vector<std::size_t> points;
  boost::articulation_points(ways, std::back_inserter(points));
  std::ranges::sort(points);
  std::vector<std::string> names;
  for (const std::size_t each : points) {
    if (each < graph.elements.size()) names.push_back(graph.elements[each].name);
  }
  return names;
}

std::optional<Cut> least_cut(const LintInput& in) {
  const DesignGraph& graph = in.graph;
  const std::size_t clients = graph.elements.size();
  const auto store = std::ranges::find(graph.elements, "event-store", &sim::Element::name);
  if (store == graph.elements.end()) return std::nullopt;
  const auto store_place = static_cast<std::size_t>(store - graph.elements.begin());
  // Each place is two: into it, and out of it; between the two is what it can take.
  Network network(2 * (clients + 1));
  for (std::size_t i = 0; i < clients; ++i) add_edge(network, 2 * i, 2 * i + 1, capacity_of(in, graph.elements[i]));
  add_edge(network, 2 * clients, 2 * clients + 1, unlimited);
  for (const Step& each : reached(way_of_commands(graph), graph)) {
    add_edge(network, 2 * each.from + 1, 2 * each.to, unlimited);
  }
  const Flow flow = boost::edmonds_karp_max_flow(network, 2 * clients, 2 * store_place + 1);
  if (flow <= 0 || flow >= unlimited) return std::nullopt;
  return cut_of(in, network, 2 * clients, flow);
}

std::vector<ClientScript> clients_looked_at(const sim::Scenario& scenario) {
  constexpr std::uint64_t intents_max = 200'000;
  if (sim::expected_intents(scenario) > intents_max) return {};
  return sim::clients_of(scenario, scenario.seed);
}

double commands_per_s(const sim::Scenario& scenario) {
  constexpr std::uint64_t counted_min = 10;  // fewer are no load
  std::uint64_t commands = 0;
  SimTime first = SimTime::max(), last = sim_start;
  for (const ClientScript& client : clients_looked_at(scenario)) {
    if (client.closed) return 0;
    for (const Intent& intent : client.intents) {
      if (!intent.commands()) continue;
      ++commands;
      first = std::min(first, intent.at);
      last = std::max(last, intent.at);
    }
  }
  if (commands < counted_min || last <= first) return 0;
  // Between so many there is one gap less.
  return static_cast<double>(commands - 1) / std::chrono::duration<double>(last - first).count();
}

}  // namespace crisper::properties
