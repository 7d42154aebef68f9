#include <gtest/gtest.h>

#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

FaultSpec fault(const std::string& written) {
  const Scenario scenario = parsed("faults: [" + written + "]");
  return scenario.faults.empty() ? FaultSpec{} : scenario.faults.front();
}

std::string fault_error(const std::string& written) { return error_of("faults: [" + written + "]"); }

TEST(ScenarioFaults, strike_messages_by_chance) {
  // Wrong: 1% read as certainty, or a link read the wrong way round.
  const FaultSpec loss = fault("{loss: 1%}");
  EXPECT_EQ(loss.kind, FaultKind::loss);
  EXPECT_EQ(loss.rate.parts_per_billion, 10'000'000U);
  const FaultSpec duplicate =
      fault("{duplicate: 2%, on: {from: event-log, to: catalog}, at: 5s, for: 10s, required: true}");
  EXPECT_EQ(duplicate.kind, FaultKind::duplicate);
  EXPECT_EQ(duplicate.from, "event-log");
  EXPECT_EQ(duplicate.to, "catalog");
  EXPECT_EQ(duplicate.at, SimTime(5s));
  EXPECT_EQ(duplicate.lasting, Duration(10s));
  EXPECT_TRUE(duplicate.required);
  const FaultSpec delay = fault("{delay: 5%, by: 10ms..50ms}");
  EXPECT_EQ(delay.amount_min, Duration(10ms));
  EXPECT_EQ(delay.amount_max, Duration(50ms));
  EXPECT_GT(fault("{reorder: 1%}").amount_max, Duration(0));
  EXPECT_EQ(fault("{corrupt: 0.1%}").kind, FaultKind::corrupt);
}

TEST(ScenarioFaults, strike_machines_at_their_time) {
  // Wrong: a crash of everybody instead of one.
  const FaultSpec crash = fault("{crash: handler-2, at: 10s, restart_after: 3s}");
  EXPECT_EQ(crash.kind, FaultKind::crash);
  EXPECT_EQ(crash.to, "handler-2");
  EXPECT_EQ(crash.at, SimTime(10s));
  EXPECT_EQ(crash.restart_after, Duration(3s));
  EXPECT_FALSE(crash.every);
  EXPECT_EQ(fault("{crash: handler-*, every: 20s, restart_after: 1s}").every, Duration(20s));
  const FaultSpec ending = fault("{crash: handler-*, every: 1ms, at: 1s, until: 3s, times: 5, restart_after: 1s}");
  EXPECT_EQ(ending.until, SimTime(3s));
  EXPECT_EQ(ending.times, 5U);
  EXPECT_FALSE(fault("{slow_sync: event-store, by: 1ms, every: 20s}").until);
  const FaultSpec pause = fault("{pause: handler-1, at: 1s, for: 4s}");
  EXPECT_EQ(pause.lasting, Duration(4s));
  EXPECT_EQ(fault("{slow: handler, by: 3x, for: 4s}").percent, 300U);
  EXPECT_EQ(fault("{slow: handler, by: 300%}").percent, 300U);
  const FaultSpec skew = fault("{clock_skew: lock-service, by: -500ms, drift: 100ppm}");
  EXPECT_EQ(skew.amount_min, Duration(-500ms));
  EXPECT_EQ(skew.amount_max, Duration(-500ms));
  EXPECT_EQ(skew.drift_ppm, 100);
}

TEST(ScenarioFaults, strike_links) {
  // Wrong: a one-way partition that stops both ways.
  const FaultSpec pair = fault("{partition: [host-1, host-2], at: 1s, for: 2s}");
  EXPECT_EQ(pair.from, "host-1");
  EXPECT_EQ(pair.to, "host-2");
  EXPECT_FALSE(pair.one_way);
  const FaultSpec named = fault("{partition: {from: a, to: b}, one_way: true}");
  EXPECT_EQ(named.to, "b");
  EXPECT_TRUE(named.one_way);
  const FaultSpec narrow = fault("{bandwidth: 10%, on: {to: host-3}, for: 2s}");
  EXPECT_EQ(narrow.percent, 10U);
  EXPECT_EQ(narrow.to, "host-3");
}

TEST(ScenarioFaults, are_refused_where_they_make_no_sense) {
  // Wrong: a fault that the run can't mean.
  EXPECT_EQ(fault_error("{los: 1%}"), "3:11: unknown key 'los' in faults.0; did you mean 'loss'?");
  EXPECT_EQ(fault_error("{loss: 120%}"), "3:17: faults.0.loss: '120%' isn't a chance: it must be from 0% to 100%");
  EXPECT_EQ(fault_error("{loss: -1%}"), "3:17: faults.0.loss: '-1%' isn't a chance: it must be from 0% to 100%");
  EXPECT_NE(fault_error("{delay: 1%}").find("the key 'by' is missing"), std::string::npos);
  EXPECT_NE(fault_error("{slow: x}").find("the key 'by' is missing"), std::string::npos);
  EXPECT_NE(fault_error("{crash: x, pause: y}").find("unknown key 'pause'"), std::string::npos);
  EXPECT_NE(fault_error("{crash: 'rm -rf /'}").find("letters, digits"), std::string::npos);
  EXPECT_NE(fault_error("{partition: [a]}").find("two sides"), std::string::npos);
  EXPECT_NE(fault_error("{bandwidth: 110%}").find("too much"), std::string::npos);
  EXPECT_NE(fault_error("{pause: x, for: 5}").find("has no unit"), std::string::npos);
  EXPECT_NE(fault_error("{delay: 1%, by: 50ms..10ms}").find("runs backwards"), std::string::npos);
  EXPECT_NE(fault_error("loss").find("expected a fault"), std::string::npos);
  EXPECT_NE(fault_error("{}").find("expected a fault"), std::string::npos);
  EXPECT_NE(fault_error("{crash: x, every: 1ms}").find("more than 10000 times"), std::string::npos);
  EXPECT_NE(fault_error("{crash: x, until: 5s}").find("it needs 'every'"), std::string::npos);
  EXPECT_NE(fault_error("{pause: x, for: 1ms, times: 5}").find("it needs 'every'"), std::string::npos);
  EXPECT_NE(fault_error("{crash: x, every: 1s, at: 5s, until: 5s}").find("not after at"), std::string::npos);
  EXPECT_NE(fault_error("{crash: x, every: 1s, times: 0}").find("faults.0.times"), std::string::npos);
}

}  // namespace
}  // namespace crisper::sim
