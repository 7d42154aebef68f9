#include "reports/document/design_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace crisper::reports {
namespace {

using sim::Channel;
using sim::DesignGraph;
using sim::Element;

constexpr std::size_t named_max = 3;
constexpr int sweeps = 4;

std::string name_of_box(const DesignGraph& graph, const std::vector<std::size_t>& members) {
  if (members.size() <= named_max) {
    std::string name;
    for (const std::size_t each : members) name += (name.empty() ? "" : ", ") + graph.elements[each].name;
    return name;
  }
  return fmt::format("{} ... {}", graph.elements[members.front()].name, graph.elements[members.back()].name);
}

/// What one knows of an element without its name: its role, and with whom it has to do in what way.
using Likeness = std::tuple<std::string, bool, std::set<std::tuple<std::string, sim::Cargo, bool>>>;

/// What goes on its way through the system; all else is what somebody asked for, and stands below who asks.
bool goes_on(const Channel& channel) {
  using enum sim::Cargo;
  return channel.cargo == commands || channel.cargo == changes || channel.cargo == events || channel.cargo == requests;
}

class Layout {
 public:
  explicit Layout(const DesignGraph& graph) : graph_(graph) {}

  DesignPicture draw() && {
    make_boxes();
    make_links();
    break_cycles();
    choose_layers();
    place();
    for (int sweep = 0; sweep < sweeps; ++sweep) order(sweep % 2 == 0);
    find_ways();
    return std::move(picture_);
  }

 private:
  void make_boxes() {
    std::vector<Likeness> likeness;
    for (const Element& each : graph_.elements) likeness.push_back({each.role, each.is_client, {}});
    for (const Channel& each : graph_.channels) {
      std::get<2>(likeness[each.from]).insert({graph_.elements[each.to].role, each.cargo, true});
      std::get<2>(likeness[each.to]).insert({graph_.elements[each.from].role, each.cargo, false});
    }
    std::map<Likeness, std::size_t> known;
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < graph_.elements.size(); ++i) {
      // All clients are one box: what they ask is the workload's business.
      const Likeness key = graph_.elements[i].is_client ? Likeness{"client", true, {}} : likeness[i];
      const auto [found, is_new] = known.try_emplace(key, members.size());
      if (is_new) members.emplace_back();
      members[found->second].push_back(i);
      box_of_.push_back(found->second);
    }
    for (const auto& each : members) {
      const Element& first = graph_.elements[each.front()];
      picture_.boxes.push_back(
          {.name = name_of_box(graph_, each),
           .detail = first.is_client      ? fmt::format("{} client{}", each.size(), each.size() == 1 ? "" : "s")
                     : first.comes_later  ? first.role + ", started while it runs"
                     : each.size() == 1   ? first.role
                                          : fmt::format("{} of role {}", each.size(), first.role),
           .members = each});
    }
  }

  void make_links() {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
    std::set<std::tuple<std::size_t, std::size_t, sim::Cargo, sim::Mechanism, bool, bool>> told;
    for (const Channel& each : graph_.channels) {
      Channel channel = each;
      channel.from = box_of_[each.from];
      channel.to = box_of_[each.to];
      if (channel.from == channel.to) continue;
      if (!told.insert({channel.from, channel.to, channel.cargo, channel.mechanism, channel.at_least_once,
                        channel.ordered}).second) {
        continue;
      }
      const auto [found, is_new] =
          known.try_emplace(std::minmax(channel.from, channel.to), picture_.links.size());
      if (is_new) picture_.links.push_back({.from = channel.from, .to = channel.to});
      DesignLink& link = picture_.links[found->second];
      (link.from == channel.from ? link.there : link.back).push_back(channel);
    }
    for (DesignLink& each : picture_.links) {
      if (std::ranges::any_of(each.there, goes_on)) continue;
      std::swap(each.from, each.to);
      std::swap(each.there, each.back);
    }
  }

