#include "reports/compare_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/counted.hpp"
#include "core/base/in_a_row.hpp"
#include "reports/sweep_columns.hpp"
#include "reports/sweep_table.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::string signed_value(double value, const Criterion& criterion) {
  return (value < 0 ? "-" : "+") + compared_value(std::abs(value), criterion);
}

/// How far the other is from the reference, as a share of it; empty where there is nothing to be a share of.
std::string share_apart(const PairedDifference& by) {
  if (by.reference == 0) return {};
  const double share = 100 * std::abs(by.mean / by.reference);
  return fmt::format("{:.{}f} %", share, share < 10 ? 1 : 0);
}

std::string why_unranked(const ComparedDesign& design, const SweepGroup& group) {
  if (group.failed > 0) {
    return fmt::format("{} has no rank: it failed with {} of {}.", design.name, group.failed,
                       counted(group.runs(), "seed"));
  }
  return fmt::format("{} has no rank: of {} of {} it can't be told whether it is right.", design.name, group.unknown,
                     counted(group.runs(), "seed"));
}

}  // namespace

std::string compared_value(double value, const Criterion& criterion) {
  if (criterion.unit == Criterion::Unit::share) return fmt::format("{:.1f} %", 100 * value);
  return sweep_value(value, {criterion.title, criterion.measure, criterion.unit == Criterion::Unit::time});
}

std::string difference_cell(const Difference& difference, const Criterion& criterion) {
  const PairedDifference& by = difference.by;
  if (!by.has_interval()) return "-";
  return fmt::format("{}, from {} to {}", signed_value(by.mean, criterion), signed_value(by.low, criterion),
                     signed_value(by.high, criterion));
}

std::string standing_words(const Difference& difference) {
  const std::string share = share_apart(difference.by);
  switch (difference.standing) {
    case Standing::better: return share.empty() ? "better" : share + " better";
    case Standing::worse: return share.empty() ? "worse" : share + " worse";
    case Standing::level: return "level: " + share + " apart";
    case Standing::noise: return "only noise";
    case Standing::same: return "the same";
    case Standing::unknown: return "not told: fewer than two seeds have it";
  }
  return {};
}

std::vector<std::string> ranking_cells(const ComparedDesign& design, const SweepGroup& group,
                                       const Comparison& comparison) {
  std::vector<std::string> cells{design.rank > 0 ? std::to_string(design.rank) : "-", design.name, safety_of(group)};
  for (std::size_t i = 0; i < comparison.criteria.size(); ++i) {
    const bool measured = i < design.means.size() && design.means[i];
    cells.push_back(measured ? compared_value(*design.means[i], criterion_titled(comparison.criteria[i])) : "-");
  }
  return cells;
}

std::vector<std::string> ranking_sentences(const SweepResult& sweep, const Comparison& comparison) {
  std::vector<std::string> sentences, first;
  std::size_t safe = 0;
  for (const ComparedDesign& each : comparison.designs) {
    safe += each.rank > 0;
    if (each.rank == 1) first.push_back(each.name);
  }
  if (safe == 0) {
    sentences.emplace_back("No design passed with every seed: none is ranked, and none is called faster.");
  } else if (safe == 1) {
    sentences.push_back(fmt::format("{} alone passed with every seed: there is nothing to compare it with.", first[0]));
  } else if (first.size() == 1) {
    sentences.push_back(fmt::format("{} comes first of {} that passed with every seed.", first[0],
                                    counted(safe, "design")));
  } else {
    sentences.push_back(fmt::format("{} come first together: what differs between them and the best is noise, or "
                                    "less than {:g} %.",
                                    in_a_row(first), 100 * comparison.options.margin));
  }
  for (const ComparedDesign& each : comparison.designs) {
    if (each.rank == 0) sentences.push_back(why_unranked(each, sweep.groups[each.group]));
  }
  return sentences;
}

