#include "properties/compare/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "core/base/assert.hpp"

namespace crisper::properties {
namespace {

/// The safe designs of a sweep, by their places among its groups.
class SafeDesigns {
 public:
  SafeDesigns(const SweepResult& sweep, const CompareOptions& options) : sweep_(sweep), options_(options) {
    for (std::size_t group = 0; group < sweep.groups.size(); ++group) {
      if (sweep.groups[group].verdict() == Verdict::pass) all_.push_back(group);
    }
    for (const Criterion& each : all_criteria()) {
      const auto measured = [&](std::size_t group) { return mean(group, each).has_value(); };
      if (std::ranges::any_of(all_, measured)) criteria_.push_back(&each);
    }
  }

  const std::vector<std::size_t>& all() const { return all_; }
  const std::vector<const Criterion*>& criteria() const { return criteria_; }
  std::size_t intervals() const { return criteria_.size() * (all_.size() * (all_.size() - 1) / 2); }

  std::optional<double> mean(std::size_t group, const Criterion& criterion) const {
    double sum = 0, runs = 0;
    for (const SeedOutcome& seed : sweep_.groups[group].seeds) {
      const auto found = seed.measures.find(std::string(criterion.measure));
      if (found == seed.measures.end()) continue;
      sum += found->second;
      ++runs;
    }
    return runs > 0 ? std::optional(sum / runs) : std::nullopt;
  }

  Difference difference(std::size_t group, std::size_t reference, std::size_t criterion) const {
    const Criterion& by = *criteria_[criterion];
    std::vector<MeasuredPair> pairs;
    for (std::size_t seed = 0; seed < sweep_.seeds.size(); ++seed) {
      const auto &of_reference = measures(reference, seed), &of_group = measures(group, seed);
      const auto a = of_reference.find(std::string(by.measure)), b = of_group.find(std::string(by.measure));
      if (a != of_reference.end() && b != of_group.end()) pairs.push_back({a->second, b->second});
    }
    const double doubt = options_.doubt / static_cast<double>(std::max<std::size_t>(intervals(), 1));
    Difference made{.criterion = criterion, .by = paired_difference(pairs, doubt)};
    made.standing = standing(made.by, by.more_is_better);
    return made;
  }
  bool is_worse(std::size_t group, std::size_t than, std::size_t criterion) const {
    return difference(group, than, criterion).standing == Standing::worse;
  }

 private:
  const std::map<std::string, double>& measures(std::size_t group, std::size_t seed) const {
    return sweep_.groups[group].seeds[seed].measures;
  }
  Standing standing(const PairedDifference& by, bool more_is_better) const {
    if (!by.has_interval()) return Standing::unknown;
    if (by.is_nothing()) return Standing::same;
    if (by.may_be_nothing()) return Standing::noise;
    if (std::abs(by.mean) < options_.margin * std::abs(by.reference)) return Standing::level;
    return (by.mean > 0) == more_is_better ? Standing::better : Standing::worse;
  }

