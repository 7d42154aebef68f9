#include "properties/search/explore/hunt_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/counted.hpp"
#include "properties/domain/own_laws.hpp"
#include "properties/judge.hpp"
#include "properties/registry.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "properties/search/unjudged.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "properties/vocabulary.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

void add(HuntTally& tally, Verdict verdict) {
  ++tally.runs;
  tally.passed += verdict == Verdict::pass;
  tally.failed += verdict == Verdict::fail;
  tally.unknown += verdict == Verdict::unknown;
}

bool did_nothing(const RunRecord& record) {
  for (std::string_view names = record.property_names; !names.empty();) {
    const std::string_view name = names.substr(0, names.find(','));
    if (name == work_done) return true;
    names.remove_prefix(std::min(names.size(), name.size() + 1));
  }
  return false;
}

/// Reads a hunt once, from front to back.
class Summing {
 public:
  explicit Summing(HuntSummary& summary) : summary_(summary) {
    for (const SometimesEntry& entry : all_sometimes()) summary_.sometimes.push_back({.name = std::string(entry.name)});
  }

  void add_run(const KeptRun& kept) {
    const RunRecord& record = kept.record;
    add(summary_.tally, record.verdict);
    add(strategies_[kept.strategy], record.verdict);
    numbers_.push_back(kept.number);
    summary_.deliveries += record.deliveries;
    if (record.finished) {
      digests_.insert(record.digest);
      schedules_.insert(record.schedule);
    }
    add_properties(record);
    add_faults(record);
    for (std::size_t i = 0; i < std::min(record.reached.size(), summary_.sometimes.size()); ++i) {
      summary_.sometimes[i].runs += record.reached[i] == '1';
    }
    for (const RunFailure& each : record.failures) add_failure(kept, each);
    // A run whose properties only saw nothing is made good by others in which they did see something; one in which
    // nothing was done isn't: those others may have been spared what kept this one from working.
    const bool is_open = !record.finished || record.looked.find('u') != std::string::npos || did_nothing(record);
    if (record.verdict == Verdict::unknown && is_open && open_++ == 0) {
      first_open_ = fmt::format("run {}: {}", kept.number, record.reason);
    }
  }

  void add_feature(const KeptFeature& feature) {
    HuntCurve& curve = feature.is_state ? summary_.states : summary_.pairs;
    const auto place = std::ranges::lower_bound(numbers_, feature.first_run) - numbers_.begin();
    const std::size_t tenth = static_cast<std::size_t>(place) * 10 / std::max<std::size_t>(1, numbers_.size());
    ++curve.met;
    ++curve.fresh[std::min<std::size_t>(tenth, 9)];
  }

  void finish(const std::vector<sim::PropertyChoice>& choices) {
    for (const StrategyEntry& entry : all_strategies()) {
      const auto found = strategies_.find(std::string(entry.name));
      if (found == strategies_.end()) continue;
      summary_.strategies.push_back({found->first, found->second, entry.independent});
    }
    for (auto& [key, cause] : causes_) summary_.causes.push_back(std::move(cause));
    // Of what failed together, what heads a run heads the hunt.
    std::ranges::stable_sort(summary_.causes, [&](const HuntCause& a, const HuntCause& b) {
      return std::tuple(b.runs, a.first_run, !heads_.contains({a.property, a.signature})) <
             std::tuple(a.runs, b.first_run, !heads_.contains({b.property, b.signature}));
    });
    summary_.digests = digests_.size();
    summary_.schedules = schedules_.size();
    for (const sim::PropertyChoice& choice : choices) {
      for (HuntSometimesRow& row : summary_.sometimes) row.asked = row.asked || row.name == choice.sometimes;
    }
    conclude(asked_by_name(options_for(choices)));
  }

