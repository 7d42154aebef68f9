// DesignPicture: the graph of a design as boxes in layers, from those who ask at the top to those who are told at
// the bottom. After Sugiyama, Tagawa, Toda (Methods for Visual Understanding of Hierarchical System Structures, IEEE
// SMC 11, 1981): cycles are broken, layers are longest paths, crossings are reduced by barycentres.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/graph/design_graph.hpp"

namespace crisper::reports {

/// Processes of one role that have the same neighbours.
struct DesignBox {
  std::string name;    ///< "handler-1 ... handler-4"
  std::string detail;  ///< "4 of role handler"
  std::size_t layer = 0;
  std::vector<std::size_t> members{};  ///< places in the graph's elements; never empty
};

/// All channels between two boxes.
struct DesignLink {
  std::size_t from = 0;
  std::size_t to = 0;
  std::vector<sim::Channel> there{};  ///< one of each sort; their ends are boxes
  std::vector<sim::Channel> back{};
  std::vector<std::size_t> way{};  ///< places in `layers`, from layer to layer: [i] is in the i-th layer on the way
};

struct DesignPicture {
  /// A box, or, where `box` is none of them, a place that a link goes through.
  struct Place {
    std::size_t box = 0;
  };
  static constexpr std::size_t no_box = static_cast<std::size_t>(-1);

  std::vector<DesignBox> boxes;
  std::vector<DesignLink> links;
  std::vector<std::vector<Place>> layers;  ///< each from left to right
};

/// Costs its channels times the layers that they span.
DesignPicture picture_of(const sim::DesignGraph& graph);

}  // namespace crisper::reports
