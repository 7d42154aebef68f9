// R45: `when` and `then` share one lock: it is held until the producer's own events have come back to it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/random_run.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

/// What became of a service's own events.
struct Fates {
  int read = 0;       ///< decisions on what had come back
  int late = 0;       ///< states given back too early
  int with_hole = 0;  ///< decisions on a state of which an earlier event had not come back
  int behind_gap = 0; ///< decisions on less than had come back, since something before it had not
};

class OwnEventsWatch final : public RunWatch {
 public:
  void begin(const Names& names) override { names_ = &names; }
  void end(const RunResult&) override {}
  void observe(const Observation& seen, ObservationId) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: appended_[seen.stream].push_back(seen.message); return;
      case ObservationKind::event_applied:
        if (names_->process(seen.process) == "own-events") back_.insert(seen.message);
        return;
      case ObservationKind::own_events_late: ++fates.late; return;
      case ObservationKind::state_read: return decides_on(appended_[seen.stream], seen.a);
      default: return;
    }
  }
  Fates fates;

 private:
  void decides_on(const std::vector<MessageId>& events, std::int64_t version) {
    ++fates.read;
    const auto is_back = [&](MessageId event) { return back_.contains(event); };
    const auto end = events.begin() + version;
    if (!std::all_of(events.begin(), end, is_back)) ++fates.with_hole;
    if (std::any_of(end, events.end(), is_back)) ++fates.behind_gap;
  }

  const Names* names_ = nullptr;
  std::map<StreamId, std::vector<MessageId>> appended_;
  std::set<MessageId> back_;
};

struct Seen {
  RunResult result;
  Fates fates;
  Verdict verdict_of(std::string_view name) const {
    for (const PropertyResult& each : result.properties) {
      if (each.name == name) return each.verdict;
    }
    ADD_FAILURE() << "no property " << name;
    return Verdict::unknown;
  }
};

constexpr std::string_view outbox = "{method: outbox, poll: 20ms}";

/// A fridge that many want something of, and a service that decides on what has come back to it.
Seen run(std::string_view strategy, std::string_view hold_until, std::string_view append = "any",
         std::string_view faults = "", std::string_view publication = outbox,
         std::uint64_t seed = 1) {
  const std::string text = fmt::format(R"(
crisper: 1
name: when and then
design:
  command_queue: {{handlers: 4, dead_letter_after: 1000}}
  ownership: {{strategy: {}, state_from: own_events, hold_until: {}, published_within: 300ms}}
  event_store: {{append: {}}}
  publication: {}
workload:
  orders: {{count: 40, rate: 100/s, customers: 20, fridges: 1, meals: 1}}
  restock: {{initial: 20}}
faults:
{}
)",
                                       strategy, hold_until, append, publication, faults.empty() ? "  []" : faults);
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  OwnEventsWatch watch;
  auto done = run_scenario(
      *scenario,
      {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}, .watches = {&watch}});
  EXPECT_TRUE(done.has_value()) << done.error();
  return {done->result, watch.fates};
}

TEST(PublishedBack, without_it_a_decision_is_made_on_a_stale_state_and_with_it_never) {
  // R45. Wrong: a lock that is given back between `when` and `then` would look as if it protected, or holding it on
  // until the events are back would not mend it.
  for (const crisper::StrategyEntry& entry : ownership_strategies()) {
    if (entry.has != Possession::grant) continue;
    int oversold = 0;
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
      const Seen without = run(entry.name, "appended", "any", "", outbox, seed);
      if (without.verdict_of("stock_never_negative") == Verdict::fail) ++oversold;
      const Seen with = run(entry.name, "published_back", "any", "", outbox, seed);
      EXPECT_EQ(with.result.verdict, Verdict::pass) << entry.name << " " << seed << ": " << with.result.reason;
      EXPECT_GT(with.fates.read, 40) << entry.name << " " << seed;
      EXPECT_EQ(with.fates.late, 0) << entry.name << " " << seed;
    }
    EXPECT_GT(oversold, 0) << entry.name;
  }
}

TEST(PublishedBack, without_it_the_next_owner_knows_nothing_of_what_the_last_one_did) {
  // R45. Wrong: a judge that looks at what was read from the store would not see who decides on something else.
  EXPECT_EQ(run("row_lock", "appended").verdict_of("single_writer"), Verdict::fail);
}

TEST(PublishedBack, gives_the_state_back_when_publication_takes_too_long_and_says_so) {
  // R45. Wrong: a relay that has stopped would stop every command of the state with it, or nobody would hear of it.
  const std::string stopped = "  - {pause: event-relay, at: 1200ms, for: 2s}";
  const Seen any = run("row_lock", "published_back", "any", stopped);
  EXPECT_GT(any.fates.late, 0);
  EXPECT_EQ(any.verdict_of("run_completed"), Verdict::pass);
  EXPECT_EQ(any.verdict_of("single_writer"), Verdict::fail) << "whoever came next knew nothing of the events";
  // The store's look at versions holds what the lock no longer can: the next decide when they are up to date.
  const Seen exact = run("row_lock", "published_back", "exact", stopped);
  EXPECT_GT(exact.fates.late, 0);
  EXPECT_EQ(exact.result.verdict, Verdict::pass) << exact.result.reason;
}

TEST(PublishedBack, where_an_event_is_lost_for_good_decides_on_nothing_behind_the_gap) {
  // R45. Wrong: a state would be folded from events with a hole in them, and be one that has never been.
  std::string lost;  // whoever dies between its append and its telling
  for (int i = 0; i < 16; ++i) {
    lost += fmt::format("  - {{crash: handler-{}, at: {}ms, restart_after: 30ms}}\n", i % 4 + 1, 1020 + 23 * i);
  }
  Fates fates;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Fates found = run("row_lock", "published_back", "any", lost, "{method: dual_write}", seed).fates;
    fates.late += found.late;
    fates.behind_gap += found.behind_gap;
    fates.with_hole += found.with_hole;
  }
  EXPECT_GT(fates.late, 0);
  EXPECT_GT(fates.behind_gap, 0);
  EXPECT_EQ(fates.with_hole, 0);
}

TEST(PublishedBack, with_every_method_of_publication_that_loses_nothing_holds) {
  // R45. Wrong: what comes back in another order, or twice, or by another way would make the state another one.
  for (const PublicationEntry& method : publication_methods()) {
    if (!method.claims.contains(DeliveryGuarantee::nothing_lost)) continue;
    const Seen seen = run("row_lock", "published_back", "any", "", fmt::format("{{method: {}}}", method.name));
    EXPECT_EQ(seen.result.verdict, Verdict::pass) << method.name << ": " << seen.result.reason;
    EXPECT_EQ(seen.fates.late, 0) << method.name;
  }
}

TEST(PublishedBack, where_the_store_looks_at_versions_survives_whatever_goes_wrong) {
  // R45. Wrong: a stale state that nobody could hold off would be appended to, or a command be lost or done twice.
  const RunNumbers numbers = run_numbers(40);
  for (const char* strategy : {"row_lock", "multi_row_lock", "lease", "partitioned_queue", "partition_and_lock"}) {
    const RandomRuns runs{.strategy = strategy,
                          .settings = ", state_from: own_events, hold_until: published_back",
                          .append = AppendCheck::exact};
    for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
      const RunResult result = random_run(runs, number);
      ASSERT_EQ(result.verdict, Verdict::pass) << result.reason << '\n' << describe_random_run(runs, number);
    }
  }
}

}  // namespace
}  // namespace crisper::properties
