// Capacity: what the runs of a rate search come to: the highest rate that holds, the knee before it, the law that
// throughput follows, and what ends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "properties/capacity/flow.hpp"
#include "properties/capacity/rate_search.hpp"
#include "properties/capacity/universal_scalability.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::properties {

/// How a search for a capacity ended.
CRISPER_ENUM(CapacityEnd,
             (found, "the highest rate that holds, and one above it that fails"),
             (at_least, "the highest rate that was asked for still holds"),
             (none, "the lowest rate fails already"),
             (open_above, "a rate holds, and of the next it can't be told"),
             (open, "of the lowest rate it can't be told"),
             (unfinished, "the search did not come to its end"))

/// What commands come with: a rate of queries, or of what spoils, need not make more of them.
enum class CommandsBy {
  the_rate,
  something_else,
  too_few_rates,  ///< it can't be told
};

/// So many rates with commands there must be for a knee to be among them, with one below it and one above.
inline constexpr std::size_t knee_rates_least = 3;

/// What a rate came to, over its seeds.
struct CapacityStep {
  std::size_t group = 0;  ///< its place in the sweep
  TriedRate rate{};       ///< as the search takes it
  /// It passed, and yet it can't be told whether it holds: while the load lasted, too little of it was done.
  bool too_short = false;
  std::optional<FlowMeans> commands{};   ///< medians over the seeds; of what was carried, the least
  std::optional<FlowMeans> queue{};      ///< in the command queue
  std::optional<FlowMeans> ownership{};  ///< waiting for a state
  friend bool operator==(const CapacityStep&, const CapacityStep&) = default;
};

/// Who was at work the most.
struct BusiestThen {
  std::size_t step = 0;
  std::string name{};               ///< of the process; empty where none was at work
  double share = 0;                 ///< of the time, median over the seeds
  std::optional<double> in_hands{}; ///< of the handlers' time: with a command in hands, at work or waiting
  std::string mailbox{};            ///< of the process in which most messages wait; empty: none do
  double in_mailbox = 0;            ///< how many wait there on average, median over the seeds
  friend bool operator==(const BusiestThen&, const BusiestThen&) = default;
};

/// Where the knee is with single seeds, by rates that were tried.
struct KneeSpread {
  double lowest = 0;  ///< per second
  double highest = 0;
  std::size_t seeds = 0;
  friend bool operator==(const KneeSpread&, const KneeSpread&) = default;
};

struct Capacity {
  std::string path;  ///< of the rate
  RateRange range;
  CapacityEnd end = CapacityEnd::unfinished;
  std::vector<CapacityStep> steps{};           ///< the lowest rate first
  std::optional<std::size_t> highest_held{};   ///< among the steps
  std::optional<std::size_t> first_not_held{};
  std::vector<std::size_t> held_above{};
  /// From the lowest to the highest rate, commands must grow by no less than the root of what the rate does: most of
  /// them come with it, and above what is carried, not all that are sent get in.
  CommandsBy commands_by = CommandsBy::too_few_rates;
  /// The step with the greatest power, done per second over the stay (Kleinrock): above it the stay grows faster than
  /// what is done. Nothing where it is the lowest or the highest tried: then the knee is not among them. Neither this
  /// nor a law where commands come with something else: what differs between the steps is then not how many there are.
  std::optional<std::size_t> knee{};
  /// Nothing without a knee, or where what each seed measured isn't known.
  std::optional<KneeSpread> knee_spread{};
  std::optional<ScalabilityFit> fit{};
  std::optional<BusiestThen> busiest{};  ///< at the first rate that doesn't hold, else at the highest that does
  std::optional<NextRate> next{};        ///< nothing: the search is over
  friend bool operator==(const Capacity&, const Capacity&) = default;

  /// Pass: a capacity is known, or more than what was asked for; fail: the lowest rate fails.
  Verdict verdict() const;
};

/// Where less than this share of what came was done while it came, a pass says nothing of what would come of more.
inline constexpr double carried_least = 0.9;

/// What a sweep is to keep of each seed, to tell how far its knee is from others'.
std::vector<std::string> knee_measures();

/// Of a sweep with the rate as its one axis; a group with more seeds than the sweep is a confirmed one. `is_stopped`:
/// its last runs were not all made.
Capacity capacity_of(const SweepResult& sweep, const std::string& path, const RateRange& range,
                     bool is_stopped = false);

}  // namespace crisper::properties