  const SweepResult& sweep_;
  const CompareOptions& options_;
  std::vector<std::size_t> all_;
  std::vector<const Criterion*> criteria_;
};

using Places = std::vector<std::size_t>;

/// The best in this criterion, and all that are not worse than it.
Places not_worse_than_best(const SafeDesigns& safe, const Places& groups, std::size_t criterion) {
  const Criterion& by = *safe.criteria()[criterion];
  std::optional<std::size_t> best;
  double most = 0;
  for (const std::size_t group : groups) {
    const std::optional<double> mean = safe.mean(group, by);
    if (!mean) continue;
    const double worth = by.more_is_better ? *mean : -*mean;
    if (best && worth <= most) continue;
    best = group;
    most = worth;
  }
  if (!best) return groups;
  Places chosen;
  std::ranges::copy_if(groups, std::back_inserter(chosen), [&](std::size_t group) {
    return group == *best || !safe.is_worse(group, *best, criterion);
  });
  return chosen;
}

/// Appends groups of designs of one rank, the best first.
void rank(const SafeDesigns& safe, Places groups, std::size_t criterion, std::vector<Places>& ranks) {
  if (criterion == safe.criteria().size()) {
    ranks.push_back(std::move(groups));
    return;
  }
  while (!groups.empty()) {
    const Places chosen = not_worse_than_best(safe, groups, criterion);
    rank(safe, chosen, criterion + 1, ranks);
    std::erase_if(groups, [&](std::size_t group) { return std::ranges::find(chosen, group) != chosen.end(); });
  }
}

ComparedDesign ranked(const SafeDesigns& safe, std::size_t group, std::size_t reference) {
  ComparedDesign design{.name = {}, .group = group};
  for (std::size_t i = 0; i < safe.criteria().size(); ++i) {
    design.means.push_back(safe.mean(group, *safe.criteria()[i]));
    if (group != reference) design.differences.push_back(safe.difference(group, reference, i));
  }
  return design;
}

/// Of all safe designs at once: who is best in what, and who is outdone.
void tell_trade_offs(const SafeDesigns& safe, std::vector<ComparedDesign>& designs) {
  const std::size_t count = designs.size(), criteria = safe.criteria().size();
  const auto place = [&](std::size_t one, std::size_t other, std::size_t criterion) {
    return (one * count + other) * criteria + criterion;
  };
  std::vector<Standing> all(count * count * criteria, Standing::same);
  for (std::size_t one = 0; one < count; ++one) {
    for (std::size_t other = 0; other < count; ++other) {
      for (std::size_t k = 0; k < criteria && one != other; ++k) {
        all[place(one, other, k)] = safe.difference(designs[one].group, designs[other].group, k).standing;
      }
    }
  }
  bool any_tells = false;
  for (std::size_t k = 0; k < criteria; ++k) {
    std::vector<bool> is_best(count, true);
    bool tells = false;
    for (std::size_t one = 0; one < count; ++one) {
      for (std::size_t other = 0; other < count; ++other) {
        if (all[place(one, other, k)] != Standing::worse) continue;
        is_best[one] = false;
        tells = true;
      }
      is_best[one] = is_best[one] && designs[one].means[k].has_value();
    }
    any_tells = any_tells || tells;
    for (std::size_t one = 0; tells && one < count; ++one) {
      if (is_best[one]) designs[one].best_in.push_back(k);
    }
  }
  for (std::size_t one = 0; one < count; ++one) {
    designs[one].never_best = any_tells && designs[one].best_in.empty();
    for (std::size_t other = 0; other < count && !designs[one].outdone_by; ++other) {
      bool is_worse = false, is_better = false;
      for (std::size_t k = 0; k < criteria; ++k) {
        is_worse = is_worse || all[place(one, other, k)] == Standing::worse;
        is_better = is_better || all[place(one, other, k)] == Standing::better;
      }
      if (is_worse && !is_better) designs[one].outdone_by = designs[other].name;
    }
  }
}

}  // namespace

std::vector<std::string> compared_measures() {
  std::vector<std::string> names;
  for (const Criterion& each : all_criteria()) names.emplace_back(each.measure);
  return names;
}

std::string design_name(const std::vector<SweepSetting>& settings) {
  return settings.size() == 1 ? settings.front().value : design_text(settings);
}

const Criterion& criterion_titled(std::string_view title) {
  const auto found = std::ranges::find(all_criteria(), title, &Criterion::title);
  CRISPER_ASSERT(found != all_criteria().end(), "a comparison has no other titles");
  return *found;
}

Comparison compare_designs(const SweepResult& sweep, const CompareOptions& options) {
  const SafeDesigns safe(sweep, options);
  Comparison made{.options = options, .intervals = safe.intervals()};
  for (const Criterion* each : safe.criteria()) made.criteria.emplace_back(each->title);
  std::vector<Places> ranks;
  if (!safe.all().empty()) rank(safe, safe.all(), 0, ranks);
  for (const Places& level : ranks) {
    const auto number = static_cast<std::uint32_t>(made.designs.size() + 1);
    for (const std::size_t group : level) {
      made.designs.push_back(ranked(safe, group, safe.all().front()));
      made.designs.back().rank = number;
      made.designs.back().name = design_name(sweep.groups[group].settings);
      if (group == safe.all().front()) made.reference = made.designs.size() - 1;
    }
  }
  tell_trade_offs(safe, made.designs);
  for (const Verdict verdict : {Verdict::unknown, Verdict::fail}) {
    for (std::size_t group = 0; group < sweep.groups.size(); ++group) {
      if (sweep.groups[group].verdict() != verdict) continue;
      made.designs.push_back({.name = design_name(sweep.groups[group].settings), .group = group});
    }
  }
  return made;
}

}  // namespace crisper::properties