 private:
  void add_properties(const RunRecord& record) {
    std::size_t place = 0;
    std::string_view names = record.property_names;
    while (!names.empty() && place < record.looked.size()) {
      const std::string name(names.substr(0, names.find(',')));
      names.remove_prefix(std::min(names.size(), name.size() + 1));
      HuntPropertyRow& row = property(name);
      switch (record.looked[place++]) {
        case 'p': ++row.passed; break;
        case 'f': ++row.failed; break;
        case 'u': ++row.open; break;
        case 'n': ++row.not_judged; break;
        default: ++row.vacuous; break;
      }
    }
  }
  HuntPropertyRow& property(const std::string& name) {
    const auto [known, is_new] = places_.try_emplace(name, summary_.properties.size());
    if (is_new) summary_.properties.push_back({.name = name});
    return summary_.properties[known->second];
  }
  void add_faults(const RunRecord& record) {
    for (std::size_t kind = 0; kind < record.faults.size(); ++kind) {
      sim::FaultCount& sum = summary_.faults[kind].count;
      const sim::FaultCount& count = record.faults[kind];
      sum.planned += count.planned;
      sum.armed += count.armed;
      sum.fired += count.fired;
      sum.seen += count.seen;
      summary_.faults[kind].runs_fired += count.fired > 0;
    }
  }
  void add_failure(const KeptRun& kept, const RunFailure& failed) {
    const RunRecord& record = kept.record;
    HuntCause here{.property = failed.property,
                   .signature = failed.signature,
                   .runs = 1,
                   .first_run = kept.number,
                   .smallest_run = kept.number,
                   .strategy = kept.strategy,
                   .seed = kept.seed,
                   .deliveries = record.deliveries,
                   .faults_fired = record.faults_fired(),
                   .finished = record.finished,
                   .digest = record.digest,
                   .reason = failed.reason};
    const auto [known, is_new] = causes_.try_emplace({failed.property, failed.signature}, here);
    if (is_new && tells_by(record.reason, failed.property)) heads_.insert(known->first);
    if (is_new) return;
    HuntCause& cause = known->second;
    here.runs = cause.runs + 1;
    here.first_run = cause.first_run;
    const auto size = [](const HuntCause& each) {
      return std::tuple(each.deliveries, each.faults_fired, each.smallest_run);
    };
    if (size(here) < size(cause)) cause = here;
    cause.runs = here.runs;
  }

  std::vector<Unjudged> unjudged(const std::vector<std::string>& asked) const {
    std::vector<Unjudged> missing;
    for (const std::string& name : asked) {
      const auto row = std::ranges::find(summary_.properties, name, &HuntPropertyRow::name);
      const bool is_there = row != summary_.properties.end();
      if (is_there && row->passed + row->failed > 0) continue;
      missing.push_back({.name = name, .about_time = is_there && row->not_judged > 0 && row->vacuous == 0});
    }
    return missing;
  }

  void conclude(const std::vector<std::string>& asked) {
    const HuntTally& tally = summary_.tally;
    const auto conclude_as = [&](Verdict verdict, std::string reason) {
      summary_.verdict = verdict;
      summary_.reason = std::move(reason);
    };
    const std::string& end = summary_.extent.end;
    std::string gave_out;
    if (end.starts_with(machine_end)) {
      gave_out = fmt::format("the machine gave out after {}: {}; --continue makes the others",
                             counted(tally.runs, "run"), end.substr(machine_end.size()));
    }
    if (tally.failed > 0) {
      const HuntCause& worst = summary_.causes.front();
      return conclude_as(Verdict::fail, fmt::format("{} of {} runs failed; {} in {} of them: {}{}", tally.failed,
                                                    tally.runs, worst.property, worst.runs, worst.reason,
                                                    gave_out.empty() ? "" : "; " + gave_out));
    }
    if (!gave_out.empty()) return conclude_as(Verdict::unknown, gave_out);
    if (tally.runs == 0) return conclude_as(Verdict::unknown, "nothing ran");
    if (!summary_.extent.flaw.empty()) return conclude_as(Verdict::unknown, summary_.extent.flaw);
    if (end.empty() || end == "interrupted") {
      return conclude_as(Verdict::unknown, fmt::format("the hunt was {} after {} runs",
                                                       end.empty() ? "killed" : "interrupted", tally.runs));
    }
    if (open_ > 0) {
      return conclude_as(Verdict::unknown,
                         fmt::format("{} of {} runs could not be judged; {}", open_, tally.runs, first_open_));
    }
    if (const std::vector<Unjudged> missing = unjudged(asked); !missing.empty()) {
      return conclude_as(Verdict::unknown, unjudged_text(missing, "run", "the strategy moved messages in time"));
    }
    if (tally.passed == 0) return conclude_as(Verdict::unknown, "no run passed: what was asked for saw nothing");
    std::string missed;
    for (const HuntSometimesRow& row : summary_.sometimes) {
      if (row.asked && row.runs == 0) missed += (missed.empty() ? "" : ", ") + row.name;
    }
    if (!missed.empty()) return conclude_as(Verdict::unknown, "never reached: " + missed);
    conclude_as(Verdict::pass, {});
  }

  HuntSummary& summary_;
  std::map<std::string, HuntTally> strategies_;
  std::map<std::pair<std::string, std::string>, HuntCause> causes_;
  std::set<std::pair<std::string, std::string>> heads_;  ///< of causes_: what its first run was named by
  std::map<std::string, std::size_t> places_;
  std::vector<std::uint64_t> numbers_;  ///< of all runs, ascending
  std::set<std::uint64_t> digests_;
  std::set<std::uint64_t> schedules_;
  std::uint64_t open_ = 0;
  std::string first_open_;
};

