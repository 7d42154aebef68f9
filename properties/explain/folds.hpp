// Folds: which parts of a story are alike and so many that one sentence tells them all.
#pragma once

#include <string>
#include <vector>

#include "properties/explain/causal_graph.hpp"

namespace crisper::properties {

/// A part of a story, as it comes in the run.
struct StoryPart {
  CausalGraph::Node node = 0;
  std::string form;  ///< what is the same in all that are alike; empty: it is told by itself
};

/// What one sentence tells: the first of its parts, in whose place it stands, and the others in their order.
struct StoryFold {
  CausalGraph::Node first = 0;
  std::vector<CausalGraph::Node> more{};
  friend bool operator==(const StoryFold&, const StoryFold&) = default;
};

/// So many that are alike and follow each other are one sentence.
inline constexpr std::size_t alike_in_a_row = 4;
/// So many that are alike are one sentence wherever they stand: lost packets and what was tried again after each.
inline constexpr std::size_t alike_at_all = 8;

/// In the order of their first parts; each part is in one of them.
std::vector<StoryFold> folds_of(const std::vector<StoryPart>& parts);

}  // namespace crisper::properties
