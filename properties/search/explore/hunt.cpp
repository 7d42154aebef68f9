#include "properties/search/explore/hunt.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/base/assert.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "properties/search/shrink/cause.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::properties {
namespace {

constexpr std::size_t jobs_per_child_max = 32;
/// Runs that wait for others to be learnt; more than this and no further ones are looked at.
constexpr std::size_t waiting_max = 4096;

/// The record of a run whose process did not live to write one.
RunRecord record_of(const sim::JobOutcome& outcome) {
  using End = sim::JobOutcome::End;
  RunRecord record{.verdict = Verdict::fail, .reason = {}, .finished = false, .failures = {}};
  const auto failed = [&](const char* what, std::string reason) {
    record.reason = std::string(what) + ": " + reason;
    record.failures.push_back({what, form_of(reason), std::move(reason)});
  };
  switch (outcome.end) {
    case End::threw: failed("exception", "the run " + outcome.why); break;
    case End::out_of_memory: failed("memory", "the run " + outcome.why); break;
    case End::died: failed("crash", "its process " + outcome.why_and_last_words()); break;
    case End::timed_out: failed("hang", "the run " + outcome.why); break;
    case End::machine:
    case End::not_started:
    case End::done:
      record.verdict = Verdict::unknown;
      record.reason = "the run gave no result that can be read";
      break;
  }
  return record;
}

class Hunt {
 public:
  Hunt(const HuntSubject& subject, HuntFile& file, const HuntOptions& options)
      : subject_(subject), file_(file), options_(options) {
    const HuntIdentity& identity = file.identity();
    const StrategyEntry* entry = find_strategy(identity.strategy);
    CRISPER_ASSERT(entry != nullptr, "the caller names a strategy that exists");
    strategy_ = entry->make({.scenario = &subject.scenario, .seed = identity.seed, .engine = subject.engine,
                              .shards = options.shards});
    next_ = learn_next_ = options.shard - 1;
    if (options.runs > 0) {
      progress_.planned = options.runs > next_ ? (options.runs - next_ - 1) / options.shards + 1 : 0;
    }
    load();
  }

  void run() {
    const std::uint64_t share = progress_.planned / (8 * std::max<std::size_t>(1, options_.at_once));
    sim::run_in_workers(
        {.take = [&](std::size_t most) { return take(most); },
         .body = [&](std::uint64_t run) { return body(run); },
         .done = [&](std::uint64_t run, sim::JobOutcome outcome) { done(run, std::move(outcome)); },
         .orders = [&] { return round(); }},
        {.at_once = options_.at_once,
         .jobs_per_child = subject_.engine == "fast" && progress_.planned > 0
                               ? std::clamp<std::size_t>(share, 1, jobs_per_child_max)
                           : subject_.engine == "fast" ? jobs_per_child_max
                                                       : 1,
         .job_time_max = options_.run_time_max,
         .memory_bytes_max = options_.run_memory_max,
         .tries_max = sim::run_tries_max});
    finish();
  }

 private:
  /// What is known of a run that has ended and waits for its turn to be learnt.
  struct Ended {
    HuntInput input;
    RunRecord record;
    std::vector<std::uint64_t> features;
  };
  struct Smallest {
    std::uint64_t deliveries = 0;
    std::uint64_t faults = 0;
    std::uint64_t run = 0;
    auto operator<=>(const Smallest&) const = default;
  };

  /// What an earlier part of this hunt has found out.
  void load() {
    std::map<std::uint64_t, std::vector<std::uint64_t>> met;
    file_.for_each_feature([&](const KeptFeature& feature) {
      features_[feature.key] = feature.first_run;
      met[feature.first_run].push_back(feature.key);
    });
    file_.for_each_run([&](const KeptRun& kept) {
      count(kept.number, kept.record);
      // The whole input is kept of few runs; who made it, of every one: a portfolio counts by that.
      HuntInput made_from{.strategy = kept.strategy, .seed = kept.seed, .off = {}};
      Ended ended{.input = std::move(made_from), .record = kept.record, .features = {}};
      if (const auto found = met.find(kept.number); found != met.end()) ended.features = std::move(found->second);
      if (auto input = file_.input_of(kept.number)) {
        ended.input = std::move(input->input);
        ended.record.plan = std::move(input->plan);
      }
      ended.record.findings = file_.findings_of(kept.number);
      ended_.emplace(kept.number, std::move(ended));
    });
    learn();
  }

  bool is_done(std::uint64_t run) const { return run < learn_next_ || ended_.contains(run); }

  std::vector<std::uint64_t> take(std::size_t most) {
    std::vector<std::uint64_t> batch;
    const auto begin = [&](std::uint64_t run) {
      std::optional<HuntInput> input = strategy_->input(run);
      if (!input) return false;
      under_way_.emplace(run, std::move(*input));
      batch.push_back(run);
      return true;
    };
    for (auto each = waiting_.begin(); each != waiting_.end() && batch.size() < most;) {
      each = begin(*each) ? waiting_.erase(each) : each + 1;
    }
    while (batch.size() < most && waiting_.size() < waiting_max && (options_.runs == 0 || next_ < options_.runs)) {
      const std::uint64_t run = std::exchange(next_, next_ + options_.shards);
      if (!is_done(run) && !begin(run)) waiting_.push_back(run);
    }
    return batch;
  }

