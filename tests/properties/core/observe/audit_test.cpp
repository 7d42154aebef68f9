// What is claimed and what is there, in whole runs: each law with the run that must break it and those that must not.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/random_lunch.hpp"
#include "tests/properties/core/publication/deliveries.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

/// The names of those that failed, apart from what only says that the run had no end.
std::string names_of_failed(const RunResult& result) {
  std::string names;
  for (const PropertyResult& property : result.properties) {
    if (property.verdict == Verdict::fail) names += property.name + " ";
  }
  return names;
}

constexpr std::string_view laws =
    "acknowledged_is_durable, append_all_or_none, accepted_is_carried_out, outbox_delivered, no_event_lost, "
    "projection_matches_log, quotas_add_up";

/// A kitchen loads one fridge; the store answers before its disk has it, and crashes.
std::string ghost(std::string_view sync) {
  return fmt::format(R"(
crisper: 1
name: the last event before a crash
design:
  client: {{timeout: 1s, attempts: 4}}
  ownership: {{strategy: optimistic}}
  event_store: {{sync: {}}}
  publication: {{method: store_subscription, poll: 10ms}}
workload:
  script:
    - {{client: kitchen, at: 100ms, load: {{fridge: 2, quantity: 7}}}}
faults:
  - {{slow_sync: event-store, by: 300ms, at: 50ms, for: 600ms}}
  - {{crash: event-store, at: 300ms, restart_after: 20ms}}
run: {{settle: 2s}}
)",
                     sync);
}

TEST(Audit, finds_the_event_that_a_crash_took_back_and_that_nobody_followed) {
  // Wrong: an event that was acknowledged, published and applied could be gone, and every property would pass.
  const RunResult lost = run_of_text(ghost("after_answer"));
  EXPECT_EQ(names_of_failed(lost), "acknowledged_is_durable ");
  EXPECT_NE(property_of(lost, "acknowledged_is_durable").reason.find("lost 1 record in its crash"), std::string::npos)
      << property_of(lost, "acknowledged_is_durable").reason;
  const RunResult kept = run_of_text(ghost("before_answer"));
  EXPECT_EQ(names_of_failed(kept), "");
}

/// Positions are given out at the insert, commits take their time, and nobody waits for a gap to close.
std::string gaps_under(std::string_view policy) {
  return fmt::format(R"(
crisper: 1
name: events that are passed over
design:
  client: {{timeout: 1s, attempts: 8}}
  command_queue: {{handlers: 4, visibility_timeout: 1s, dead_letter_after: 100}}
  ownership: {{strategy: optimistic}}
  event_store: {{position: at_insert, commit: 1ms..30ms, gaps: {}}}
  publication: {{method: single_publisher, poll: 10ms}}
workload:
  orders: {{rate: 80/s, count: 30, customers: 6, fridges: 3, meals: 2}}
  restock: {{initial: 20}}
run: {{settle: 1s}}
)",
                     policy);
}

TEST(Audit, names_events_that_stand_still_when_time_is_up) {
  // Wrong: a run that waits for ever for what it has lost would say only that it had no end.
  const RunResult lost = run_of_text(gaps_under("none"));
  EXPECT_FALSE(lost.quiet);
  EXPECT_EQ(property_of(lost, "no_event_lost").verdict, Verdict::fail);
  EXPECT_NE(property_of(lost, "no_event_lost").reason.find("it stands still"), std::string::npos);
  EXPECT_EQ(names_of_failed(run_of_text(gaps_under("exact"))), "");
}

std::string cut_off(std::string_view run) {
  return fmt::format(R"(
crisper: 1
name: nothing is carried out
design:
  client: {{timeout: 1s, attempts: 8}}
  command_queue: {{handlers: 2, visibility_timeout: 300ms, dead_letter_after: 3}}
  ownership: {{strategy: optimistic}}
workload:
  orders: {{rate: 20/s, count: 6, customers: 2, fridges: 1, meals: 1}}
faults:
  - {{partition: ["handler-*", event-store]}}
run: {{settle: 1s{}}}
)",
                     run);
}

TEST(Audit, does_not_pass_a_run_whose_every_command_is_a_dead_letter) {
  // Wrong: a system that carries nothing out would pass, since nothing that it did was wrong.
  const RunResult result = run_of_text(cut_off(""));
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(property_of(result, "accepted_is_carried_out").verdict, Verdict::fail);
  EXPECT_EQ(property_of(result, "accepted_is_carried_out").violation_count,
            property_of(result, "accepted_is_carried_out").observed);
  const RunResult expected = run_of_text(cut_off(", dead_letters: expected"));
  EXPECT_EQ(property_of(expected, "accepted_is_carried_out").verdict, Verdict::pass);
}

TEST(Audit, contradicts_no_way_of_publishing_that_claims_to_lose_nothing) {
  // Wrong: a law about what is there would call what is on its way, or kept elsewhere, a loss.
  for (const std::string& method : methods_that_lose_nothing()) {
    for (const char* store : {"{}", "{backend: sqlite}", "{backend: sqlite, database: file}"}) {
      expect_none_fails({.publication = "{method: " + method + ", poll: 10ms}",
                         .event_store = store,
                         .properties = fmt::format("[{}]", laws)},
                        6);
    }
  }
}

TEST(Audit, contradicts_no_store_on_a_bad_disk) {
  // Wrong: what a crash keeps of unsynced writes would look like events that nobody asked for, or like half an append.
  for (const char* store : {"{}", "{backend: sqlite}", "{backend: sqlite, database: file}"}) {
    expect_none_fails({.publication = "{method: outbox, poll: 10ms}",
                       .event_store = store,
                       .properties = fmt::format("[{}]", laws),
                       .faults = "  - {lost_unsynced_writes: \"*\"}\n  - {torn_write: \"*\"}\n"
                                 "  - {io_error: \"*\", every: 900ms, for: 40ms}\n"},
                      12);
  }
}

TEST(Audit, contradicts_no_strategy_that_is_safe) {
  // Wrong: escrow's books, an actor's inbox or a replicated lock would be held against the wrong sum.
  struct Case {
    const char* strategy;
    const char* settings;
  };
  std::uint64_t seen = 0;
  for (const Case& each : {Case{"optimistic", ""}, Case{"escrow", ""}, Case{"actor_per_stream", ""},
                           Case{"reliable_inbox", ""}, Case{"row_lock", ", fencing: on"}}) {
    for (std::uint64_t number = 1; number <= 8; ++number) {
      const std::string text = random_lunch(each.strategy, number, each.settings, "", {});
      const RunResult result = run_of_text(text, number);
      for (const PropertyResult& property : result.properties) {
        if (laws.find(property.name) == std::string_view::npos) continue;
        EXPECT_NE(property.verdict, Verdict::fail) << property.name << ": " << property.reason << text;
        seen += property.observed;
      }
    }
  }
  EXPECT_GT(seen, 0u);
}

TEST(Audit, sees_that_quotas_add_up_where_they_are_lent) {
  // Wrong: the law would pass, having looked at nothing.
  const RunResult result = run_of_text(random_lunch("escrow", 3, "", "", {}), 3);
  EXPECT_EQ(property_of(result, "quotas_add_up").verdict, Verdict::pass) << property_of(result, "quotas_add_up").reason;
  EXPECT_GT(property_of(result, "quotas_add_up").observed, 0u);
}

}  // namespace
}  // namespace crisper::properties
