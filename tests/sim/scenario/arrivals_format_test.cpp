#include "sim/scenario/arrivals_format.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/workload/staged_load.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

std::string orders(const std::string& arrivals) { return "workload: {orders: {for: 10s, arrivals: " + arrivals + "}}"; }
ArrivalSpec read(const std::string& arrivals) {
  return smart_fridge::workload_of(parsed(orders(arrivals))).orders.arrivals;
}
bool says(const std::string& arrivals, const std::string& words) {
  return error_of(orders(arrivals)).find(words) != std::string::npos;
}

TEST(ArrivalsFormat, reads_stages_and_writes_what_reads_back) {
  // Wrong: a load that is another than what stands there.
  const ArrivalSpec ramp = read("{stages: [{for: 5s, from: 0%, to: 2x}, {for: 1m}], repeat: on}");
  ASSERT_EQ(ramp.stages.size(), 2u);
  EXPECT_EQ(ramp.stages[0], (LoadStage{.lasting = 5s, .from = 0, .to = 200}));
  EXPECT_EQ(ramp.stages[1], (LoadStage{.lasting = 60s, .from = {}, .to = 100}));
  EXPECT_TRUE(ramp.repeat);
  EXPECT_EQ(ramp.kind, ArrivalKind::poisson);
  for (const char* written : {"{kind: constant, stages: [{for: 5s, to: 50%}]}", "{recorded: [0s, 20ms, 20ms, 7s]}"}) {
    const Scenario scenario = parsed(orders(written));
    for (const std::string& text : {to_yaml(scenario), to_brief_yaml(scenario)}) {
      const auto back = parse_scenario(text);
      ASSERT_TRUE(back) << back.error().text();
      EXPECT_EQ(*back, scenario) << written;
    }
  }
}

TEST(ArrivalsFormat, reads_names_of_stages_and_refuses_those_that_could_not_be_told_apart) {
  // Wrong: a limit on the spike is a limit on another stage.
  const std::string named = "{stages: [{for: 5s}, {for: 1s, to: 8x, name: spike}]}";
  EXPECT_EQ(read(named).stages[1].name, "spike");
  EXPECT_FALSE(read(named).stages[0].name);
  const auto back = parse_scenario(to_yaml(parsed(orders(named))));
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(*back, parsed(orders(named)));
  EXPECT_TRUE(says("{stages: [{for: 1s, name: up}, {for: 1s, name: up}]}", "two stages are called 'up'"));
  EXPECT_TRUE(says("{stages: [{for: 1s, name: stage-2}, {for: 1s}]}", "two stages are called 'stage-2'"));
  EXPECT_TRUE(says("{stages: [{for: 1s, name: after}]}", "'after' is what comes behind the stages"));
  EXPECT_FALSE(says("{stages: [{for: 1s, name: stage-1}, {for: 1s}]}", "called"));
}

TEST(ArrivalsFormat, tells_whose_stages_are_told_one_by_one) {
  // Wrong: a closed loop, which has no stages, is told stage by stage; or the stages of the readers are lost.
  const auto load = [](const std::string& workload) { return staged_load(parsed("workload: {" + workload + "}")); };
  const std::string stages = "arrivals: {stages: [{for: 3s}], repeat: on}";
  const auto of_orders = load("orders: {start: 2s, for: 10s, " + stages + "}");
  ASSERT_TRUE(of_orders);
  EXPECT_EQ(*of_orders, (StagedLoad{.of = "orders",
                                    .start = sim_start + 2s,
                                    .end = sim_start + 12s,
                                    .stages = {{.lasting = 3s}},
                                    .repeat = true}));
  EXPECT_EQ(load("orders: {count: 10, " + stages + "}")->end, sim_never);
  EXPECT_EQ(load("orders: {for: 10s}, queries: {" + stages + "}")->of, "queries");
  EXPECT_FALSE(load("orders: {for: 10s}"));
  EXPECT_FALSE(load("orders: {for: 10s, closed: {think: 1s}, " + stages + "}"));
  EXPECT_FALSE(load("orders: {arrivals: {recorded: [1s, 2s]}}"));
}

TEST(ArrivalsFormat, refuses_limits_on_stages_that_are_not_there) {
  // Wrong: a limit on a slip of the pen is never judged.
  const auto said = [](const std::string& limit, const std::string& arrivals) {
    return error_of(orders(arrivals) + "\nproperties: [all, {" + limit + "}]");
  };
  const std::string spike = "{stages: [{for: 5s}, {for: 1s, name: spike}]}";
  EXPECT_EQ(said("order_latency: p99 < 1s in spike", spike), "");
  EXPECT_EQ(said("order_latency: p99 < 1s in stage-1", spike), "");
  EXPECT_EQ(said("order_latency: p99 < 1s in after", spike), "");
  EXPECT_EQ(said("order_latency: p99 < 1s in spkie", spike),
            "4:19: properties.1: the load of orders has no stage 'spkie'; did you mean 'spike'?");
  EXPECT_EQ(said("order_latency: p99 < 1s in spike", "poisson"),
            "4:19: properties.1: there is no stage 'spike': the load has no stages");
  Vocabulary words;
  words.metrics = {{.name = "lag", .unit = MetricUnit::count, .parts = {"catalog"}, .in_stages = true},
                   {.name = "events_appended", .unit = MetricUnit::count}};
  const auto known = [&](const std::string& limit) {
    return error_of(orders(spike) + "\nproperties: [{" + limit + "}]", words);
  };
  EXPECT_EQ(known("lag: < 5 in spike"), "");
  EXPECT_EQ(known("lag.catalog: < 5 in spike"), "4:14: properties.0: lag has no parts in a stage: expected lag");
  EXPECT_EQ(known("events_appended: < 5 in spike"),
            "4:14: properties.0: events_appended is told of the whole run only, and of no stage");
  EXPECT_EQ(known("events_appended: < 5"), "");
}

