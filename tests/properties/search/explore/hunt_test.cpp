#include "properties/search/explore/hunt.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include <cstdlib>
#include <stdexcept>

#include "properties/search/explore/strategy_registry.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "tests/properties/search/explore/hunted.hpp"

namespace crisper::properties {
namespace {

using namespace std::chrono_literals;

/// Nothing keeps duplicates out of the catalogue.
HuntSubject without_inbox() {
  return small_subject(
      "design: {consumers: {catalog: {inbox: off}}}\n"
      "faults: [{loss: 1%}, {duplicate: 10%, on: {to: catalog}}]\n");
}

const HuntCause* cause_of(const HuntSummary& summary, const std::string& property) {
  for (const HuntCause& cause : summary.causes) {
    if (cause.property == property) return &cause;
  }
  return nullptr;
}

TEST(Hunt, is_the_same_twice_and_however_many_run_at_once) {
  // Wrong: what a hunt finds would depend on the machine, and a colleague could not repeat it.
  const TestFolder folder;
  const HuntSubject subject = without_inbox();
  for (const StrategyEntry& strategy : all_strategies()) {
    const std::string name(strategy.name);
    const HuntSummary one = hunted(subject, folder / "a", name, {.runs = 60, .at_once = 1});
    const HuntSummary two = hunted(subject, folder / "b", name, {.runs = 60, .at_once = 1});
    const HuntSummary wide = hunted(subject, folder / "c", name, {.runs = 60, .at_once = 5});
    EXPECT_EQ(one.tally.runs, 60u) << name;
    EXPECT_GT(one.pairs.met, 50u) << name;
    EXPECT_EQ(one, two) << name;
    EXPECT_EQ(one, wide) << name;
  }
}

TEST(Hunt, finds_a_mistake_groups_it_and_can_make_the_smallest_run_again) {
  // Wrong: the failure would be found and nobody could look at it.
  const TestFolder folder;
  const HuntSubject subject = without_inbox();
  const HuntSummary summary = hunted(subject, folder / "hunt", "random", {.runs = 40, .at_once = 2});
  EXPECT_EQ(summary.verdict, Verdict::fail);
  const HuntCause* cause = cause_of(summary, "projection_matches_log");
  ASSERT_NE(cause, nullptr);
  EXPECT_GT(cause->runs, 1u);
  EXPECT_LT(summary.causes.size(), 4u) << "one mistake must not look like many";
  const auto file = HuntFile::open(folder / "hunt");
  const auto kept = file->input_of(cause->smallest_run);
  ASSERT_TRUE(kept);
  const RunRecord again = record_run(subject, kept->input, {});
  EXPECT_EQ(again.digest, cause->digest);
  EXPECT_EQ(again.deliveries, cause->deliveries);
}

TEST(Hunt, says_what_a_hunt_without_failures_allows_to_conclude) {
  // Wrong: a hunt that saw little would be taken for a proof.
  const TestFolder folder;
  const HuntSummary summary = hunted(small_subject(), folder / "hunt", "random", {.runs = 30, .at_once = 2});
  EXPECT_EQ(summary.verdict, Verdict::pass);
  EXPECT_EQ(summary.tally.passed, 30u);
  EXPECT_TRUE(summary.causes.empty());
  ASSERT_EQ(summary.strategies.size(), 1u);
  EXPECT_TRUE(summary.strategies[0].independent);
  std::uint64_t fresh = 0;
  for (const std::uint64_t each : summary.pairs.fresh) fresh += each;
  EXPECT_EQ(fresh, summary.pairs.met);
  EXPECT_GT(summary.pairs.fresh[0], summary.pairs.fresh[9]);
}

TEST(Hunt, survives_runs_that_abort_hang_and_eat_all_memory_and_tells_each_with_its_seed) {
  // Wrong: the worst bugs, those that take the process down, would end the hunt or go untold.
  HuntOptions options{.runs = 40, .at_once = 2, .run_time_max = 1500ms, .run_memory_max = std::size_t{64} << 20};
  options.run = [](const HuntSubject& subject, const HuntInput& input, const RecordOptions& how) {
    volatile bool planted = true;
    if (input.seed == 5) ::abort();
    while (input.seed == 12 && planted) {
    }
    std::vector<std::string> hoard;
    while (input.seed == 17 && planted) hoard.emplace_back(std::size_t{1} << 20, 'x');
    return record_run(subject, input, how);
  };
  const TestFolder folder;
  const HuntSummary summary = hunted(small_subject(), folder / "hunt", "random", options);
  EXPECT_EQ(summary.verdict, Verdict::fail);
  EXPECT_EQ(summary.tally.runs, 40u);
  EXPECT_EQ(summary.tally.failed, 3u);
  EXPECT_EQ(summary.tally.passed, 37u);
  for (const auto& [what, seed] : {std::pair{"crash", 5u}, {"hang", 12u}, {"memory", 17u}}) {
    const HuntCause* cause = cause_of(summary, what);
    ASSERT_NE(cause, nullptr) << what;
    EXPECT_EQ(cause->seed, seed) << what;
    EXPECT_FALSE(cause->finished) << what;
  }
}

TEST(Hunt, that_fails_tells_too_that_the_machine_gave_out) {
  // Wrong: a hunt that found something and broke off reads like a whole one.
  HuntOptions options{.runs = 30, .at_once = 1};
  options.run = [](const HuntSubject& subject, const HuntInput& input, const RecordOptions& how) {
    if (input.seed == 2) throw std::runtime_error("a mistake");
    if (input.seed == 12) ::raise(SIGKILL);
    return record_run(subject, input, how);
  };
  const TestFolder folder;
  const HuntSummary cut = hunted(small_subject(), folder / "hunt", "random", options);
  EXPECT_EQ(cut.verdict, Verdict::fail);
  EXPECT_NE(cut.reason.find("runs failed"), std::string::npos) << cut.reason;
  EXPECT_NE(cut.reason.find("; the machine gave out after "), std::string::npos) << cut.reason;
}

TEST(Hunt, that_the_machine_ends_is_unknown_and_goes_on_later) {
  // Wrong: no memory or a kill from outside would be a failure of the design, and the run would never be made.
  HuntOptions options{.runs = 30, .at_once = 2};
  options.run = [](const HuntSubject& subject, const HuntInput& input, const RecordOptions& how) {
    if (input.seed == 12) ::raise(SIGKILL);
    if (input.seed == 13) throw sim::MachineTrouble("no descriptors");
    return record_run(subject, input, how);
  };
  const TestFolder folder;
  const HuntSummary cut = hunted(small_subject(), folder / "hunt", "random", options);
  EXPECT_EQ(cut.verdict, Verdict::unknown);
  EXPECT_TRUE(cut.causes.empty());
  EXPECT_LT(cut.tally.runs, 30u);
  EXPECT_TRUE(cut.extent.end.starts_with(machine_end)) << cut.extent.end;
  EXPECT_NE(cut.reason.find("the machine gave out"), std::string::npos) << cut.reason;

  auto file = HuntFile::open(folder / "hunt");
  ASSERT_TRUE(file);
  ASSERT_TRUE(run_hunt(small_subject(), *file, {.runs = 30, .at_once = 2}));
  const auto whole = summarise(*file);
  EXPECT_EQ(whole->verdict, Verdict::pass);
  EXPECT_EQ(whole->tally.runs, 30u);
}

TEST(Hunt, shards_together_are_the_whole) {
  // Wrong: a hunt spread over machines would leave runs out, or make some twice.
  const TestFolder folder;
  const HuntSubject subject = without_inbox();
  for (const char* strategy : {"random", "swarm"}) {
    const HuntSummary whole = hunted(subject, folder / "whole", strategy, {.runs = 50, .at_once = 2});
    auto merged = HuntFile::create(folder / ("merged " + std::string(strategy)), identity_of(subject, strategy));
    ASSERT_TRUE(merged);
    for (std::uint64_t shard = 1; shard <= 3; ++shard) {
      hunted(subject, folder / "shard", strategy, {.runs = 50, .shard = shard, .shards = 3, .at_once = 2});
      merged->add_all(folder / "shard");
    }
    merged->set_extent({.runs_asked = 50, .shards = "1/3 2/3 3/3", .end = "complete"});
    merged->commit();
    EXPECT_EQ(findings_of(*summarise(*merged)), findings_of(whole)) << strategy;
  }
}

TEST(Hunt, goes_on_where_it_was_killed_to_the_same_end) {
  // Wrong: a hunt that was killed would have to begin again, or find something else.
  const HuntSubject subject = without_inbox();
  for (const StrategyEntry& strategy : all_strategies()) {
    const std::string name(strategy.name);
    const std::uint64_t runs = name == "portfolio" ? 200 : 60;  // its shares follow what was learnt from run 128 on
    const TestFolder folder;
    const HuntSummary whole = hunted(subject, folder / "whole", name, {.runs = runs, .at_once = 2});
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto file = HuntFile::create(folder / "killed", identity_of(subject, name));
      HuntOptions options{.runs = runs, .at_once = 2};
      options.on_round = [](const HuntProgress& now) {
        if (now.done >= 17) ::raise(SIGKILL);
        return HuntWish::go_on;
      };
      run_hunt(subject, *file, options);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));

