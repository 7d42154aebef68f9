#include "sim/scenario/distribution_format.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

std::string with_cost(const std::string& written) {
  return "design: {roles: {handler: {service_time: " + written + "}}}";
}
Distribution cost(const std::string& written) {
  return parsed(with_cost(written)).design.roles.at("handler").service_time;
}
std::string refused(const std::string& written) { return error_of(with_cost(written)); }

TEST(DistributionFormat, reads_a_duration_a_range_and_each_kind_by_its_name) {
  // Wrong: a cost that means something else than what stands there.
  EXPECT_EQ(cost("5ms"), Distribution(5ms));
  EXPECT_EQ(cost("{constant: 5ms}"), Distribution(5ms));
  EXPECT_EQ(cost("1ms..4ms"), Distribution::uniform(1ms, 4ms));
  EXPECT_EQ(cost("4ms..4ms"), Distribution(4ms));
  EXPECT_EQ(cost("{uniform: 1ms..4ms}"), Distribution::uniform(1ms, 4ms));
  EXPECT_EQ(cost("{exponential: 5ms}"), Distribution::exponential(5ms));
  EXPECT_EQ(cost("{lognormal: 5ms, cv: 0.5}"), Distribution::lognormal(5ms, 0.5));
  EXPECT_EQ(cost("{cv: 2, gamma: 5ms}"), Distribution::gamma(5ms, 2));
  EXPECT_EQ(cost("{gamma: 5ms}"), Distribution::gamma(5ms, 1));
  EXPECT_EQ(cost("{quantiles: {p0: 1ms, p99.9: 2ms, p100: 30ms}}"),
            Distribution::quantiles(
                {{Probability{0}, 1ms}, {Probability{999'000'000}, 2ms}, {Probability{Probability::one}, 30ms}}));
}

TEST(DistributionFormat, writes_what_reads_back) {
  // Wrong: a saved scenario with another cost than the run had.
  for (const char* written : {"5ms", "1ms..4ms", "{exponential: 1.5us}", "{lognormal: 5ms, cv: 0.37}",
                              "{gamma: 2s, cv: 3}", "{quantiles: {p0: 0s, p50: 2ms, p99.9: 2ms, p100: 30ms}}"}) {
    const Scenario scenario = parsed(with_cost(written));
    for (const std::string& text : {to_yaml(scenario), to_brief_yaml(scenario)}) {
      const auto back = parse_scenario(text);
      ASSERT_TRUE(back) << back.error().text();
      EXPECT_EQ(*back, scenario) << written;
    }
  }
  EXPECT_EQ(exact_text(Distribution(5ms)), "5ms");
  EXPECT_EQ(exact_text(Distribution::uniform(1ms, 4ms)), "1ms..4ms");
  EXPECT_EQ(exact_text(Distribution::exponential(5ms)), "{exponential: 5ms}");
}

TEST(DistributionFormat, says_what_is_wrong_and_what_was_meant) {
  // Wrong: a slip that silently becomes a constant.
  const std::string at = "3:43: design.roles.handler.service_time: ";
  EXPECT_EQ(refused("{exponental: 5ms}"), at + "'exponental' isn't a distribution; did you mean 'exponential'?");
  EXPECT_NE(refused("{gamma: 5ms, lognormal: 5ms}").find("one distribution, not two: gamma or lognormal"),
            std::string::npos);
  EXPECT_NE(refused("{exponential: 5ms, cv: 2}").find("exponential has no cv: it goes with lognormal, gamma"),
            std::string::npos);
  EXPECT_NE(refused("{cv: 2}").find("expected a distribution: constant, uniform, exponential, lognormal, gamma, "
                                    "quantiles"),
            std::string::npos);
  EXPECT_NE(refused("{exponential: 0s}").find("service_time.exponential: '0s' is too little: at least 1ns"),
            std::string::npos);
  EXPECT_NE(refused("{gamma: 5ms, cv: 0}").find("service_time.cv: '0' is too little: at least 0.001"),
            std::string::npos);
  EXPECT_NE(refused("{gamma: 5ms, cv: 11}").find("at most 10"), std::string::npos);
  EXPECT_NE(refused("5").find("has no unit"), std::string::npos);
  EXPECT_NE(refused("[5ms]").find("not a list"), std::string::npos);
}