  /// A link that leads back to where a walk from the clients came from is taken the other way round.
  void break_cycles() {
    const std::size_t count = picture_.boxes.size();
    std::vector<std::vector<std::size_t>> out(count);
    for (std::size_t i = 0; i < picture_.links.size(); ++i) out[picture_.links[i].from].push_back(i);
    down_.assign(picture_.links.size(), {});
    std::vector<int> state(count);  // 0 not seen, 1 on the way, 2 done
    const auto walk = [&](auto&& self, std::size_t box) -> void {
      state[box] = 1;
      for (const std::size_t i : out[box]) {
        const std::size_t to = picture_.links[i].to;
        down_[i] = state[to] == 1 ? std::pair{to, box} : std::pair{box, to};
        if (state[to] == 0) self(self, to);
      }
      state[box] = 2;
    };
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < graph_.elements.size(); ++i) {
      if (graph_.elements[i].is_client) starts.push_back(box_of_[i]);
    }
    for (std::size_t box = 0; box < count; ++box) starts.push_back(box);
    for (const std::size_t box : starts) {
      if (state[box] == 0) walk(walk, box);
    }
  }

  void choose_layers() {
    std::vector<DesignBox>& boxes = picture_.boxes;
    for (std::size_t round = 0; round < boxes.size(); ++round) {
      for (const auto& [upper, lower] : down_) {
        boxes[lower].layer = std::max(boxes[lower].layer, boxes[upper].layer + 1);
      }
    }
    // Who only gives (locks) stands right above the first that takes.
    for (std::size_t box = 0; box < boxes.size(); ++box) {
      std::size_t nearest = DesignPicture::no_box;
      bool has_upper = false;
      for (const auto& [upper, lower] : down_) {
        if (lower == box) has_upper = true;
        if (upper == box) nearest = std::min(nearest, boxes[lower].layer);
      }
      if (!has_upper && nearest != DesignPicture::no_box && nearest > 0) boxes[box].layer = nearest - 1;
    }
  }

  void place() {
    std::size_t deepest = 0;
    for (const DesignBox& each : picture_.boxes) deepest = std::max(deepest, each.layer);
    picture_.layers.resize(deepest + 1);
    owner_.resize(deepest + 1);
    const auto add = [&](std::size_t layer, std::size_t box, std::size_t node) {
      picture_.layers[layer].push_back({box});
      owner_[layer].push_back(node);
    };
    std::size_t nodes = 0;
    for (std::size_t box = 0; box < picture_.boxes.size(); ++box) add(picture_.boxes[box].layer, box, nodes++);
    chains_.resize(picture_.links.size());
    for (std::size_t i = 0; i < picture_.links.size(); ++i) {
      const auto [upper, lower] = down_[i];
      chains_[i].push_back(upper);
      for (std::size_t layer = picture_.boxes[upper].layer + 1; layer < picture_.boxes[lower].layer; ++layer) {
        chains_[i].push_back(nodes);
        add(layer, DesignPicture::no_box, nodes++);
      }
      chains_[i].push_back(lower);
      for (std::size_t k = 0; k + 1 < chains_[i].size(); ++k) {
        above_[chains_[i][k + 1]].push_back(chains_[i][k]);
        below_[chains_[i][k]].push_back(chains_[i][k + 1]);
      }
    }
  }

  /// Each layer by the mean place of its neighbours in the one before.
  void order(bool downwards) {
    const std::size_t count = owner_.size();
    std::map<std::size_t, double> at;
    const auto note = [&](std::size_t layer) {
      for (std::size_t i = 0; i < owner_[layer].size(); ++i) {
        at[owner_[layer][i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(owner_[layer].size());
      }
    };
    for (std::size_t layer = 0; layer < count; ++layer) note(layer);
    for (std::size_t step = 1; step < count; ++step) {
      const std::size_t layer = downwards ? step : count - 1 - step;
      const auto& neighbours = downwards ? above_ : below_;
      std::vector<std::pair<double, std::size_t>> keys;
      for (std::size_t i = 0; i < owner_[layer].size(); ++i) {
        const auto found = neighbours.find(owner_[layer][i]);
        double sum = at[owner_[layer][i]];
        double weight = 1;
        if (found != neighbours.end()) {
          sum = weight = 0;
          for (const std::size_t each : found->second) sum += at[each], ++weight;
        }
        keys.push_back({sum / weight, i});
      }
      std::ranges::stable_sort(keys, {}, &std::pair<double, std::size_t>::first);
      std::vector<std::size_t> nodes;
      std::vector<DesignPicture::Place> places;
      for (const auto& [key, i] : keys) {
        nodes.push_back(owner_[layer][i]);
        places.push_back(picture_.layers[layer][i]);
      }
      owner_[layer] = std::move(nodes);
      picture_.layers[layer] = std::move(places);
      note(layer);
    }
  }

  void find_ways() {
    std::map<std::size_t, std::size_t> place_of;
    for (const auto& layer : owner_) {
      for (std::size_t i = 0; i < layer.size(); ++i) place_of[layer[i]] = i;
    }
    for (std::size_t i = 0; i < picture_.links.size(); ++i) {
      DesignLink& link = picture_.links[i];
      if (link.from != down_[i].first) {
        std::swap(link.from, link.to);
        std::swap(link.there, link.back);
      }
      for (const std::size_t node : chains_[i]) link.way.push_back(place_of[node]);
    }
  }

  const DesignGraph& graph_;
  DesignPicture picture_;
  std::vector<std::size_t> box_of_;                           ///< by element
  std::vector<std::pair<std::size_t, std::size_t>> down_;     ///< by link: its upper box, its lower one
  std::vector<std::vector<std::size_t>> owner_;               ///< by layer: the nodes, boxes first numbered
  std::vector<std::vector<std::size_t>> chains_;              ///< by link: its nodes, downwards
  std::map<std::size_t, std::vector<std::size_t>> above_;     ///< by node
  std::map<std::size_t, std::vector<std::size_t>> below_;
};

}  // namespace

DesignPicture picture_of(const DesignGraph& graph) { return Layout(graph).draw(); }

}  // namespace crisper::reports
