// Comparison: what the designs of a sweep are to each other: who is safe, who of these is better in what, by how much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "properties/compare/criteria.hpp"
#include "properties/compare/paired_difference.hpp"
#include "properties/compare/parting.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::properties {

/// How a design stands to another in one criterion.
CRISPER_ENUM(Standing,
             (better, "surely better, and by more than the margin"),
             (worse, "surely worse, and by more than the margin"),
             (level, "surely different, and by less than the margin"),
             (noise, "what differs may be chance"),
             (same, "not one pair differs"),
             (unknown, "fewer than two seeds have it in both"))

struct CompareOptions {
  double doubt = 0.05;   ///< how likely any interval of the comparison may miss
  double margin = 0.01;  ///< a smaller share of what the reference has is no difference that matters
  friend bool operator==(const CompareOptions&, const CompareOptions&) = default;
};

struct Difference {
  std::size_t criterion = 0;  ///< among the comparison's
  Standing standing = Standing::unknown;
  PairedDifference by{};
  friend bool operator==(const Difference&, const Difference&) = default;
};

struct ComparedDesign {
  std::string name;
  std::size_t group = 0;   ///< its place in the sweep
  std::uint32_t rank = 0;  ///< from 1, the same for those that can't be told apart; zero: not safe, so not compared
  /// Mean over the seeds, one for each criterion; nothing: not measured. Empty without a rank.
  std::vector<std::optional<double>> means{};
  /// To the reference, one for each criterion. Empty for the reference itself, and without a rank.
  std::vector<Difference> differences{};
  /// Criteria that tell designs apart, and in which none is better than this.
  std::vector<std::size_t> best_in{};
  bool never_best = false;                  ///< some criterion tells designs apart, and there is always a better one
  std::optional<std::string> outdone_by{};  ///< by a design that is better in something and worse in nothing
  friend bool operator==(const ComparedDesign&, const ComparedDesign&) = default;
};

struct Comparison {
  CompareOptions options{};
  std::vector<std::string> criteria{};  ///< titles of those that a safe design was measured by
  /// The best first; those without a rank last, what failed behind what is unknown.
  std::vector<ComparedDesign> designs{};
  std::optional<std::size_t> reference{};  ///< among the designs: the first safe one of the sweep
  std::size_t intervals = 0;               ///< that hold together
  std::vector<Parting> partings{};         ///< the caller's
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// The measures by seed that a sweep is to keep for this.
std::vector<std::string> compared_measures();

/// "row_lock"; "design.a=1, design.b=2" where several things vary.
std::string design_name(const std::vector<SweepSetting>& settings);

/// The criterion of that title; it is one of all_criteria().
const Criterion& criterion_titled(std::string_view title);

/// Costs a pass over the seeds for each pair of safe designs.
Comparison compare_designs(const SweepResult& sweep, const CompareOptions& options = {});

}  // namespace crisper::properties
