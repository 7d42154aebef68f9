#include "properties/explain/explain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "properties/explain/causal_graph.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/search/shrink/small_case.hpp"

namespace crisper::properties {
namespace {

struct Recorded {
  CausalRecorder recorder;
  std::optional<ScenarioRun> run;
};

std::unique_ptr<Recorded> recorded(const sim::Scenario& scenario, ScenarioRunOptions options) {
  auto result = std::make_unique<Recorded>();
  options.watches.push_back(&result->recorder);
  auto run = run_scenario(scenario, options);
  EXPECT_TRUE(run) << run.error();
  result->run = std::move(*run);
  return result;
}

std::unique_ptr<Recorded> recorded(const RunCase& each) {
  return recorded(each.scenario, {.seed = each.seed, .engine = each.engine, .plan = each.plan});
}

TEST(Explain, tells_of_what_stayed_open_from_the_event_that_was_never_published) {
  // Wrong: the story of a gap in the log would be that two time limits ran out half a minute later.
  const auto scenario = sim::parse_scenario(R"(
crisper: 1
name: a gap that nobody waits for
design:
  event_store: {position: at_insert, commit: 1ms..80ms, gaps: none}
  publication: {method: single_publisher}
  command_queue: {visibility_timeout: 500ms}
workload:
  orders: {rate: 40/s, start: 100ms, count: 12, customers: 4, fridges: 2, meals: 1, quantity: 1..2}
  restock: {initial: 6}
run: {settle: 300ms}
)");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto recording = recorded(*scenario, {.seed = 1});
  const CausalRecorder& recorder = recording->recorder;
  const std::optional<ScenarioRun>& run = recording->run;
  ASSERT_TRUE(run);
  const auto& properties = run->result.properties;
  const auto open = std::ranges::find(properties, "run_completed", &PropertyResult::name);
  ASSERT_EQ(open->verdict, Verdict::fail) << run->result.reason;
  const Explanation told = explain(recorder, open->violations.front(), run->plan, scenario->design);
  ASSERT_FALSE(told.sentences.empty());
  EXPECT_LT(told.at.front(), SimTime(std::chrono::seconds(1))) << told.sentences.front();
  const auto says = [&](std::string_view what) {
    return std::ranges::any_of(told.sentences, [&](const auto& each) { return each.find(what) != each.npos; });
  };
  EXPECT_TRUE(says("event-store stored "));
  EXPECT_TRUE(says("never published: it stands still."));
}

TEST(Explain, tells_many_that_are_alike_in_one_sentence_and_each_fault_all_the_same) {
  // Wrong: a network that lost sixty packets would be told in sixty sentences; or a lost packet would go unnamed.
  const auto scenario = sim::parse_scenario(R"(
crisper: 1
name: a network that loses much
design:
  client: {timeout: 1s, attempts: 3}
  command_queue: {handlers: 2, visibility_timeout: 500ms, dead_letter_after: 4}
  ownership: {strategy: optimistic}
deployment: {link: {latency: 1ms}, transport: {kind: datagram}}
workload:
  orders: {rate: 20/s, count: 10, customers: 2, fridges: 1, meals: 1}
faults: [{loss: 40%}]
run: {horizon: 10s}
)");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto recording = recorded(*scenario, {.seed = 1});
  const CausalRecorder& recorder = recording->recorder;
  const std::optional<ScenarioRun>& run = recording->run;
  ASSERT_TRUE(run);
  const Violation open{.at = run->result.ended, .reason = "something was open", .evidence = {}, .at_end = true};
  const Explanation told = explain(recorder, open, run->plan, scenario->design);
  const auto losses = [](const std::string& each) { return each.find("the network lost ") != each.npos; };
  ASSERT_EQ(std::ranges::count_if(told.sentences, losses), 1);
  const std::string lost = *std::ranges::find_if(told.sentences, losses);
  EXPECT_NE(lost.find(" more like it, the last at "), lost.npos) << lost;
  std::size_t struck = 0;
  for (const CausalRecorder::Kept& kept : recorder.all()) {
    if (kept.observation.kind != ObservationKind::fault_fired || kept.observation.at > told.at.back()) continue;
    const sim::Fault& fault = run->plan.faults.at(static_cast<std::size_t>(kept.observation.a));
    const std::string packet = "packet " + std::to_string(fault.nth) + " from " + fault.from + " to " + fault.to;
    EXPECT_NE(lost.find(packet), lost.npos) << packet;
    ++struck;
  }
  EXPECT_GT(struck, 20u);
  EXPECT_TRUE(std::ranges::is_sorted(told.at));
  EXPECT_TRUE(told.sentences.back().starts_with("At the end of the run, at ")) << told.sentences.back();
}

TEST(CausalGraph, leads_forward_and_from_a_command_to_what_the_catalogue_shows) {
  // Wrong: an effect would be told before its cause, or a view would change for no reason.
  const auto run = recorded(duplicated_lunch(1));
  const CausalGraph graph(run->recorder.all());
  for (const CausalGraph::Edge& edge : graph.edges()) ASSERT_LT(edge.from, edge.to);
  const auto& all = run->recorder.all();
  int changes = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Observation& seen = all[i].observation;
    if (seen.kind != ObservationKind::view_updated || ++changes > 20) continue;
    const auto path = graph.path(graph.roots(), static_cast<CausalGraph::Node>(i));
    ASSERT_FALSE(path.empty()) << i;
    EXPECT_EQ(path.back(), i);
    EXPECT_TRUE(graph.consequences(path.front())[i]);
    EXPECT_TRUE(std::ranges::is_sorted(path));
  }
  EXPECT_GT(changes, 10);
}

TEST(CausalGraph, knows_no_way_back) {
  // Wrong: everything would be the cause of everything.
  const auto run = recorded(duplicated_lunch(1));
  const CausalGraph graph(run->recorder.all());
  const auto last = static_cast<CausalGraph::Node>(graph.size() - 1);
  EXPECT_TRUE(graph.path({last}, 0).empty());
  const std::vector<bool> after = graph.consequences(last);
  EXPECT_EQ(std::ranges::count(after, true), 1);
}

TEST(Explanation, of_a_duplicate_without_an_inbox_names_the_fault_the_repetition_and_the_missing_guard) {
  // Wrong: a reader would see that it fails and not why.
  const auto shrunk = shrink(duplicated_lunch(1));
  ASSERT_TRUE(shrunk) << shrunk.error();
  std::string all;
  for (const std::string& each : shrunk->chain) all += each + "\n";
  EXPECT_NE(all.find("command c1"), std::string::npos) << all;
  EXPECT_NE(all.find("the network duplicated packet"), std::string::npos) << all;
  EXPECT_NE(all.find("for the second time: catalog has no inbox"), std::string::npos) << all;
  EXPECT_NE(all.find("the events make it"), std::string::npos) << all;
  EXPECT_LE(shrunk->chain.size(), 14u) << all;
}

TEST(Explanation, of_a_view_of_a_business_in_a_scenario_tells_how_its_event_was_applied_twice) {
  // Wrong: of a packet that came twice and of a wrong number everything between would be missing.
  auto scenario =
      sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/conference.yaml", scenario_vocabulary());
  ASSERT_TRUE(scenario) << scenario.error().text();
  scenario = sim::set_path(*scenario, "design.consumers.registrations.inbox", "off", scenario_vocabulary());
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = scenario->seed});
  ASSERT_TRUE(run) << run.error();
  const auto shrunk = shrink({.scenario = *scenario, .plan = run->plan, .seed = scenario->seed},
                             {.property = "views_match_events", .limits = {.at_once = 2}, .vary_runs_max = 0});
  ASSERT_TRUE(shrunk) << shrunk.error();
  std::string all;
  for (const std::string& each : shrunk->chain) all += each + "\n";
  EXPECT_NE(all.find("event-store stored "), std::string::npos) << all;
  EXPECT_NE(all.find("the network duplicated packet"), std::string::npos) << all;
  EXPECT_NE(all.find("for the second time: registrations has no inbox"), std::string::npos) << all;
}

TEST(Explanation, of_a_run_that_was_too_long_to_keep_is_empty) {
  // Wrong: half a run would be told as if it were all of it.
  CausalRecorder recorder(10);
  const RunCase each = duplicated_lunch(1);
  ScenarioRunOptions options{.seed = each.seed, .plan = each.plan};
  options.watches.push_back(&recorder);
  const auto run = run_scenario(each.scenario, options);
  ASSERT_TRUE(run);
  EXPECT_FALSE(recorder.is_whole());
  EXPECT_TRUE(explain(recorder, Violation{}, run->plan, each.scenario.design).sentences.empty());
}

}  // namespace
}  // namespace crisper::properties
