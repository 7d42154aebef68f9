#include "properties/search/shrink/vary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "core/base/counted.hpp"
#include "core/base/in_a_row.hpp"
#include "core/base/rng.hpp"
#include "properties/search/shrink/case_parts.hpp"

namespace crisper::properties {
namespace {

/// Values drawn between the ends, besides the neighbours, half and twice the value and the ends.
constexpr int drawn = 3;
/// Halvings of the way between a value that fails and one that doesn't.
constexpr int halvings_max = 10;

/// Somewhere near the middle between the two, as round as there is one; of their magnitudes, where they are far apart.
std::int64_t round_between(std::int64_t a, std::int64_t b) {
  const std::int64_t low = std::min(a, b);
  const std::int64_t gap = std::max(a, b) - low;
  const std::int64_t high = low + gap;
  if (low > 0 && high / low >= 16) {
    return static_cast<std::int64_t>(std::sqrt(static_cast<double>(low) * static_cast<double>(high)));
  }
  const std::int64_t middle = low + gap / 2;
  for (std::int64_t unit = 1'000'000'000'000; unit > 1; unit /= 10) {
    const std::int64_t round = (middle + unit / 2) / unit * unit;
    if (round > low + gap / 4 && round < low + gap - gap / 4) return round;
  }
  return middle;
}

/// Close enough: within a fiftieth.
bool are_near(std::int64_t a, std::int64_t b) {
  const std::int64_t gap = std::max(a, b) - std::min(a, b);
  return gap <= 1 || gap <= std::max(std::abs(a), std::abs(b)) / 50;
}

class Varying {
 public:
  Varying(SmallestSoFar& smallest, std::size_t runs_max) : smallest_(smallest), runs_left_(runs_max) {}

  /// Nothing where no other value may stand there.
  std::optional<Leeway> look_at(CasePart part) {
    tried_.clear();
    if (part.choices.empty()) {
      part.low = furthest(part, part.low);
      part.high = furthest(part, part.high);
      if (part.low == part.high) return std::nullopt;
    }
    Leeway leeway{.part = part.name, .is = part.text(part.value), .says = "was not tried: no runs were left"};
    if (!part.choices.empty()) {
      try_all(part, choices_of(part));
    } else {
      try_all(part, values_of(part));
      close_in(part);
    }
    if (tried_.empty()) return leeway;
    leeway.tried = tried_.size();
    for (const auto& [value, fails] : tried_) leeway.failing += fails;
    leeway.may_be = leeway.failing == leeway.tried ? MayBe::anything
                    : leeway.failing > 0           ? MayBe::some
                                                   : MayBe::this_only;
    leeway.says = part.choices.empty() ? words_of_range(part, leeway) : words_of_choices(part, leeway);
    return leeway;
  }

 private:
  static std::vector<std::int64_t> choices_of(const CasePart& part) {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < part.choices.size(); ++i) values.push_back(static_cast<std::int64_t>(i));
    return values;
  }

  std::vector<std::int64_t> values_of(const CasePart& part) const {
    std::vector<std::int64_t> values{part.low,       part.high,      part.value - 1,
                                     part.value + 1, part.value / 2, part.value * 2};
    Rng rng = Rng(smallest_.current().seed).fork(part.name);
    for (int i = 0; i < drawn; ++i) {
      const std::int64_t any = rng.between(part.low, part.high);
      values.push_back(round_between(any, std::min(any + any / 10, part.high)));
    }
    std::erase_if(values, [&](std::int64_t each) { return each < part.low || each > part.high; });
    return values;
  }

  std::optional<RunCase> with(const CasePart& part, std::int64_t value) const {
    std::optional<RunCase> candidate = part.with(smallest_.current(), value);
    if (candidate && !smallest_.could_be_said(*candidate)) candidate.reset();
    return candidate;
  }

  /// The value next to this end that can stand there, found by halves.
  std::int64_t furthest(const CasePart& part, std::int64_t end) const {
    if (with(part, end)) return end;
    std::int64_t can = part.value;
    for (std::int64_t cannot = end; std::abs(cannot - can) > 1;) {
      const std::int64_t middle = can + (cannot - can) / 2;
      (with(part, middle) ? can : cannot) = middle;
    }
    return can;
  }

  /// Those that are new, can stand there, and that a run is left for.
  void try_all(const CasePart& part, const std::vector<std::int64_t>& values) {
    std::vector<std::int64_t> placed;
    std::vector<RunCase> candidates;
    for (const std::int64_t value : values) {
      if (value == part.value || tried_.contains(value) || std::ranges::find(placed, value) != placed.end()) continue;
      if (runs_left_ == 0 || smallest_.out_of_runs()) break;
      std::optional<RunCase> candidate = with(part, value);
      if (!candidate) continue;
      --runs_left_;
      placed.push_back(value);
      candidates.push_back(std::move(*candidate));
    }
    if (candidates.empty()) return;
    const std::vector<bool> fails = smallest_.fail_too(candidates, part.is_aim ? Aim::as_told : Aim::anew);
    for (std::size_t i = 0; i < placed.size(); ++i) tried_[placed[i]] = fails[i];
  }

