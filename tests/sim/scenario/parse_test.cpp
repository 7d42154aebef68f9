#include "sim/scenario/parse.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/options.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

constexpr const char* every_section = R"(
description: for people
design:
  command_queue: {handlers: 7, visibility_timeout: 4s, dead_letter_after: 9}
  ownership: {strategy: none, lease: 3s, fencing: off, wait: 10ms}
  event_store: {backend: sqlite, append: any}
  publication: {poll: 20ms, batch: 3}
  consumers:
    catalog: {inbox: off, sequencer: {limit: 7}, checkpoint: after, view: sqlite}
  respond: accepted
  roles: {handler: {service_time: 2ms, mailbox: {capacity: 10, overflow: drop_oldest}}}
smart_fridge: {order_time_limit: 31s, payment: {latency: 40ms, refused: 5%, timeout: 1s, idempotent: no}}
deployment:
  hosts: [{name: a}, {name: b.example, cores: 2, speed: 0.5}]
  link: {latency: 2ms}
  loopback: {latency: 1us, bandwidth: 10Gbps}
  transport: session
  disk: {sync: 75us}
  place: {handler-*: b.example, "*": a}
workload:
  orders: {rate: 3/m, for: 10m, customers: 9, clients: 2, fridges: 4, meals: 2, popularity: zipf(1.5), quantity: 1..3,
           price: 250, arrivals: constant}
  restock: {initial: 5, every: 30s, amount: 2}
  reports: [{at: 5s, fridge: 2, counted: 1}]
  queries: {rate: 1/s, view: orders}
properties: [stock_never_negative, {staleness.catalog: p95 < 500ms}]
seed: 18446744073709551615
engine: fast
run: {horizon: 700s, settle: 1s, step_limit: 1000}
sweep: {seed: 1..3, design.ownership.strategy: [none, row_lock]}
)";

