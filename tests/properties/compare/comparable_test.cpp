#include "properties/compare/comparable.hpp"

#include <gtest/gtest.h>

#include <string>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

sim::Scenario comparable_of(const std::string& sections) {
  const auto scenario =
      sim::parse_scenario("crisper: 1\nname: x\nengine: fast\n" + sections, {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().text());
  return *scenario;
}

TEST(Comparable, designs_and_names_and_machines_may_differ) {
  sim::Scenario a = comparable_of("design: {ownership: {strategy: row_lock}}\n");
  sim::Scenario b = comparable_of("design: {ownership: {strategy: optimistic}}\ndeployment: {hosts: 3}\nseed: 9\n");
  b.name = "y";
  b.sweep = {{.path = "seed", .values = {"1"}}};
  EXPECT_EQ(why_incomparable(a, b), "");
}

TEST(Comparable, another_work_is_refused_by_what_differs) {
  // Wrong: a design would look faster since it had less to do.
  const sim::Scenario base = comparable_of("");
  const auto why = [&](const std::string& sections) { return why_incomparable(base, comparable_of(sections)); };
  EXPECT_NE(why("workload: {orders: {rate: 7/s}}\n").find("their workloads differ"), std::string::npos);
  EXPECT_NE(why("faults: [{loss: 1%}]\n").find("their faults differ"), std::string::npos);
  EXPECT_NE(why("run: {settle: 9s}\n").find("`run:` differs"), std::string::npos);
  sim::Scenario other = base;
  other.engine = "simgrid";
  EXPECT_EQ(why_incomparable(base, other), "they run on different engines: fast and simgrid");
  other = base;
  other.domain = "account";
  EXPECT_EQ(why_incomparable(base, other), "they are about different businesses: smart_fridge and account");
}

TEST(Comparable, another_world_outside_is_refused_and_what_is_design_of_the_settings_may_differ) {
  // Wrong: a design would look faster since its payment processor is.
  const sim::Scenario base = comparable_of("");
  const auto why = [&](const std::string& settings) {
    return why_incomparable(base, comparable_of("smart_fridge: {" + settings + "}\n"));
  };
  for (const char* of_business : {"payment: {latency: 300ms}", "payment: {refused: 20%}", "mail: on", "venue_size: 2",
                                  "order_time_limit: 9s", "sensors: {nonsense: 5%}", "sensors: on"}) {
    EXPECT_NE(why(of_business).find("their settings of the business smart_fridge differ"), std::string::npos)
        << of_business;
  }
  EXPECT_NE(why("mail: on").find("smart_fridge.enrich"), std::string::npos) << "what may differ is named";
  EXPECT_EQ(why("enrich: on"), "");
  EXPECT_EQ(why("payment: {timeout: 9s}"), "");
  const auto reports = [](const std::string& how) { return comparable_of("smart_fridge: {sensors: {" + how + "}}\n"); };
  EXPECT_EQ(why_incomparable(reports("report: delta, trust: full, numbers: off"), reports("report: running")), "");
  EXPECT_EQ(why_incomparable(base, comparable_of("smart_fridge: {order_time_limit: 30s}\n")), "") << "the default";
}

TEST(Comparable, another_question_is_refused) {
  // Wrong: who is held to less would be the safer one.
  const sim::Scenario asked = comparable_of("properties: [all, {command_latency: p99 < 5s}]\n");
  EXPECT_EQ(why_incomparable(asked, comparable_of("properties: [all, {command_latency: p99 < 1s}]\n")),
            "what must hold differs: only one asks for 'command_latency: p99 < 5s'");
  EXPECT_EQ(why_incomparable(comparable_of("properties: [all]\n"), asked),
            "what must hold differs: only one asks for 'command_latency: p99 < 5s'");
  EXPECT_EQ(why_incomparable(asked, comparable_of("properties: [all, {command_latency: count > 5}]\n")),
            "command_latency has limits in different units: 'p99 < 5s' and 'count > 5'");
  EXPECT_EQ(why_incomparable(asked, asked), "");
}

}  // namespace
}  // namespace crisper::properties
