#include <gtest/gtest.h>

#include <optional>

#include "core/design/ownership_strategy.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

struct Mistake {
  const char* lines;
  std::optional<std::string> said;  ///< nothing: anything
};

std::string several_states() {
  std::string names;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (each.several_states) names += (names.empty() ? "" : ", ") + std::string(each.name);
  }
  return names;
}

TEST(ScenarioErrors, are_given_for_a_warm_up_that_leaves_nothing_to_measure) {
  // Wrong: every measure of time would be gone, and nobody would say why.
  const std::string load = "workload: {orders: {start: 0s, for: 10s}}\n";
  const std::string late = error_of(load + "run: {warm_up: 70s}");
  EXPECT_NE(late.find("4:16: run.warm_up: 70s leaves nothing to measure: the run is over at 70s"), late.npos) << late;
  const std::string cut = error_of(load + "run: {warm_up: 5s, horizon: 4s}");
  EXPECT_NE(cut.find("run.warm_up: 5s leaves nothing to measure: the run is over at 4s"), cut.npos) << cut;
  for (const char* measured : {"run: {warm_up: 9s}", "run: {warm_up: 0s}", "run: {horizon: 4s}"}) {
    EXPECT_EQ(error_of(load + measured), "") << measured;
  }
}

TEST(ScenarioErrors, say_where_what_was_expected_and_the_nearest_word) {
  // Wrong: a newcomer's slip that costs an hour.
  for (const Mistake& mistake : std::initializer_list<Mistake>{
           {"design: {ownreship: {}}", "3:10: unknown key 'ownreship' in design; did you mean 'ownership'?"},
           {"desing: {}", "3:1: unknown key 'desing'; did you mean 'design'?"},
           {"design:\n  ownership:\n    lease: 2",
            "5:12: design.ownership.lease: '2' has no unit: write 2s, or another of ns, us, ms, s, m, h"},
           {"design: {ownership: {strategy: rowlock}}",
            "3:32: design.ownership.strategy: 'rowlock' isn't an ownership strategy; did you mean 'row_lock'?"},
           {"design: {ownership: {strategy: [none]}}",
            "3:32: design.ownership.strategy: a list isn't an ownership strategy"},
           {"design: {ownership: row_lock}", "3:21: design.ownership: expected keys and values, not 'row_lock'"},
           {"design: {command_queue: {handlers: 0}}",
            "3:36: design.command_queue.handlers: '0' is too little: at least 1"},
           {"design: {command_queue: {handlers: -3}}", "3:36: design.command_queue.handlers: '-3' is negative"},
           {"design: {command_queue: {handlers: 2.5}}",
            "3:36: design.command_queue.handlers: '2.5' isn't a whole number"},
           {"design: {command_queue: {handlers: many}}",
            "3:36: design.command_queue.handlers: 'many' isn't a whole number"},
           {"design: {command_queue: {handlers: }}",
            "3:36: design.command_queue.handlers: a value is missing: expected a whole number from 1 to 10000"},
           {"design: {command_queue: {scale: [{at: 2s, handlers: 3}, {at: 1s, handlers: 2}]}}",
            "3:57: design.command_queue: scale: steps stand in the order of time"},
           {"design: {command_queue: {scale: [{at: 2s, handlers: 0}]}}",
            "3:53: design.command_queue.scale.0.handlers: '0' is too little: at least 1"},
           {"design: {ownership: {strategy: reliable_inbox}, event_store: {backend: sqlite}}",
            "3:63: design.event_store.backend: sqlite can't hold the commands of a reliable_inbox; memory can"},
           {"design: {consumers: {\"a b\": {}}}",
            "3:22: design.consumers: 'a b' isn't a name: letters, digits, _ and -"},
           {"workload: {orders: {rate: -5/s}}", "3:27: workload.orders.rate: '-5/s' is too little: at least 0.001/h"},
           {"workload: {orders: {rate: 50}}",
            "3:27: workload.orders.rate: '50' isn't a rate: write how many per time, such as 50/s, 3/m or 10/h"},
           {"workload: {orders: {rate: 1000/s, for: 2h}}",
            "3:12: workload: about 7200100 commands and queries; at most 4000000"},
           {"workload: {orders: {rate: 1/h, count: 1000000}}",
            "3:12: workload: at this rate that many orders take more than 2400h"},
           {"workload: {reports: [{at: 1s, counted: 5, fridge: 99}]}",
            "3:22: workload: a report of a fridge or meal that doesn't exist"},
           {"workload: {orders: {fridges: 2}, baskets: {fridges: 2..3}}",
            "3:34: workload: baskets: a basket of more fridges than there are (2)"},
           {"faults: [loss]", "3:10: faults.0: expected a fault, not 'loss'; write loss: {...}"},
           {"faults: [{slow: handler-1, by: 10001x}]",
            "3:32: faults.0.by: '10001x' is too much: at most 1000000%"},
           {"workload: {baskets: {fridges: 1..3}}", "3:31: workload.baskets.fridges: '1..3' is too little: at least 2"},
           {"design: {ownership: {strategy: row_lock}}\nworkload: {baskets: {}}",
            "3:32: design.ownership.strategy: row_lock can't carry out commands on several states, which "
            "workload.baskets sends; these can: " +
                several_states()},
           {"workload: {baskets: {}}",
            "3:21: design.ownership.strategy: row_lock can't carry out commands on several states, which "
            "workload.baskets sends; these can: " +
                several_states()},
           {"design: {ownership: {strategy: optimistic}}\nworkload: {baskets: {}}\n"
            "sweep: {design.ownership.strategy: [none, escrow]}",
            "5:43: sweep.design.ownership.strategy: design.ownership.strategy: escrow can't carry out commands on "
            "several states, which workload.baskets sends; these can: " +
                several_states()},
           {"design: {ownership: {strategy: optimistic, hold_until: published_back}}",
            "3:44: design.ownership.hold_until: published_back can't be had with optimistic, which keeps nobody out: "
            "there is nothing to hold"},
           {"design: {ownership: {strategy: actor_per_stream, hold_until: published_back}}",
            "3:50: design.ownership.hold_until: published_back can't be had with actor_per_stream, which has the state "
            "in its memory: nothing need come back to it before it decides again"},
           {"design: {ownership: {strategy: single_process, state_from: own_events}}",
            "3:48: design.ownership.state_from: own_events can't be had with single_process, which has the state in "
            "its memory and decides on that"},
           {"deployment: {link: {bandwidth: 1GB}}",
            "3:32: deployment.link.bandwidth: '1GB' isn't a bandwidth such as 1Gbps, 100Mbps, 56kbps, 300bps or "
            "unlimited"},
           {"deployment: {place: {handler-*: host-9}}",
            "3:33: place.handler-*: there is no host 'host-9'; did you mean 'host-1'?"},
           {"deployment: {platform: nowhere.xml}", std::nullopt},
           {"engine: simgird", "3:9: engine: 'simgird' isn't an engine; did you mean 'simgrid'?"},
           {"seed: -1", "3:7: seed: '-1' is negative"},
           {"seed: 99999999999999999999", "3:7: seed: '99999999999999999999' is out of range"},
           {"properties: all", "3:13: properties: expected a list, not 'all'"},
           {"properties: [{order_latency: quickly}]",
            "3:30: properties.0.order_latency: 'quickly': expected a condition such as p99 < 2s, max <= 10ms or >= "
            "50/s"},
           {"sweep: {seed: 200..1}", "3:15: sweep.seed: '200..1' runs backwards"},
           {"sweep: {design.ownership.strategy: [none, rowlock]}",
            "3:43: sweep.design.ownership.strategy: design.ownership.strategy: 'rowlock' isn't an ownership strategy; "
            "did you mean 'row_lock'?"},
           {"sweep: {design.ownersip: [1]}",
            "3:27: sweep.design.ownersip: unknown key 'ownersip' in design; did you mean 'ownership'?"},
           {"sweep: {seed: 1..200000}", "3:15: sweep.seed: more than 100000 values"},
           {"sweep: {seed: 1..9 step 0}", "3:15: sweep.seed: a step is at least 1, not 0"},
           {"sweep: {seed: 1..9 step x}", "3:15: sweep.seed: 'x' isn't a whole number"},
           {"sweep: {seed: [1, 2, 1]}", "3:22: sweep.seed: 1 stands here twice"},
           {"sweep: {seed: 7}", "3:15: sweep.seed: expected a list of values or a range such as 1..200, not '7'"},
           {"sweep: {seed: 1..1000, design.command_queue.handlers: 1..101}",
            "3:24: sweep: design.command_queue.handlers makes 101000 points; at most 100000"},
           {"sweep: {design.ownership: [{lease: 1s}], design.ownership.lease: [1s]}",
            "3:42: sweep: 'design.ownership.lease' and 'design.ownership' set the same"},
           {"sweep: {seed: []}", "3:15: sweep.seed: there must be at least one value"},
           {"seed: 1\nseed: 2", "4:1: the key 'seed' stands here twice"},
       }) {
    if (mistake.said) {
      EXPECT_EQ(error_of(mistake.lines), *mistake.said);
    } else {
      EXPECT_NE(error_of(mistake.lines), "") << mistake.lines;
    }
  }
}

TEST(ScenarioErrors, are_told_in_one_line) {
  // Wrong: an editor that can't jump to the place, or a terminal that a hostile file draws on.
  const auto error =
      parse_scenario("crisper: 1\nname: x\n\"a\\nb\\e[31m\": 1\n", {.file = "dir/x.yaml", .directory = "."});
  ASSERT_FALSE(error);
  const std::string text = error.error().text();
  EXPECT_TRUE(text.starts_with("dir/x.yaml:3:1: unknown key 'a")) << text;
  for (const char c : text) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(NearestWord, is_what_somebody_probably_meant) {
  // Wrong: "did you mean 'sweep'?" for a word that has nothing to do with it.
  EXPECT_EQ(nearest_word("ownreship", {"owner", "ownership", "membership"}), "ownership");
  EXPECT_EQ(nearest_word("rat", {"rate", "for", "count"}), "rate");
  EXPECT_EQ(nearest_word("flux", {"rate", "for", "count"}), "");
  EXPECT_EQ(nearest_word(std::string(100'000, 'x'), {"rate"}), "");
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("form", "from"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace crisper::sim
