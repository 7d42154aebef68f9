// Explorer: takes a system through every schedule that differs, once each, by dynamic partial-order reduction.
//
// Two executions are equivalent if one becomes the other by swapping neighbouring steps that commute; a class of them
// is a Mazurkiewicz trace. Source sets with sleep sets (Abdulla, Aronis, Jonsson, Sagonas: "Optimal dynamic partial
// order reduction", POPL 2014): every class is executed to its end exactly once; executions that turn out to repeat one
// are given up on the way and counted as blocked. Stateless: every execution starts from the beginning.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "properties/search/check/controlled_run.hpp"
#include "properties/search/check/past.hpp"

namespace crisper::properties::check {

/// What is explored. The budgets are for one execution.
struct Bound {
  std::array<std::uint32_t, mishap_kinds> mishaps{};  ///< how often each may happen
  std::uint32_t early_time = 0;  ///< how often time may pass though something else is possible
  std::uint32_t depth = 10'000;  ///< steps of one execution; a longer one is cut
};

struct Exploration {
  std::uint64_t executions = 0;  ///< classes, blocked and cut together
  std::uint64_t classes = 0;     ///< executed to the end: distinct schedules
  std::uint64_t blocked = 0;     ///< given up: whatever came next had been explored
  std::uint64_t cut = 0;         ///< longer than the bound's depth
  std::uint64_t pruned = 0;      ///< steps that were possible and need not be tried, as they only repeat a class
  std::uint64_t steps = 0;       ///< taken in all, those to come back to a branch included
  std::uint32_t deepest = 0;     ///< steps of the longest execution
  bool complete = false;         ///< nothing is left to explore

  /// Of two parts of one search.
  Exploration& operator+=(const Exploration& more);
};

/// How an execution ended; forked: where the parts of a search begin.
enum class ExecutionEnd : std::uint8_t { complete, blocked, cut, forked };

class Explorer final : private Chooser {
 public:
  explicit Explorer(Bound bound) : bound_(bound) {}

  /// The same search in at least so many parts, where it has so many schedules; each may be explored by itself, on a
  /// system of its own, and together they execute every class once. In the first steps, as many as it takes, everything
  /// that could be tried is tried, raced for or not: parts needn't know of each other, and meet some more executions
  /// that are given up. The same parts every time. Where the first choice comes late, to find them takes long:
  /// `enough`, asked after each execution, ends it, and nothing is returned.
  using Enough = std::function<bool(const Exploration&)>;
  static std::vector<Explorer> parts(ControlledRun& run, const Bound& bound, std::size_t least,
                                     const Enough& enough = {});

  /// Told after each execution; false ends the search.
  using OnExecution = std::function<bool(ExecutionEnd, const Exploration&)>;
  /// Once. Memory grows with the depth, not with the number of executions.
  Exploration explore(ControlledRun& run, const OnExecution& on_execution);
  /// Which share of the search is done, from 0 to 1, by what is known so far: as if what hangs on each step that must
  /// be tried were as much as what hangs on the others (weighted backtracks: Kilby, Slaney, Thiebaux, Walsh:
  /// "Estimating Search Tree Size", AAAI 2006). Races that are met later make it less. Within on_execution, or when the
  /// search was ended.
  double share_done() const;

 private:
  static constexpr std::size_t no_choice = SIZE_MAX;

  /// A step that was tried, and what of history it touched.
  struct Tried {
    Step step;
    std::vector<std::uint32_t> pieces;
  };
  /// Before a step: what is possible, what has been tried, and what is being tried.
  struct Node {
    std::vector<Step> possible;
    std::vector<Tried> asleep;           ///< trying these would repeat what has been explored
    std::vector<std::uint64_t> planned;  ///< steps that must be tried here, tried ones included
    std::size_t taken = no_choice;       ///< in `possible`
    std::vector<std::uint32_t> pieces;   ///< of history that the step touches
    std::vector<bool> wrongs;            ///< which mishaps strike in it, as far as the budget left a choice
    std::uint32_t early_time = 0;        ///< how often time has passed early so far
    bool recorded = false;               ///< its past is known and its races are planned for

    const Step& step() const { return possible[taken]; }
  };

  // Chooser
  std::size_t next(std::span<const Step> possible) override;
  bool goes_wrong(Mishap mishap) override;
  void touches_history(std::uint32_t piece) override;

  void execute_once(ControlledRun& run);
  Explorer part() const;
  bool open_node(std::span<const Step> possible);
  void fall_asleep(const Node& parent, Node& node) const;
  bool is_asleep(const Node& node, const Step& step) const;
  bool is_affordable(const Node& node, const Step& step) const;
  void take(Node& node, std::size_t choice);
  Node& present() { return depth_ == 0 ? before_first_ : nodes_[depth_ - 1]; }

  void record_last();
  void find_neighbours(std::uint32_t place, const Step& step, const std::vector<std::uint32_t>& pieces);
  void relate(std::uint32_t place, const Step& step, const std::vector<std::uint32_t>& pieces);
  void plan_reversal(std::uint32_t first, std::uint32_t second, const Step& step);

  /// Chooses the next execution; false where there is none.
  bool advance();
  static bool advance_wrongs(Node& node);
  bool advance_step(Node& node);

  Bound bound_;
  std::size_t fork_at_ = 0;  ///< of an outline, whose executions end after so many steps; 0: it isn't one
  std::size_t floor_ = 0;    ///< the first steps that are given, and not chosen here
  bool is_part_ = false;     ///< mishaps before the first step are given too
  Past past_;
  std::vector<Node> nodes_;  ///< the present branch is the first height_; others are kept for their memory
  std::size_t height_ = 0;
  Node before_first_;        ///< mishaps may strike before the first step too
  std::size_t depth_ = 0;    ///< steps taken in this execution
  std::size_t asked_ = 0;    ///< choices of mishaps within the present step
  std::array<std::uint32_t, mishap_kinds> spent_{};
  ExecutionEnd end_ = ExecutionEnd::complete;
  Exploration exploration_;
  std::vector<std::uint32_t> neighbours_;
  std::vector<std::uint32_t> reversed_;
};

}  // namespace crisper::properties::check
