// When a run is called quiet: too early, and a judge blames the design for what was still to come.
#include <gtest/gtest.h>

#include "core/domain/smart_fridge/messages.hpp"
#include "sim/run/quiet_watch.hpp"

namespace crisper::sim {
namespace {

using enum ObservationKind;

constexpr ProcessId the_kitchen{1};
constexpr ProcessId the_customer{2};
constexpr ProcessId the_catalog{3};
constexpr ProcessId the_store{4};
constexpr ProcessId saga{7};
constexpr ProcessId tracker{9};

/// A command with this id for each of them.
ClientScript script(std::string name, std::initializer_list<std::uint64_t> commands) {
  ClientScript made{.name = std::move(name), .role = "client", .intents = {}};
  for (const std::uint64_t command : commands) {
    made.intents.push_back({.command = CommandId{command},
                              .stream = {},
                              .body = Payload::of(smart_fridge::LoadMeals{}),
                              .view = {},
                              .row = {}});
  }
  return made;
}

sim::PlannedWork planned(const std::vector<ClientScript>& scripts) {
  System system;
  for (const char* name : {"kitchen", "customer", "catalog", "store"}) system.declare(name, name);
  return {scripts, system};
}

class Watched {
 public:
  explicit Watched(const std::vector<ClientScript>& scripts = {}) : watch_(planned(scripts), {the_catalog}) {}
  Watched& see(Observation observation) {
    watch_.observe(observation, ObservationId{++count_});
    return *this;
  }
  Watched& sends(ProcessId client, std::uint64_t command) {
    return see({.kind = command_submitted,
                .process = client,
                .peer = the_store,
                .message = MessageId{command},
                .a = 1});
  }
  Watched& is_done(std::uint64_t command) {
    see({.kind = command_accepted, .process = the_store, .message = MessageId{command}});
    return see({.kind = command_completed, .process = the_store, .message = MessageId{command}});
  }
  bool quiet() const { return watch_.is_quiet(); }
  std::uint64_t activity() const { return watch_.activity(); }

 private:
  QuietWatch watch_;
  std::uint64_t count_ = 0;
};

TEST(QuietWatch, waits_for_every_script_and_every_command) {
  // If this fails, a run ends while customers are still ordering or a command is under way.
  Watched watched({script("customer", {1})});
  EXPECT_FALSE(watched.quiet());
  watched.sends(the_customer, 1).see({.kind = command_accepted, .message = MessageId{1}});
  watched.see({.kind = workload_ended, .process = the_customer});
  EXPECT_FALSE(watched.quiet());
  EXPECT_TRUE(watched.see({.kind = command_completed, .message = MessageId{1}}).quiet());
}

TEST(QuietWatch, waits_for_what_an_ended_saga_has_still_to_send) {
  // If this fails, a run whose network is bad ends before the saga's last command has arrived, and its order is judged
  // to hang.
  Watched watched;
  watched.see({.kind = saga_started, .process = saga}).see({.kind = outbox_added, .process = saga, .a = 2});
  watched.see({.kind = saga_ended, .process = saga});
  EXPECT_FALSE(watched.quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_published, .process = saga, .a = 1}).quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_published, .process = ProcessId{8}, .a = 2}).quiet()) << "another's";
  EXPECT_TRUE(watched.see({.kind = outbox_published, .process = saga, .a = 2}).quiet());
}

TEST(QuietWatch, waits_for_what_a_service_outside_has_not_answered_yet) {
  // If this fails, a run ends before a slow service answers, and what its answer breaks is never seen.
  const Observation charge{.kind = request_taken,
                           .process = tracker,
                           .stream = StreamId{7},
                           .a = static_cast<std::int64_t>(EffectKind::charge)};
  Observation refund = charge, told = charge;
  refund.a = static_cast<std::int64_t>(EffectKind::refund);
  told.kind = request_told;
  Watched watched;
  EXPECT_FALSE(watched.see(charge).quiet());
  EXPECT_FALSE(watched.see({.kind = process_crashed, .process = tracker}).quiet()) << "it is on its disk";
  watched.see({.kind = process_started, .process = tracker}).see(charge);
  EXPECT_FALSE(watched.see(refund).see(told).quiet()) << "the refund is another request";
  told.a = refund.a;
  EXPECT_TRUE(watched.see(told).quiet()) << "a request that is found again after a crash is the same one";
  Observation another = charge;
  another.message = MessageId{9};
  watched.see(charge).see(another);
  told = another;
  told.kind = request_told;
  EXPECT_FALSE(watched.see(told).quiet()) << "it is for the same, on another occasion";
}

TEST(QuietWatch, is_not_misled_by_what_is_sent_again) {
  // If this fails, a saga that crashed and sends again is never done, or is called done too early.
  Watched watched;
  watched.see({.kind = outbox_added, .process = saga, .a = 2}).see({.kind = outbox_published, .process = saga, .a = 2});
  watched.see({.kind = outbox_published, .process = saga, .a = 2});
  EXPECT_TRUE(watched.quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_added, .process = saga, .a = 3}).quiet());
}