TEST(ScenarioParse, reads_every_section_into_its_place) {
  // Wrong: a key that is accepted and has no effect.
  const Scenario scenario = parsed(every_section);
  EXPECT_EQ(scenario.name, "test");
  EXPECT_EQ(scenario.design.command_queue.handlers, 7U);
  EXPECT_EQ(scenario.design.ownership.strategy, OwnershipStrategy::none);
  EXPECT_EQ(scenario.design.ownership.lease, Duration(3s));
  EXPECT_FALSE(scenario.design.ownership.fencing);
  EXPECT_EQ(scenario.design.event_store.append, AppendCheck::any);
  const ConsumerDesign& catalog = scenario.design.consumers.at("catalog");
  EXPECT_FALSE(catalog.inbox);
  EXPECT_TRUE(catalog.sequencer);
  EXPECT_EQ(catalog.sequencer_limit, 7U);
  EXPECT_EQ(catalog.checkpoint, CheckpointMode::after);
  EXPECT_EQ(scenario.design.respond.when, RespondWhen::accepted);
  EXPECT_EQ(scenario.design.roles.at("handler").mailbox.overflow, OverflowPolicy::drop_oldest);
  const auto& options = scenario.settings.as<smart_fridge::Options>();
  EXPECT_EQ(options.order_time_limit, Duration(31s));
  EXPECT_EQ(options.payment_refused.parts_per_billion, 50'000'000U);
  EXPECT_FALSE(options.payment_idempotent);
  ASSERT_EQ(scenario.deployment.hosts.size(), 2U);
  EXPECT_EQ(scenario.deployment.hosts[0].cores, 4U);
  EXPECT_EQ(scenario.deployment.hosts[1].speed, 0.5);
  EXPECT_EQ(scenario.deployment.link.bandwidth_bits_per_s, 1'000'000'000U) << "what isn't written keeps its default";
  EXPECT_EQ(scenario.deployment.transport.kind, TransportKind::session);
  EXPECT_EQ(scenario.deployment.place[0], (Placement{"handler-*", "b.example"}));
  EXPECT_EQ(scenario.deployment.place[1], (Placement{"*", "a"}));
  const auto& workload = scenario.workload.generated.as<smart_fridge::Workload>();
  EXPECT_EQ(workload.orders.rate.mean_gap(), Duration(20s));
  EXPECT_EQ(workload.orders.lasting, Duration(10min));
  EXPECT_EQ(workload.orders.price, (NumberRange{250, 250}));
  EXPECT_EQ(workload.orders.arrivals.kind, ArrivalKind::constant);
  EXPECT_EQ(workload.reports.at(0).fridge, 2U);
  EXPECT_EQ(workload.queries->view, "orders");
  EXPECT_EQ(scenario.properties.at(0).name, "stock_never_negative");
  EXPECT_EQ(scenario.properties.at(1).threshold->metric, "staleness.catalog");
  EXPECT_EQ(scenario.seed, 18446744073709551615U);
  EXPECT_EQ(scenario.engine, "fast");
  EXPECT_EQ(scenario.run.horizon, Duration(700s));
  EXPECT_EQ(scenario.sweep.at(0).values, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(scenario.sweep.at(1).values, (std::vector<std::string>{"none", "row_lock"}));
}

TEST(ScenarioParse, steps_through_a_range_without_passing_its_end) {
  // Wrong: a sweep over rates would have to be written out by hand, or leave its own limits.
  const Scenario scenario = parsed("sweep: {seed: 1..200 step 90, design.command_queue.handlers: 2..8 step 3}\n");
  EXPECT_EQ(scenario.sweep.at(0).values, (std::vector<std::string>{"1", "91", "181"}));
  EXPECT_EQ(scenario.sweep.at(1).values, (std::vector<std::string>{"2", "5", "8"}));
}

TEST(ScenarioParse, gives_what_is_left_out_the_defaults_of_the_code) {
  // Wrong: a default that stands in two places, and differs.
  Scenario expected;
  expected.name = "test";
  EXPECT_EQ(parsed(""), expected);
  EXPECT_EQ(parsed("design:\nfaults:\ndeployment: {}\nworkload: {orders: {}, restock: }\n"), expected);
}

TEST(ScenarioParse, takes_a_switch_as_a_word_or_with_its_settings) {
  // Wrong: `inbox: {window: 5m}` that leaves the inbox off.
  const auto inbox = [](const std::string& written) {
    return parsed("design: {consumers: {catalog: {inbox: " + written + "}}}").design.consumers.at("catalog");
  };
  EXPECT_TRUE(inbox("on").inbox);
  EXPECT_FALSE(inbox("off").inbox);
  EXPECT_TRUE(inbox("{window: 5m}").inbox);
  EXPECT_EQ(inbox("{window: 5m}").inbox_window, Duration(5min));
  EXPECT_FALSE(inbox("{enabled: off, window: 5m}").inbox);
}

TEST(ScenarioParse, takes_arrivals_as_a_word_or_with_their_settings) {
  // Wrong: bursts that arrive as a Poisson process.
  const auto arrivals = [](const std::string& written) {
    return smart_fridge::workload_of(parsed("workload: {orders: {arrivals: " + written + "}}")).orders.arrivals;
  };
  EXPECT_EQ(arrivals("constant").kind, ArrivalKind::constant);
  EXPECT_EQ(arrivals("{kind: poisson}").kind, ArrivalKind::poisson);
  EXPECT_EQ(arrivals("{burst: {size: 50, every: 10s}}").kind, ArrivalKind::burst);
  EXPECT_EQ(arrivals("{kind: burst, burst: {size: 3}}").burst.size, 3U);
}

TEST(ScenarioParse, takes_hosts_as_a_number_or_as_a_list) {
  // Wrong: six hosts of one core where six of four were meant.
  EXPECT_EQ(parsed("deployment: {hosts: 3}").deployment.hosts, uniform_platform(3, {}).hosts);
  EXPECT_EQ(error_of("deployment: {hosts: []}"), "3:21: deployment.hosts: there must be at least one host");
  EXPECT_EQ(error_of("deployment: {hosts: [{name: a}, {name: a}]}"),
            "3:33: deployment.hosts: there are two hosts called 'a'");
}

TEST(ScenarioParse, refuses_an_empty_text_and_one_without_its_version) {
  // Wrong: any YAML file taken for a scenario.
  EXPECT_EQ(parse_scenario("").error().text(), "scenario:1:1: the file is empty; a scenario begins with 'crisper: 1'");
  EXPECT_EQ(parse_scenario("name: x\n").error().message,
            "the key 'crisper' is missing: a scenario begins with 'crisper: 1'");
  EXPECT_EQ(parse_scenario("crisper: 1\n").error().message, "the key 'name' is missing");
  EXPECT_EQ(parse_scenario("[1, 2]").error().message, "a scenario is made of keys and values, not a list");
  EXPECT_NE(parse_scenario("crisper: one\nname: x").error().message.find("whole number"), std::string::npos);
}

TEST(ScenarioParse, refuses_a_newer_version_before_it_stumbles_over_newer_keys) {
  // Wrong: "unknown key" where "use a newer program" would help.
  const auto newer = parse_scenario("flux_capacitor: on\ncrisper: 2\n");
  EXPECT_EQ(newer.error().text(),
            "scenario:2:10: this file has version 2 of the format; this program reads up to 1: use a newer program");
}

TEST(ScenarioParse, checks_words_that_later_stages_define_if_it_is_told_them) {
  // Wrong: a misspelt property that is never judged.
  const Vocabulary words{
      .properties = {"stock_never_negative"},
      .metrics = {{.name = "staleness", .parts = {"catalog", "catalog-*"}},
                  {.name = "events_applied", .unit = MetricUnit::count},
                  {.name = "commands_per_second", .unit = MetricUnit::rate},
                  {.name = "messages_per_event", .unit = MetricUnit::ratio},
                  {.name = "utilisation", .unit = MetricUnit::share, .parts = {"handler"}}},
      .consumers = {"catalog"},
      .roles = {"handler"}};
  EXPECT_EQ(error_of("properties: [all, stock_never_negatve]", words),
            "3:19: properties.1: there is no property 'stock_never_negatve'; did you mean 'stock_never_negative'?");
  EXPECT_EQ(error_of("properties: [{stalenes: p95 < 1s}]", words),
            "3:15: properties.0: there is no metric 'stalenes'; did you mean 'staleness'?");
  EXPECT_EQ(error_of("properties: [{staleness.catalog: p95 < 1s}]", words), "");
  EXPECT_EQ(error_of("design: {consumers: {catalogue: {inbox: off}}}", words),
            "3:22: design.consumers: 'catalogue' isn't known; did you mean 'catalog'?");
  EXPECT_EQ(error_of("design: {roles: {hander: {service_time: 1ms}}}", words),
            "3:18: design.roles: 'hander' isn't known; did you mean 'handler'?");
}

TEST(ScenarioParse, refuses_bounds_that_a_metric_cannot_be_held_to) {
  // Wrong: p99 < 2 taken for two nanoseconds, and a bound on what is never measured, which always holds.
  const Vocabulary words{.properties = {}, .metrics = {{.name = "staleness", .parts = {"catalog", "catalog-*"}},
                                                       {.name = "events_applied", .unit = MetricUnit::count},
                                                       {.name = "commands_per_second", .unit = MetricUnit::rate},
                                                       {.name = "messages_per_event", .unit = MetricUnit::ratio},
                                                       {.name = "utilisation", .unit = MetricUnit::share,
                                                        .parts = {"handler"}}}, .consumers = {}, .roles = {}};
  const auto refused = [&](const std::string& metric, const std::string& condition, const std::string& expected) {
    const std::string error = error_of("properties: [{" + metric + ": '" + condition + "'}]", words);
    EXPECT_NE(error.find(expected), std::string::npos) << metric << " " << condition << ": " << error;
  };
  const auto accepted = [&](const std::string& metric, const std::string& condition) {
    EXPECT_EQ(error_of("properties: [{" + metric + ": '" + condition + "'}]", words), "");
  };
  refused("staleness", "p99 < 2", "3:26: properties.0.staleness: p99 < 2 has no unit: expected a duration, such as 2s");
  refused("staleness", "p99 < 5%", "expected one such as 20ms");
  refused("staleness", "p99 < 20/s", "expected one such as 20ms");
  refused("staleness", "< 2s", "expected p0 to p100, mean, min, max or count");
  refused("staleness", "count < 5s", "expected a number, as in count > 100");
  refused("staleness.nosuch", "p99 < 2s", "staleness has no part 'nosuch'");
  refused("staleness.catalg", "p99 < 2s", "did you mean 'catalog'?");
  refused("events_applied", "< 2s", "expected a number");
  refused("events_applied", "< 5%", "expected a number");
  refused("events_applied", "max < 2", "this is one number");
  refused("events_applied.catalog", "< 2", "is one number, without parts");
  refused("commands_per_second", "> 1", "expected a rate, such as 1/s");
  refused("commands_per_second", "> 1s", "expected one such as 50/s");
  refused("messages_per_event", "< 5/s", "expected one such as 1.5");
  refused("utilisation", "< 90", "expected one from 0% to 100%");
  refused("utilisation", "< 1s", "expected one from 0% to 100%");
  accepted("staleness", "p99.9 <= 2ms");
  accepted("staleness.catalog-2", "count > 100");
  accepted("events_applied", "== 0");
  accepted("commands_per_second", ">= 50/m");
  accepted("messages_per_event", "< 7.5");
  accepted("utilisation.handler", "< 90%");
  accepted("utilisation", "< 0.9");
}

TEST(ScenarioParse, refuses_names_that_no_process_could_have) {
  // Wrong: a fault that strikes nobody because of a slip, and a run that passes for it.
  const Vocabulary words{.properties = {}, .metrics = {}, .consumers = {}, .roles = {},
                         .processes = {"actor", "event-store", "handler", "handler-1", "handler-2"}};
  const std::string nobody = "nobody in this design is called ";
  const std::string none = ": no process, role or host; ";
  EXPECT_EQ(error_of("faults: [{crash: handler-2}, {crash: handlr-2}]", words),
            "3:30: faults.1: " + nobody + "'handlr-2'" + none + "did you mean 'handler-2'?");
  EXPECT_EQ(error_of("faults: [{loss: 50%, on: {from: handler-1, to: evnt-store}}]", words),
            "3:10: faults.0: " + nobody + "'evnt-store'" + none + "did you mean 'event-store'?");
  EXPECT_EQ(error_of("faults: [{partition: [host-1, \"evnt-*\"]}]", words),
            "3:10: faults.0: " + nobody + "'evnt-*'" + none + "a role is 'handler', all of its processes 'handler-*'");
  EXPECT_EQ(error_of("deployment: {place: {hndler-*: host-1}}", words),
            "3:13: deployment.place: " + nobody + "'hndler-*'" + none + "did you mean 'handler-1'?");
  EXPECT_EQ(error_of("deployment: {transport: {datagram_to: [handlers]}}", words),
            "3:13: deployment.transport.datagram_to: " + nobody + "'handlers'" + none + "did you mean 'handler'?");
  EXPECT_EQ(error_of("faults: [{crash: handler-9}]", words),
            "3:10: faults.0: " + nobody + "'handler-9'" + none + "there are handler-1 to handler-4");
  EXPECT_EQ(error_of("faults: [{crash: host-6}, {pause: handler-4, for: 1s}, {crash: \"*\"}]", words), "");
  // A design that is varied has what another has.
  Vocabulary any = words;
  any.any_design = true;
  EXPECT_EQ(error_of("faults: [{crash: handler-9}, {crash: actor-1-7}]", any), "");
  EXPECT_EQ(error_of("faults: [{crash: anything}]", Vocabulary{}), "");
}

}  // namespace
}  // namespace crisper::sim