TEST(ArrivalsFormat, refuses_what_recorded_arrivals_have_no_use_for) {
  // Wrong: somebody doubles a rate, and nothing changes.
  EXPECT_TRUE(says("{recorded: [1s]}, rate: 20/s", "'rate' has no say beside 'recorded'"));
  EXPECT_TRUE(says("{recorded: [1s], kind: constant}", "'kind' has no say beside 'recorded'"));
  EXPECT_TRUE(says("{recorded: [1s], burst: {size: 3}}", "'burst' has no say beside 'recorded'"));
  EXPECT_TRUE(says("{stages: []}", "orders.arrivals.stages: no stage stands there: expected at least one"));
  EXPECT_TRUE(says("{recorded: [1s], stages: []}", "no stage stands there"));
  EXPECT_FALSE(says("{stages: [{for: 1s}], kind: constant}, rate: 20/s", "no say"));
  EXPECT_FALSE(says("{recorded: [1s]}", "no say"));
}

TEST(ArrivalsFormat, lets_a_setting_put_recorded_arrivals_in_place_of_a_rate) {
  // Wrong: who asks what the load of last Friday does to a design would have to write the scenario anew.
  const Scenario by_rate = parsed("workload: {orders: {rate: 20/s, for: 10s}}");
  const auto recorded = set_path(by_rate, "workload.orders.arrivals.recorded", "[1s, 2s]");
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_TRUE(smart_fridge::workload_of(*recorded).orders.arrivals.recorded);
  EXPECT_TRUE(parse_scenario(to_yaml(*recorded)));
  const auto both = set_path(*recorded, "workload.orders.rate", "30/s");
  ASSERT_FALSE(both);
  EXPECT_NE(both.error().text().find("'rate' has no say beside 'recorded'"), std::string::npos) << both.error().text();
}

TEST(ArrivalsFormat, refuses_a_load_that_brings_nothing_or_contradicts_itself) {
  // Wrong: a run in which nothing ever comes, and nobody says why.
  EXPECT_TRUE(says("{repeat: on}", "orders.arrivals: there are no stages to repeat"));
  EXPECT_TRUE(says("{stages: [{for: 5s, to: 0%}]}", "nothing ever comes: all factors are zero"));
  EXPECT_TRUE(says("{stages: [{to: 2x}]}", "the key 'for' is missing"));
  EXPECT_TRUE(says("{stages: [{for: 5s, too: 2x}]}", "did you mean 'to'"));
  EXPECT_TRUE(says("{stages: [{for: 1s}], recorded: [1s]}", "it has no stages"));
  EXPECT_TRUE(says("{recorded: []}", "nothing comes: expected at least one time"));
  EXPECT_TRUE(says("{recorded: [2s, 1s]}", "1s comes behind 2s"));
  EXPECT_FALSE(says("{stages: [{for: 5s, from: 1x, to: 0%}]}", "nothing"));
}

class ArrivalsFile : public ::testing::Test {
 protected:
  /// What is said of a scenario beside this file; empty if nothing is wrong.
  std::string said_of(const std::string& text) {
    std::ofstream(::testing::TempDir() + "arrivals_format_test.csv") << text;
    const auto scenario = parse_scenario(with_header(orders("{recorded: arrivals_format_test.csv}")),
                                         {.file = "scenario", .directory = ::testing::TempDir()});
    if (!scenario) return scenario.error().message;
    times_ = *smart_fridge::workload_of(*scenario).orders.arrivals.recorded->at;
    return "";
  }

  std::vector<Duration> times_;
};

TEST_F(ArrivalsFile, is_a_column_of_times_among_others) {
  // Wrong: an export of a monitor that has to be cut by hand.
  EXPECT_EQ(said_of("who,at\nanna,0s\nben,120ms\n\nanna,1.5s\n"), "");
  EXPECT_EQ(times_, (std::vector<Duration>{0s, 120ms, 1500ms}));
}

TEST_F(ArrivalsFile, is_refused_with_the_line_that_is_wrong) {
  // Wrong: a file of ten thousand lines of which one is wrong, somewhere.
  const std::string file = "arrivals_format_test.csv:";
  const auto says = [&](const std::string& text, const std::string& words) {
    const std::string said = said_of(text);
    EXPECT_NE(said.find(file + words), std::string::npos) << said;
  };
  says("", "1:1: is empty");
  says("when\n1s\n", "1:1: no column is called 'at'");
  says("at\n", "1:1: nothing comes");
  says("at\n1s\n5\n", "3:1: '5' has no unit");
  says("at\n2s\n1s\n", "3:1: 1s comes behind 2s");
  says("who,at\nanna\n", "2:1: has no cell in the column 'at'");
}

}  // namespace
}  // namespace crisper::sim
