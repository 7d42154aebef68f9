// lineage: takes away what good outcomes followed from, one message or one process at a time, then two: a run without
// faults shows why everything went well, and each run with faults either breaks something or shows another way. Where
// nothing is left to try for a seed, the next seed's workload comes.
//
// Deterministic: runs come in generations, and a run builds on what was learnt from runs below the generation before
// its own, as in feedback; so one generation can be under way while the last one is still coming in.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "properties/search/explore/lineage/lineage_search.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/faults/fault_lines.hpp"

namespace crisper::properties {
namespace {

constexpr std::uint64_t in_generation = 16;
/// A run whose proofs take more than this says nothing: its workload is too large for this strategy.
constexpr std::size_t findings_bytes_max = std::size_t{8} << 20;
constexpr std::size_t workloads_told_max = 8;

/// Looks for why things went well.
class ProofsWatch final : public FindingsWatch {
 public:
  explicit ProofsWatch(const sim::Scenario& scenario) : model_(scenario) {}

  void begin(const Names& names) override { recorder_.begin(names); }
  void observe(const Observation& seen, ObservationId id) override { recorder_.observe(seen, id); }
  void end(const RunResult& result) override { recorder_.end(result); }
  std::string findings(const ScenarioRun&) const override {
    if (!recorder_.is_whole()) return {};
    std::string text = to_text(proofs_of(recorder_, model_));
    return text.size() <= findings_bytes_max ? text : std::string{};
  }

 private:
  FaultModel model_;
  CausalRecorder recorder_;
};

class LineageStrategy final : public Strategy {
 public:
  using Strategy::Strategy;

  std::optional<HuntInput> input(std::uint64_t run) override {
    const std::uint64_t place = run / setup().shards;
    shard_ = run % setup().shards;
    while (given_.size() <= place) {
      if (learnt_ < known_below(given_.size())) return std::nullopt;
      give();
    }
    const Given& given = given_[place];
    HuntInput input = plain_input("lineage", run);
    input.seed = seed_of(given.search);
    if (!given.trial.plan.faults.empty()) {
      input.plan = std::make_shared<const std::string>(sim::to_lines(given.trial.plan));
    }
    return input;
  }

  void learn(std::uint64_t run, const HuntInput&, const RunRecord& record, bool) override {
    shard_ = run % setup().shards;
    ++learnt_;
    coming_.push_back({.verdict = record.verdict, .findings = record.finished ? record.findings : std::string{}});
  }

  std::string account() override {
    while (given_.size() < learnt_) give();
    take_in(learnt_);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < searches_.size(); ++i) {
      const auto& extent = searches_[i].search.extent();
      if (std::ranges::any_of(extent, [](const auto& size) { return size.tried > 0; })) lines.push_back(told(i));
    }
    if (lines.size() > workloads_told_max) {
      const std::string more = fmt::format("lineage: {} more seeds", lines.size() - workloads_told_max);
      lines.resize(workloads_told_max);
      lines.push_back(more);
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
  }

 private:
  static_assert(LineageSearch::faults_max == 2);

  /// One seed's workload.
  struct Workload {
    LineageSearch search{};
    std::uint64_t failed = 0;  ///< runs
  };
  struct Given {
    std::size_t search = 0;
    LineageSearch::Trial trial{};
  };

  /// Runs of this shard, by their places among them.
  static std::uint64_t known_below(std::uint64_t place) {
    if (place == 0) return 0;
    const std::uint64_t own = (place - 1) / in_generation;
    return own < 2 ? 1 : (own - 1) * in_generation + 1;
  }

  std::uint64_t seed_of(std::size_t search) const { return setup().seed + shard_ + search * setup().shards; }

  /// What runs below this place have shown.
  void take_in(std::uint64_t below) {
    for (; taken_in_ < below && !coming_.empty(); ++taken_in_, coming_.pop_front()) {
      const Given& given = given_[taken_in_];
      LineageSearch& search = searches_[given.search].search;
      searches_[given.search].failed += coming_.front().verdict == Verdict::fail;
      if (const auto proofs = proofs_from(coming_.front().findings)) {
        search.learn(given.trial, *proofs);
      } else {
        search.learn_nothing();
      }
    }
  }

  /// The next trial of the first workload that has one, by what is known when it is its turn.
  void give() {
    take_in(known_below(given_.size()));
    for (std::size_t i = first_open_;; ++i) {
      if (i == searches_.size()) searches_.emplace_back();
      if (auto trial = searches_[i].search.next()) return given_.push_back({.search = i, .trial = std::move(*trial)});
      if (i == first_open_ && searches_[i].search.is_over()) ++first_open_;
    }
  }

  std::string told(std::size_t i) const {
    const LineageSearch& search = searches_[i].search;
    const auto& one = search.extent().front();
    const auto& two = search.extent().back();
    const std::string tried =
        fmt::format("{} of one and {} of two were tried, {} spared, {} are left", one.tried, two.tried,
                    one.spared + two.spared, one.left + two.left);
    const std::string broke = searches_[i].failed == 0
                                  ? "none broke a law"
                                  : fmt::format("{} broke a law", searches_[i].failed);
    return fmt::format("lineage, seed {}: of the sets of faults that could take away one of {} good outcomes, {}: {}",
                       seed_of(i), search.outcomes(), tried, broke);
  }

  std::vector<Given> given_;  ///< by place
  std::deque<Workload> searches_;
  std::deque<RunRecord> coming_;  ///< what runs showed and nobody built on yet, from taken_in_ on
  std::uint64_t learnt_ = 0;
  std::uint64_t taken_in_ = 0;
  std::size_t first_open_ = 0;
  std::uint64_t shard_ = 0;
};

void prepare_lineage(const HuntInput& input, HuntRun& run) {
  run.options.plan = input.plan ? sim::from_lines(*input.plan).value_or(sim::FaultPlan{}) : sim::FaultPlan{};
  run.watch = std::make_unique<ProofsWatch>(run.scenario);
}

}  // namespace

StrategyEntry strategies::lineage() {
  return {.name = "lineage",
          .meaning = "takes away what good outcomes followed from: a message or a process at a time, then two",
          .independent = false,
          .alone = true,
          .make = make<LineageStrategy>,
          .prepare = prepare_lineage};
}

}  // namespace crisper::properties
