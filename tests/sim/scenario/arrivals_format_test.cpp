#include "sim/scenario/arrivals_format.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "sim/domain/smart_fridge/workload.hpp"
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