std::vector<std::string> trade_off_sentences(const Comparison& comparison) {
  std::vector<std::string> sentences;
  for (const ComparedDesign& each : comparison.designs) {
    std::vector<std::string> titles;
    for (const std::size_t criterion : each.best_in) titles.push_back(comparison.criteria[criterion]);
    if (!titles.empty()) {
      sentences.push_back(fmt::format("{} is best in {}.", each.name, in_a_row(titles)));
    } else if (each.never_best) {
      sentences.push_back(fmt::format("{} is never best in anything.", each.name));
    }
    if (each.outdone_by) {
      sentences.push_back(fmt::format("Nothing measured here speaks for {}: {} is better in something and worse in "
                                      "nothing.",
                                      each.name, *each.outdone_by));
    }
  }
  return sentences;
}

std::string interval_sentence(const SweepResult& sweep, const Comparison& comparison) {
  return fmt::format("Means of the differences with each of {}, and the intervals in which the true ones are: {} of "
                     "them, which hold together with {:g} %.",
                     counted(sweep.seeds.size(), "seed"), comparison.intervals, 100 * (1 - comparison.options.doubt));
}

std::string parting_sentence(const Parting& parting) {
  const std::string who = fmt::format("Seed {}: {} and {}", parting.seed, parting.reference, parting.other);
  if (!parting.trouble.empty()) return fmt::format("{}: it is not known where they part: {}.", who, parting.trouble);
  if (parting.are_alike()) {
    return fmt::format("{} never part: all that is said of commands, states and events is the same.", who);
  }
  return fmt::format("{} part after {} alike.", who,
                     parting.alike == 0 ? "nothing" : counted(parting.alike, "thing"));
}

namespace {

std::string baseline_words(const BaselineChange& change) {
  const auto criterion = std::ranges::find(all_criteria(), change.measure, &Criterion::measure);
  const bool known = criterion != all_criteria().end();
  const auto told = [&](double value) {
    return known ? compared_value(value, *criterion) : fmt::format("{:g}", value);
  };
  std::string words = fmt::format("{} was {}, is {}", known ? std::string(criterion->title) : change.measure,
                                  told(change.was), told(change.is));
  if (change.was != 0) words += fmt::format(" ({:.1f} %)", 100 * std::abs(change.is / change.was - 1));
  return words;
}

}  // namespace

std::string why_worse_than_baseline(const SweepResult& sweep, const std::string& design) {
  std::string why;
  if (!sweep.against_baseline) return why;
  for (const BaselineChange& each : *sweep.against_baseline) {
    if (!each.is_worse || each.design != design) continue;
    why += (why.empty() ? "worse than the baseline: " : "; ") + baseline_words(each);
  }
  return why;
}

std::vector<std::string> baseline_sentences(const SweepResult& sweep) {
  std::vector<std::string> sentences;
  if (!sweep.against_baseline) return sentences;
  bool any_better = false;
  for (const bool worse : {true, false}) {
    for (const BaselineChange& each : *sweep.against_baseline) {
      if (each.is_worse != worse) continue;
      sentences.push_back(fmt::format("{}: {}: {}.", worse ? "Worse" : "Better",
                                      each.design.empty() ? "this design" : each.design, baseline_words(each)));
      any_better = any_better || !worse;
    }
  }
  const auto others = static_cast<std::size_t>(std::ranges::count_if(
      sweep.groups, [](const SweepGroup& each) { return each.verdict() != Verdict::pass; }));
  if (sentences.empty() && others < sweep.groups.size()) {
    sentences.emplace_back("Nothing is worse than in the baseline, and nothing better.");
  }
  if (others > 0) {
    sentences.push_back(
        fmt::format("{} not held to it: only what passes is.", counted(others, "design is", "designs are")));
  }
  if (any_better && !sweep.is_worse_than_baseline()) {
    sentences.emplace_back("This sweep.json as the next baseline keeps what is gained.");
  }
  return sentences;
}

std::string comparison_title(const SweepResult& sweep) {
  const bool several = !sweep.axes.empty() && sweep.axes.front().path == scenario_axis;
  return several ? in_a_row(sweep.axes.front().values) : sweep.scenario;
}

std::string design_title(const SweepResult& sweep) {
  return sweep.axes.size() == 1 ? sweep.axes.front().path : "design";
}

}  // namespace crisper::reports
