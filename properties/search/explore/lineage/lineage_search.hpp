// LineageSearch: which faults to try next on one workload, from the proofs of what went well so far.
//
// Alvaro, Rosen, Hellerstein: "Lineage-driven Fault Injection", SIGMOD 2015. A good outcome that a set of faults is to
// take away must lose every proof of it that is known: the sets that do are the minimal hitting sets of its proofs. A
// set that was tried either took the outcome away, or its run showed one more proof, and the sets that don't hit that
// one are tried no more. When no set is left, no set of so many faults breaks an outcome, as far as a fault leaves
// everything alone that doesn't follow from what it struck.
//
// Only sets of which each fault comes later than those before it, so that a fault is named as the run names it in which
// the others have struck already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "properties/search/explore/lineage/proofs.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

class LineageSearch {
 public:
  /// How many faults at most in one run.
  static constexpr std::size_t faults_max = 2;

  /// What a fault takes away of a message: itself; its sender with the turn that would have sent it; its sender with
  /// what that remembers, once it has.
  enum class Takes : std::uint8_t { message, sender_before, sender_after };
  struct Taken {
    std::uint64_t message = 0;  ///< by its name
    Takes takes{};
    friend auto operator<=>(const Taken&, const Taken&) = default;
  };

  /// What one run tries.
  struct Trial {
    std::vector<Taken> taken{};  ///< in order
    sim::FaultPlan plan{};
  };

  /// How far it got with sets of one size.
  struct Extent {
    std::uint64_t tried = 0;
    std::uint64_t spared = 0;  ///< another run showed that they would take nothing away
    std::uint64_t left = 0;    ///< not looked at yet: some of them will be spared
    friend bool operator==(const Extent&, const Extent&) = default;
  };

  LineageSearch();
  LineageSearch(LineageSearch&&) noexcept;
  LineageSearch& operator=(LineageSearch&&) noexcept;
  ~LineageSearch();

  /// The run without faults comes first; it has to be learnt before there is another. O(runs x outcomes / 64) for each
  /// set that is looked at.
  std::optional<Trial> next();
  /// What the run of a trial showed, in the order in which they were given out.
  void learn(const Trial& trial, const Proofs& proofs);
  /// Of a trial whose run said nothing.
  void learn_nothing() { --under_way_; }

  /// Nothing is left to try, and no trial is under way.
  bool is_over() const { return began_ && under_way_ == 0 && open_.empty(); }
  /// By number of faults, from 1.
  const std::vector<Extent>& extent() const { return extent_; }
  /// Outcomes of the run without faults.
  std::size_t outcomes() const { return good_outcomes_; }

 private:
  struct Run;
  struct Wider;

  bool is_worth(const std::vector<Taken>& taken) const;
  void widen(const Trial& trial, std::shared_ptr<const Run> run, const Proofs& proofs);

  bool began_ = false;
  std::uint64_t under_way_ = 0;
  std::map<std::uint64_t, std::size_t> outcomes_;  ///< places of their bits, by name
  std::size_t good_outcomes_ = 0;
  std::vector<std::shared_ptr<const Run>> runs_;   ///< that had proofs
  /// Sets that are wider by one than one that was tried, by the rank of the next of them and the number of that trial.
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<Wider>> open_;
  std::uint64_t numbers_ = 0;
  std::set<std::vector<Taken>> tried_;
  std::vector<Extent> extent_ = std::vector<Extent>(faults_max);
};

}  // namespace crisper::properties