TEST(QuietWatch, counts_scripts_by_client) {
  // If this fails, a client that restarts and says again that it has nothing to send ends the script of another.
  Watched watched({script("kitchen", {1}), script("customer", {2})});
  watched.sends(the_kitchen, 1).is_done(1).see({.kind = workload_ended, .process = the_kitchen});
  watched.see({.kind = process_crashed, .process = the_kitchen}).see({.kind = process_started, .process = the_kitchen});
  EXPECT_FALSE(watched.see({.kind = workload_ended, .process = the_kitchen}).quiet());
  watched.sends(the_customer, 2).is_done(2);
  EXPECT_TRUE(watched.see({.kind = workload_ended, .process = the_customer}).quiet());
}

TEST(QuietWatch, waits_for_a_client_that_is_down_with_something_left_to_send) {
  // If this fails, a run passes that never sent what it was to send.
  Watched watched({script("customer", {1, 2})});
  watched.sends(the_customer, 1).is_done(1).see({.kind = process_crashed, .process = the_customer});
  EXPECT_FALSE(watched.quiet());
  watched.see({.kind = process_started, .process = the_customer}).sends(the_customer, 2).is_done(2);
  EXPECT_FALSE(watched.quiet()) << "it still waits for an answer";
  EXPECT_TRUE(watched.see({.kind = workload_ended, .process = the_customer}).quiet());
}

TEST(QuietWatch, does_not_wait_for_users_who_are_gone) {
  // If this fails, a client that stays down holds a run open for requests that nobody will ever hear of.
  Watched watched({script("customer", {1})});
  watched.sends(the_customer, 1).is_done(1).see({.kind = process_crashed, .process = the_customer});
  EXPECT_TRUE(watched.quiet());
}

TEST(QuietWatch, takes_a_command_that_is_sent_again_for_one) {
  // If this fails, a client that forgot in a crash what it had begun, and begins it again, has sent two of two.
  Watched watched({script("customer", {1, 2})});
  watched.sends(the_customer, 1).see({.kind = process_crashed, .process = the_customer});
  watched.see({.kind = process_started, .process = the_customer}).sends(the_customer, 1).is_done(1);
  EXPECT_FALSE(watched.see({.kind = process_crashed, .process = the_customer}).quiet());
}

TEST(QuietWatch, waits_for_what_lies_before_a_store_that_is_down) {
  // If this fails, a run ends though the command store will take in, when it is back, what a client gave up.
  Watched watched({script("customer", {1})});
  watched.sends(the_customer, 1).see({.kind = process_paused, .process = the_store});
  watched.see({.kind = command_gave_up, .process = the_customer, .message = MessageId{1}});
  EXPECT_FALSE(watched.see({.kind = workload_ended, .process = the_customer}).quiet());
  EXPECT_TRUE(watched.see({.kind = process_resumed, .process = the_store}).quiet());
}

TEST(QuietWatch, takes_no_fault_for_work) {
  // If this fails, a spare that stays down or a fault that comes again and again holds a run open.
  Watched watched;
  const std::uint64_t before = watched.activity();
  EXPECT_TRUE(watched.see({.kind = process_crashed, .process = the_kitchen}).quiet());
  EXPECT_TRUE(watched.see({.kind = process_paused, .process = saga}).quiet());
  EXPECT_TRUE(watched.see({.kind = process_resumed, .process = saga}).quiet());
  EXPECT_TRUE(watched.see({.kind = process_started, .process = the_kitchen}).quiet());
  EXPECT_EQ(watched.activity(), before);
  watched.see({.kind = event_applied, .process = saga}).see({.kind = workload_ended, .process = the_kitchen});
  const std::uint64_t after = watched.activity();
  EXPECT_EQ(after, before + 2);
  watched.see({.kind = process_crashed, .process = the_kitchen}).see({.kind = process_started, .process = the_kitchen});
  watched.see({.kind = workload_ended, .process = the_kitchen});
  EXPECT_EQ(watched.activity(), after) << "it has said so before";
}

TEST(QuietWatch, waits_for_a_consumer_that_was_down_before_its_first_event) {
  // If this fails, a run passes in which a view never had an event, since it was down when there was one.
  Watched watched;
  watched.see({.kind = process_crashed, .process = the_catalog});
  EXPECT_TRUE(watched.quiet());
  watched.see({.kind = event_appended, .a = 1, .b = 1}).see({.kind = event_published, .a = 1, .b = 1});
  EXPECT_FALSE(watched.quiet());
  watched.see({.kind = process_started, .process = the_catalog});
  watched.see({.kind = event_delivered, .peer = the_catalog, .a = 1});
  EXPECT_TRUE(watched.see({.kind = checkpoint_saved, .process = the_catalog, .a = 1}).quiet());
}

TEST(QuietWatch, waits_for_consumers) {
  // If this fails, a run ends before the views have seen the last event.
  Watched watched;
  watched.see({.kind = event_appended, .a = 1, .b = 1});
  EXPECT_FALSE(watched.quiet());
  watched.see({.kind = event_published, .a = 1, .b = 1}).see({.kind = event_delivered, .peer = saga, .a = 1});
  EXPECT_FALSE(watched.quiet());
  EXPECT_TRUE(watched.see({.kind = checkpoint_saved, .process = saga, .a = 1}).quiet());
  watched.see({.kind = event_appended, .a = 2, .b = 2}).see({.kind = event_published, .a = 2, .b = 2});
  EXPECT_FALSE(watched.see({.kind = process_crashed, .process = saga}).quiet()) << "what it owes, it owes when down";
}

}  // namespace
}  // namespace crisper::sim