    auto file = HuntFile::open(folder / "killed");
    ASSERT_TRUE(file) << file.error();
    const auto before = summarise(*file);
    ASSERT_TRUE(before);
    EXPECT_GE(before->tally.runs, 17u) << "what was committed is lost";
    EXPECT_EQ(before->verdict == Verdict::pass, false) << "half a hunt is no pass";
    std::uint64_t made = 0;
    HuntOptions options{.runs = runs, .at_once = 2};
    options.on_round = [&](const HuntProgress& now) {
      made = now.done;
      return HuntWish::go_on;
    };
    ASSERT_TRUE(run_hunt(subject, *file, options));
    EXPECT_EQ(*summarise(*file), whole) << name;
    EXPECT_EQ(made, runs);
  }
}

TEST(Hunt, that_stops_at_the_first_failure_stops_at_the_same_one_everywhere) {
  // Wrong: which failure is told first would depend on the machine.
  const TestFolder folder;
  const HuntSubject subject = without_inbox();
  const HuntSummary all = hunted(subject, folder / "all", "random", {.runs = 60});
  ASSERT_FALSE(all.causes.empty());
  std::uint64_t first = UINT64_MAX;
  for (const HuntCause& cause : all.causes) first = std::min(first, cause.first_run);
  for (const std::size_t at_once : {1, 4}) {
    const HuntSummary one =
        hunted(subject, folder / "one", "random", {.runs = 60, .stop_at_first = true, .at_once = at_once});
    EXPECT_EQ(one.tally.runs, first + 1);
    EXPECT_EQ(one.tally.failed, 1u);
    EXPECT_EQ(one.extent.end, "first failure");
  }
}