  /// The values around the part's own up to which all that were tried fail, and the next beyond, which does not.
  struct Edge {
    std::int64_t fails = 0;
    std::optional<std::int64_t> passes{};
  };
  Edge lower(const CasePart& part) const {
    Edge edge{.fails = part.value};
    for (auto each = tried_.rbegin(); each != tried_.rend(); ++each) {
      if (each->first > part.value || edge.passes) continue;
      if (each->second) {
        edge.fails = each->first;
      } else {
        edge.passes = each->first;
      }
    }
    return edge;
  }
  Edge upper(const CasePart& part) const {
    Edge edge{.fails = part.value};
    for (const auto& [value, fails] : tried_) {
      if (value < part.value || edge.passes) continue;
      if (fails) {
        edge.fails = value;
      } else {
        edge.passes = value;
      }
    }
    return edge;
  }

  void close_in(const CasePart& part) {
    for (int i = 0; i < halvings_max; ++i) {
      std::vector<std::int64_t> middles;
      for (const Edge& edge : {lower(part), upper(part)}) {
        if (edge.passes && !are_near(edge.fails, *edge.passes)) {
          middles.push_back(round_between(edge.fails, *edge.passes));
        }
      }
      const std::size_t before = tried_.size();
      try_all(part, middles);
      if (tried_.size() == before) return;
    }
  }

  std::string words_of_range(const CasePart& part, const Leeway& leeway) const {
    const std::int64_t least = std::min(tried_.begin()->first, part.value);
    const std::int64_t most = std::max(tried_.rbegin()->first, part.value);
    if (leeway.may_be == MayBe::anything) {
      return fmt::format("may be anything: all {} tried, from {} to {}, fail too", leeway.tried, part.text(least),
                         part.text(most));
    }
    const Edge low = lower(part);
    const Edge high = upper(part);
    std::vector<std::string> beside;
    if (low.passes) beside.push_back(part.text(*low.passes));
    if (high.passes) beside.push_back(part.text(*high.passes));
    const auto within = static_cast<std::size_t>(std::ranges::count_if(
        tried_, [&](const auto& each) { return each.first >= low.fails && each.first <= high.fails; }));
    const std::size_t beyond = leeway.failing - within;
    std::string words = low.fails == high.fails
                            ? "must be this, or nearly: not " + in_a_row(beside, "or")
                            : fmt::format("may be from {} to {}, not {}", part.text(low.fails), part.text(high.fails),
                                          in_a_row(beside, "or"));
    if (beyond > 0) words += fmt::format("; further off {} of {} tried fail too", beyond, leeway.tried - within);
    return words;
  }

  std::string words_of_choices(const CasePart& part, const Leeway& leeway) const {
    std::vector<std::string> failing;
    std::vector<std::string> passing;
    for (const auto& [value, fails] : tried_) (fails ? failing : passing).push_back(part.text(value));
    switch (leeway.may_be) {
      case MayBe::anything: return fmt::format("may be anything: {} fail too", in_a_row(failing));
      case MayBe::this_only: return fmt::format("must be this, not {}", in_a_row(passing, "or"));
      default: return fmt::format("may be {} too, not {}", in_a_row(failing, "or"), in_a_row(passing, "or"));
    }
  }

  SmallestSoFar& smallest_;
  std::size_t runs_left_;
  std::map<std::int64_t, bool> tried_;  ///< other values of the part that is looked at, and whether they fail too
};

}  // namespace

std::string text_of(const Leeway& leeway) { return fmt::format("{} ({}) {}", leeway.part, leeway.is, leeway.says); }

std::vector<std::string> sentences_of(const std::vector<Leeway>& leeway) {
  std::vector<std::string> sentences;
  std::size_t untried = 0;
  for (const Leeway& each : leeway) {
    if (each.may_be == MayBe::unknown) {
      ++untried;
    } else {
      sentences.push_back(text_of(each));
    }
  }
  if (untried == 0) return sentences;
  sentences.push_back(sentences.empty() ? counted_was(untried, "part") + " not tried: no runs were left"
                                        : counted_was(untried, "further part") + " not tried: no runs were left");
  return sentences;
}

std::vector<Leeway> vary(SmallestSoFar& smallest, std::size_t runs_max) {
  std::vector<Leeway> all;
  if (runs_max == 0) return all;
  Varying varying(smallest, runs_max);
  for (const CasePart& part : parts_of(smallest.current(), smallest.failed_at())) {
    if (std::optional<Leeway> leeway = varying.look_at(part)) all.push_back(std::move(*leeway));
  }
  return all;
}

}  // namespace crisper::properties