/// Its causes, each as a violation.
std::vector<Violation> violations_of(const std::string& property, const HuntSummary& summary) {
  std::vector<Violation> violations;
  for (const HuntCause& cause : summary.causes) {
    if (cause.property != property) continue;
    violations.push_back({.at = sim_start,
                          .reason = fmt::format("{} (in {} runs; {})", cause.reason, cause.runs,
                                                cause.replay.empty() ? fmt::format("seed {}", cause.seed)
                                                                     : "replay: " + cause.replay),
                          .evidence = {}});
  }
  return violations;
}

void tell_meanings(const sim::Scenario& scenario, HuntSummary& summary) {
  const std::unique_ptr<Domain> domain = sim::make_domain(scenario);
  const std::vector<PropertyEntry> own = own_laws(*domain);
  for (HuntPropertyRow& row : summary.properties) {
    if (const PropertyEntry* entry = find_law(own, row.name)) row.meaning = entry->info.meaning;
  }
}

/// What a property came to in all runs together.
PropertyResult as_one_property(const HuntPropertyRow& row, const HuntSummary& summary) {
  PropertyResult property{.name = row.name,
                          .meaning = row.meaning,
                          .verdict = Verdict::pass,
                          .observed = row.passed + row.failed + row.open,
                          .violation_count = row.failed,
                          .violations = violations_of(row.name, summary)};
  if (row.failed > 0) {
    property.verdict = Verdict::fail;
    property.reason = fmt::format("failed in {} of {} runs", row.failed, summary.tally.runs);
  } else if (row.open > 0) {
    property.verdict = Verdict::unknown;
    property.reason = fmt::format("could not be judged in {} of {} runs", row.open, summary.tally.runs);
  } else if (row.passed == 0 && row.not_judged > 0) {
    property.verdict = Verdict::unknown;
    property.counts = property.judged = false;
    property.reason = fmt::format("not judged: in all of {} runs the strategy moved messages in time", row.not_judged);
  } else if (row.passed == 0) {
    property.verdict = Verdict::unknown;
    property.counts = false;
    property.reason = "vacuous: it saw nothing in any run";
  }
  return property;
}

}  // namespace

Result<HuntSummary, std::string> summarise(const HuntFile& file, const std::optional<HuntExtent>& extent) {
  try {
    HuntSummary summary{.identity = file.identity(), .extent = extent ? *extent : file.extent()};
    const sim::ScenarioSource source{.directory = file.folder()};
    const auto scenario = sim::parse_scenario(summary.identity.scenario, source, scenario_vocabulary());
    if (!scenario) return failure("the hunt's scenario can't be read: " + scenario.error().text());
    Summing summing(summary);
    file.for_each_run([&](const KeptRun& kept) { summing.add_run(kept); });
    file.for_each_feature([&](const KeptFeature& feature) { summing.add_feature(feature); });
    summing.finish(scenario->properties);
    tell_meanings(*scenario, summary);
    return summary;
  } catch (const std::exception& error) {  // of SQLite
    return failure(std::string("the hunt's file can't be read: ") + error.what());
  }
}

double failure_rate_bound(std::uint64_t runs) {
  if (runs == 0) return 1;
  return -std::expm1(std::log(0.05) / static_cast<double>(runs));
}

RunResult as_one_run(const HuntSummary& summary) {
  RunResult result{.run = {.scenario = summary.identity.name,
                           .engine = summary.identity.engine,
                           .seed = summary.identity.seed,
                           .digest = 0,
                           .deliveries = summary.deliveries,
                           .replay = {}},
                   .verdict = summary.verdict,
                   .reason = summary.reason,
                   .properties = {},
                   .metrics = {}};
  std::set<std::string> told;
  for (const HuntPropertyRow& row : summary.properties) {
    told.insert(row.name);
    result.properties.push_back(as_one_property(row, summary));
  }
  for (const HuntCause& cause : summary.causes) {  // what ended a process is no property
    if (!told.insert(cause.property).second) continue;
    result.properties.push_back({.name = cause.property,
                                 .meaning = "every run comes to its end",
                                 .verdict = Verdict::fail,
                                 .reason = cause.reason,
                                 .observed = summary.tally.runs,
                                 .violation_count = cause.runs,
                                 .violations = violations_of(cause.property, summary)});
  }
  for (const HuntSometimesRow& row : summary.sometimes) {
    if (!row.asked) continue;
    result.properties.push_back({.name = "sometimes " + row.name,
                                 .meaning = "at least one run reaches it",
                                 .verdict = row.runs > 0 ? Verdict::pass : Verdict::unknown,
                                 .reason = row.runs > 0 ? "" : "no run reached it",
                                 .observed = row.runs});
  }
  return result;
}

}  // namespace crisper::properties