TEST(Hunt, ends_when_it_is_asked_to) {
  // Wrong: an interrupted hunt would lose what it had found, or pass for a whole one.
  const TestFolder folder;
  HuntOptions options{.runs = 0};
  options.on_round = [](const HuntProgress& now) { return now.done >= 10 ? HuntWish::finish : HuntWish::go_on; };
  const HuntSummary timed = hunted(small_subject(), folder / "timed", "random", options);
  EXPECT_GE(timed.tally.runs, 10u);
  EXPECT_EQ(timed.extent.end, "time");
  EXPECT_EQ(timed.verdict, Verdict::pass);
  options.on_round = [](const HuntProgress& now) { return now.done >= 10 ? HuntWish::stop : HuntWish::go_on; };
  const HuntSummary stopped = hunted(small_subject(), folder / "stopped", "random", options);
  EXPECT_GE(stopped.tally.runs, 10u);
  EXPECT_EQ(stopped.extent.end, "interrupted");
  EXPECT_EQ(stopped.verdict, Verdict::unknown);
}

TEST(Hunt, runs_simgrid_as_often_as_it_likes) {
  // Wrong: an engine that exists once per process would make one run and die.
  HuntSubject subject = small_subject();
  subject.engine = "simgrid";
  const TestFolder folder;
  const HuntSummary summary = hunted(subject, folder / "hunt", "portfolio", {.runs = 8, .at_once = 2});
  EXPECT_EQ(summary.tally.passed, 8u) << summary.reason;
}

}  // namespace
}  // namespace crisper::properties
