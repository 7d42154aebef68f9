// What of the clients' scripts was sent: what is counted for something else ends a run too early, or never.
#include "sim/run/planned_work.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::sim {
namespace {

using smart_fridge::FridgeId;
using smart_fridge::LoadMeals;

constexpr ProcessId customer{1};
const StreamId fridge = smart_fridge::stream_of(FridgeId{3});
constexpr RowKey row{.part = 3, .item = 1};

/// Looks at a row before a command, and later asks for the same row for its own sake.
PlannedWork look_and_question() {
  ClientScript script{.name = "customer", .role = "customer", .intents = {}};
  Intent order{.command = CommandId{7}, .stream = fridge, .body = Payload::of(LoadMeals{}), .view = {}, .row = {}};
  order.look = Look{.view = "catalog", .row = row, .about = fridge};
  script.intents.push_back(order);
  script.intents.push_back({.command = {}, .stream = fridge, .body = {}, .view = "catalog", .row = row});
  System system;
  system.declare("customer", "customer");
  const std::vector<ClientScript> scripts{script};
  return {scripts, system};
}

Observation asked(bool for_a_look) {
  return {.kind = ObservationKind::query_asked,
          .process = customer,
          .message = MessageId{row.item},
          .stream = fridge,
          .a = 1,
          .b = for_a_look ? 1 : 0};
}
Observation of_command(ObservationKind kind) {
  return {.kind = kind, .process = customer, .message = MessageId{7}, .stream = fridge, .a = 1};
}

TEST(PlannedWork, does_not_take_a_look_before_a_command_for_a_question_of_the_same_row) {
  // Wrong: the look would count as the question, which is still to come, and the run would end without it.
  PlannedWork work = look_and_question();
  EXPECT_EQ(work.unsent_of(customer), 2U);
  work.observe(asked(true));
  EXPECT_EQ(work.unsent_of(customer), 2U);
  work.observe(of_command(ObservationKind::command_submitted));
  EXPECT_EQ(work.unsent_of(customer), 1U);
  work.observe(asked(false));
  EXPECT_EQ(work.unsent_of(customer), 0U);
}

TEST(PlannedWork, counts_what_is_withheld_as_done_and_a_question_once) {
  // Wrong: a run whose customers go away would never be quiet.
  PlannedWork work = look_and_question();
  work.observe(asked(true));
  work.observe(of_command(ObservationKind::command_withheld));
  work.observe(asked(false));
  work.observe(asked(false));
  EXPECT_EQ(work.unsent_of(customer), 0U);
}

}  // namespace
}  // namespace crisper::sim