  /// In a child.
  std::string body(std::uint64_t run) const {
    const RecordOptions options{.is_known =
                                    [&](std::uint64_t key) {
                                      const auto known = features_.find(key);
                                      return known != features_.end() && known->second < run;
                                    },
                                .with_plan = strategy_->wants_plans()};
    return encode_record(options_.run(subject_, under_way_.at(run), options));
  }

  void done(std::uint64_t run, sim::JobOutcome outcome) {
    if (outcome.is_machine_trouble()) {  // the run was not made, and says nothing
      under_way_.erase(run);
      if (trouble_.empty()) trouble_ = "its process " + outcome.why_and_last_words();
      return;
    }
    RunRecord record = record_of(outcome);
    if (outcome.is_done()) {
      if (auto decoded = decode_record(outcome.output)) record = std::move(*decoded);
    }
    HuntInput input = std::move(under_way_.extract(run).mapped());
    std::vector<std::uint64_t> features = record.pairs;
    features.insert(features.end(), record.states.begin(), record.states.end());
    bool fresh = false;
    for (const std::uint64_t key : features) {
      const auto [known, is_new] = features_.try_emplace(key, run);
      fresh |= is_new || run < known->second;
      known->second = std::min(known->second, run);
    }
    file_.add(run, input, record);
    const bool is_smallest = count(run, record);
    if (is_smallest || (fresh && strategy_->wants_plans())) {
      file_.keep_input(run, {.input = input, .plan = record.plan});
    }
    ended_.emplace(run, Ended{std::move(input), std::move(record), std::move(features)});
    learn();
  }

  /// True where it is the smallest of a cause so far (or, where later runs may be forgotten, fails at all).
  bool count(std::uint64_t run, const RunRecord& record) {
    ++progress_.done;
    progress_.failed += record.verdict == Verdict::fail;
    progress_.unknown += record.verdict == Verdict::unknown;
    if (record.verdict == Verdict::fail && options_.stop_at_first) last_run_ = std::min(last_run_, run);
    bool is_smallest = options_.stop_at_first && record.verdict == Verdict::fail;
    for (const RunFailure& each : record.failures) {
      const Smallest here{record.deliveries, record.faults_fired(), run};
      const auto [known, is_new] = smallest_.try_emplace({each.property, each.signature}, here);
      if (!is_new && known->second < here) continue;
      known->second = here;
      is_smallest = true;
    }
    return is_smallest;
  }

  /// Tells the strategy, in the order of the numbers.
  void learn() {
    for (auto next = ended_.find(learn_next_); next != ended_.end(); next = ended_.find(learn_next_)) {
      const auto is_first = [&](std::uint64_t key) { return features_.at(key) == learn_next_; };
      const bool news = std::ranges::any_of(next->second.features, is_first);
      strategy_->learn(learn_next_, next->second.input, next->second.record, news);
      ended_.erase(next);
      learn_next_ += options_.shards;
    }
  }

  sim::PoolOrders round() {
    file_.commit();
    progress_.causes = smallest_.size();
    progress_.features = features_.size();
    wish_ = std::max(wish_, options_.on_round(progress_));
    return {.begin_no_more = wish_ != HuntWish::go_on || !trouble_.empty(),
            .stop_now = wish_ == HuntWish::stop,
            .last_job = last_run_};
  }

  void finish() {
    const bool found = last_run_ != sim::PoolOrders{}.last_job;
    if (found && wish_ == HuntWish::go_on && trouble_.empty()) file_.forget_after(last_run_);
    const std::string end = !trouble_.empty()            ? std::string(machine_end) + trouble_
                            : found                      ? "first failure"
                            : wish_ == HuntWish::go_on   ? "complete"
                            : wish_ == HuntWish::finish ? "time"
                                                         : "interrupted";
    file_.set_extent({.runs_asked = options_.runs,
                      .shards = std::to_string(options_.shard) + "/" + std::to_string(options_.shards),
                      .end = end,
                      .account = strategy_->account()});
    file_.commit();
  }

  const HuntSubject& subject_;
  HuntFile& file_;
  const HuntOptions& options_;
  std::unique_ptr<Strategy> strategy_;
  HuntProgress progress_;
  HuntWish wish_ = HuntWish::go_on;
  std::string trouble_;           ///< of the machine: the hunt ends with it, and --continue makes the rest
  std::uint64_t next_ = 0;        ///< the next run that was never looked at
  std::uint64_t learn_next_ = 0;  ///< all runs of this shard below it have been learnt
  std::uint64_t last_run_ = sim::PoolOrders{}.last_job;  ///< the first failure, where the hunt ends with it
  std::vector<std::uint64_t> waiting_;                   ///< runs whose input isn't known yet
  std::map<std::uint64_t, HuntInput> under_way_;
  std::map<std::uint64_t, Ended> ended_;  ///< and not learnt yet
  // lookup only
  std::unordered_map<std::uint64_t, std::uint64_t> features_;  ///< to the lowest run that met it
  std::map<std::pair<std::string, std::string>, Smallest> smallest_;  ///< by property and signature
};

}  // namespace

Result<void, std::string> run_hunt(const HuntSubject& subject, HuntFile& file, const HuntOptions& options) {
  try {
    Hunt(subject, file, options).run();
    return {};
  } catch (const std::exception& error) {
    return failure(std::string("the hunt's file could not be written: ") + error.what());
  }
}

}  // namespace crisper::properties
