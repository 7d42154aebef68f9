// Parting: the first thing that two designs say differently under one seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "properties/sweep/sweep.hpp"

namespace crisper::properties {

struct Parting {
  std::string reference;  ///< names of designs
  std::string other;
  std::uint64_t seed = 0;
  std::uint64_t alike = 0;         ///< things that both said alike before
  std::string reference_says{};    ///< "103.2ms  lock-service granted ..."; empty: its run had ended
  std::string other_says{};        ///< the same
  std::string trouble{};           ///< not empty: why it isn't known where they part
  friend bool operator==(const Parting&, const Parting&) = default;

  bool are_alike() const { return trouble.empty() && reference_says.empty() && other_says.empty(); }
};

/// Where each group of the grid parts from the group `reference`, with the first seed. Compared is what is said of
/// commands, states and events: who, what, when, with what. Ids, messages, turns and starts are not: they differ with
/// any two wirings. Costs a run for each group, and two more for each but the reference; nothing where the options say
/// that it is interrupted.
std::vector<Parting> find_partings(const SweepGrid& grid, std::size_t reference, const SweepOptions& options);

}  // namespace crisper::properties