TEST(DistributionFormat, holds_a_table_of_quantiles_to_its_order) {
  // Wrong: a measured table with a slip in it that gives negative times, or no tail.
  const auto said = [](const std::string& table) { return refused("{quantiles: {" + table + "}}"); };
  EXPECT_NE(said("p50: 2ms, p99: 4ms").find("begins with p0, the least, and ends with p100, the most"),
            std::string::npos);
  EXPECT_NE(said("p0: 2ms").find("ends with p100"), std::string::npos);
  EXPECT_NE(said("p0: 1ms, p50: 3ms, p90: 2ms, p100: 5ms").find("p90 comes behind p50 and is less"),
            std::string::npos);
  EXPECT_NE(said("p0: 1ms, p90: 2ms, p50: 3ms, p100: 5ms").find("p50 comes behind p90 and is less"),
            std::string::npos);
  EXPECT_NE(said("p0: 1ms, median: 2ms, p100: 5ms").find("'median' isn't a quantile such as p50"), std::string::npos);
  EXPECT_NE(said("p0: 1ms, p101: 5ms").find("'p101' isn't a quantile"), std::string::npos);
  EXPECT_NE(said("p0: 1ms, p100: 5").find("quantiles.p100: "), std::string::npos);
}

TEST(DistributionFormat, stands_wherever_a_cost_does) {
  // Wrong: a place where only a constant can be said.
  const Scenario scenario = parsed(
      "design:\n"
      "  event_store: {position: at_insert, commit: {exponential: 3ms}, connections: 4}\n"
      "  consumers: {catalog: {pace: {gamma: 2ms, cv: 0.5}}}\n"
      "  costs: {decide: {exponential: 1ms}, commit: 2ms, append: {kinds: {OrderPlaced: 1ms..2ms}},\n"
      "          apply: {others: 5us, kinds: {MealReserved: {lognormal: 1ms, cv: 2}}}}\n"
      "deployment:\n"
      "  link: {latency: 1ms, jitter: {exponential: 200us}}\n"
      "  loopback: {jitter: 1us..3us}\n"
      "  disk: {sync: {lognormal: 2ms, cv: 0.8}}\n");
  EXPECT_EQ(scenario.design.event_store.commit, Distribution::exponential(3ms));
  EXPECT_EQ(scenario.design.consumers.at("catalog").pace, Distribution::gamma(2ms, 0.5));
  EXPECT_EQ(scenario.design.costs.decide.others, Distribution::exponential(1ms));
  EXPECT_EQ(scenario.design.costs.commit, Distribution(2ms));
  EXPECT_TRUE(scenario.design.costs.append.others.is_zero());
  EXPECT_EQ(scenario.design.costs.append.kinds.at("OrderPlaced"), Distribution::uniform(1ms, 2ms));
  EXPECT_EQ(scenario.design.costs.apply.others, Distribution(5us));
  EXPECT_EQ(scenario.design.costs.apply.kinds.at("MealReserved"), Distribution::lognormal(1ms, 2));
  EXPECT_EQ(scenario.deployment.link.jitter, Distribution::exponential(200us));
  EXPECT_EQ(scenario.deployment.loopback.jitter, Distribution::uniform(1us, 3us));
  EXPECT_EQ(scenario.deployment.disk.sync, Distribution::lognormal(2ms, 0.8));
  const auto back = parse_scenario(to_yaml(scenario));
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(*back, scenario);
}

TEST(DistributionFormat, names_the_nearest_kind_of_message) {
  // Wrong: the cost of a misspelt command, which nobody ever pays.
  Vocabulary words;
  words.commands = {"PlaceOrder", "ReserveMeal"};
  words.messages = {"OrderPlaced", "PlaceOrder"};
  EXPECT_NE(error_of("design: {costs: {decide: {kinds: {PlaceOrdr: 1ms}}}}", words)
                .find("design.costs.decide.kinds: 'PlaceOrdr' isn't known; did you mean 'PlaceOrder'?"),
            std::string::npos);
  EXPECT_EQ(error_of("design: {costs: {apply: {kinds: {OrderPlaced: 1ms}}}}", words), "");
}

TEST(DistributionFormat, is_set_from_the_command_line) {
  // Wrong: a cost that a sweep can't vary.
  const Scenario scenario = parsed("");
  const auto set = set_path(scenario, "design.roles.handler.service_time", "{exponential: 3ms}");
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ(set->design.roles.at("handler").service_time, Distribution::exponential(3ms));
  const auto within = set_path(*set, "design.roles.handler.service_time.exponential", "4ms");
  ASSERT_TRUE(within) << within.error().text();
  EXPECT_EQ(within->design.roles.at("handler").service_time, Distribution::exponential(4ms));
}

}  // namespace
}  // namespace crisper::sim
