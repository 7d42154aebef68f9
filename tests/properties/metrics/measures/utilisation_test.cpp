#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

Observation by(ProcessId process, ObservationKind kind) { return {.kind = kind, .process = process}; }

TEST(Utilisation, is_the_share_of_the_run_inside_turns_or_states) {
  // Wrong: the bottleneck of a design would not be found.
  Measured run;
  run.say(0s, by(handler_1, process_started)).say(0s, by(handler_2, process_started));
  run.say(2s, by(handler_1, turn_begun)).say(4s, by(handler_1, turn_ended));
  run.say(5s, by(handler_1, state_entered)).say(6s, by(handler_1, state_left)).ended(10s);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler-1"), 0.3);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler-2"), 0.0);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler"), 0.15);
  EXPECT_DOUBLE_EQ(run.rate("utilisation"), 0.3);
}

TEST(Utilisation, counts_the_work_of_a_first_turn) {
  // Wrong: a handler or a relay that works all the time would be idle, and any limit on it would pass.
  Measured run;
  run.say(0s, by(handler_1, process_started)).say(1s, by(handler_1, work_begun)).say(3s, by(handler_1, work_ended));
  run.say(3s, by(handler_1, state_entered)).say(4s, by(handler_1, state_left));
  run.say(6s, by(handler_1, work_begun)).say(7s, by(handler_1, process_crashed)).ended(10s);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler-1"), 0.4);
}

TEST(Utilisation, in_real_runs_has_the_work_of_relays_and_handlers) {
  // Wrong: a design whose one handler is the bottleneck would be told to be idle.
  const std::string busy =
      "crisper: 1\nname: busy\ndesign: {command_queue: {handlers: 1}, "
      "roles: {handler: {service_time: 30ms}, relay: {service_time: 4ms}}}\n"
      "workload: {orders: {rate: 20/s, count: 20, customers: 8, fridges: 2, meals: 1}, restock: {initial: 60}}\n"
      "run: {settle: 300ms}\n";
  const RunResult run =
      real_run(busy + "properties: [{utilisation.handler-1: < 30%}, {utilisation.event-relay: < 1%}]");
  EXPECT_EQ(run.properties[1].verdict, Verdict::fail) << run.properties[1].name;
  EXPECT_EQ(run.properties[2].verdict, Verdict::fail) << run.properties[2].name;
}

TEST(Utilisation, counts_overlapping_turns_once) {
  // Wrong: a reentrant process would be occupied for more than all of its time.
  Measured run;
  run.say(1s, by(event_store, turn_begun)).say(2s, by(event_store, turn_begun));
  run.say(4s, by(event_store, turn_ended)).say(6s, by(event_store, turn_ended)).ended(10s);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.event-store"), 0.5);
}

TEST(Utilisation, ends_with_a_crash_and_with_the_run) {
  // Wrong: a process that is down would look busy, and one that hangs would look idle.
  Measured run;
  run.say(1s, by(handler_1, turn_begun)).say(2s, by(handler_1, process_crashed));
  run.say(5s, by(handler_1, process_started)).say(5s, by(handler_1, turn_ended));
  run.say(8s, by(handler_2, turn_begun)).ended(10s);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler-1"), 0.1);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.handler-2"), 0.2);
}

TEST(Utilisation, leaves_clients_out) {
  // Wrong: a customer who waits for an answer would be the busiest part of every design.
  Measured run;
  run.say(0s, by(customer_1, process_started)).say(0s, by(handler_1, process_started));
  run.say(1s, by(customer_1, turn_begun)).say(1s, by(customer_1, command_submitted)).ended(10s);
  EXPECT_DOUBLE_EQ(run.rate("utilisation.customer-1"), -1);
  EXPECT_DOUBLE_EQ(run.rate("utilisation"), 0.0);
}

}  // namespace
}  // namespace crisper::properties
