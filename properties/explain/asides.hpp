// Asides: what else happened to those whom a story is about, and is not on the shortest way to its end: a rebalance, an
// event set aside, a quota that went down with its holder, records that a crash lost.
#pragma once

#include <set>
#include <vector>

#include "properties/explain/causal_graph.hpp"
#include "properties/explain/causal_recorder.hpp"

namespace crisper::properties {

/// Of the run's first `length` observations, those that concern a command, an event, a state or a process of the story;
/// of a story of nobody, all. At most `asides_max`, the latest ones.
inline constexpr std::size_t asides_max = 12;
std::set<CausalGraph::Node> asides(const CausalRecorder& run, const std::set<CausalGraph::Node>& story,
                                   std::size_t length);

/// How much of the state's quota the process had when it went down: lent to it and not given back. Zero: none.
struct StrandedQuota {
  StreamId stream{};
  std::int64_t amount = 0;
};
std::vector<StrandedQuota> stranded_with(const CausalRecorder& run, CausalGraph::Node crash);

}  // namespace crisper::properties
