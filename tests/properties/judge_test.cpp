#include "properties/judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

/// A run of one command that loads one meal, and perhaps oversells it.
RunResult judged(JudgeOptions options, RunEnd end, bool oversold = false, bool anything = true) {
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, std::move(options));
  judge.attach_to(bus);
  const Payload loaded = Payload::of(MealsLoaded{meal(1), 1});
  const Payload reserved = Payload::of(MealReserved{order(7), meal(1), 2});
  if (anything) {
    bus.publish({.kind = command_accepted, .message = MessageId{1}});
    bus.publish({.kind = event_appended, .stream = fridge(3), .a = 1, .b = 1, .payload = loaded.get()});
    bus.publish({.kind = command_completed, .message = MessageId{1}, .a = 1});
  }
  if (oversold) bus.publish({.kind = event_appended, .stream = fridge(3), .a = 2, .b = 2, .payload = reserved.get()});
  return judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = bus.digest(), .replay = {}});
}

JudgeOptions only(const std::string& name, bool by_name = false) {
  return {.properties = {{.name = name, .by_name = by_name}}};
}

const PropertyResult* find(const RunResult& result, const std::string& name) {
  const auto found = std::ranges::find(result.properties, name, &PropertyResult::name);
  return found == result.properties.end() ? nullptr : &*found;
}

TEST(Judge, a_run_is_as_bad_as_its_worst_property) {
  // Wrong: fifteen passes would outvote a failure.
  const RunResult result = judged(only("stock_never_negative"), {}, true);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.reason, "stock_never_negative: fridge-3 has -1 of meal 1 for sale");
}

TEST(Judge, passes_a_run_in_which_some_properties_had_nothing_to_judge) {
  // Wrong: a design without locks could never pass, since nobody could watch its tokens.
  const RunResult stock = judged({.properties = {{"stock_never_negative"}, {"fencing_tokens_grow"}}}, {});
  EXPECT_EQ(stock.verdict, Verdict::pass);
  EXPECT_EQ(find(stock, "fencing_tokens_grow")->verdict, Verdict::unknown);
  EXPECT_FALSE(find(stock, "fencing_tokens_grow")->counts);
}

TEST(Judge, does_not_pass_a_property_chosen_by_name_that_saw_nothing) {
  // Wrong: a scenario made to test locks would pass without any.
  EXPECT_EQ(judged(only("fencing_tokens_grow", true), {}).verdict, Verdict::unknown);
}

TEST(Judge, does_not_pass_an_empty_run) {
  // Wrong: a run in which nothing happened would be the best of all.
  const RunResult result = judged({}, {}, false, false);
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_EQ(result.reason, "no property saw anything");
}

TEST(Judge, does_not_pass_a_run_whose_required_fault_never_fired) {
  // Wrong: a design would be called crash-proof that never saw a crash.
  RunEnd end;
  end.required_but_unfired = {sim::FaultKind::crash};
  const RunResult result = judged(only("stock_never_negative"), end);
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_EQ(result.reason, "required_faults: required fault 'crash' never fired");
}

TEST(Judge, names_who_was_down_where_a_run_did_not_come_to_rest) {
  // Wrong: the reason would be that time was up, and nobody would learn what the run waited for.
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, only("stock_never_negative"));
  judge.attach_to(bus);
  const Payload loaded = Payload::of(MealsLoaded{meal(1), 1});
  bus.publish({.kind = event_appended, .stream = fridge(3), .a = 1, .payload = loaded.get()});
  judge.audit().take({.kind = AuditKind::process_down, .process = catalog});
  judge.audit().take({.kind = AuditKind::process_down, .process = handler_1, .a = 1});
  judge.audit().take({.kind = AuditKind::process_down, .process = handler_2});
  judge.audit().take({.kind = AuditKind::process_down, .process = event_log});
  judge.audit().take({.kind = AuditKind::process_down, .process = refill});
  const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(9s), .quiet = false};
  EXPECT_EQ(judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}}).reason,
            "the run had not come to rest when its time was up at 9s, with catalog down, handler-1 paused, handler-2 "
            "down and 2 more");
}

TEST(Judge, lets_what_stayed_open_be_told_from_what_another_property_knows_of_it) {
  // Wrong: the story of a run that came to no end would be that its time was up.
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, {.properties = {{"run_completed"}, {"no_event_lost"}}});
  judge.attach_to(bus);
  bus.publish({.kind = saga_started, .process = order_process});
  bus.publish({.kind = event_appended,
               .at = SimTime(1s),
               .process = event_store,
               .message = MessageId{5},
               .stream = order_stream(7),
               .a = 1,
               .b = 1});
  const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(99s), .quiet = false};
  const RunResult result =
      judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
  const Violation& open = find(result, "run_completed")->violations.at(0);
  ASSERT_EQ(open.evidence.size(), 1u);
  EXPECT_EQ(open.evidence[0].id, ObservationId{2});
  EXPECT_EQ(open.aside, "no_event_lost: an event of order-7 was stored at 1s and never published: it stands still");
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.reason, "no_event_lost: " + find(result, "no_event_lost")->reason) << "not what hangs";
}

TEST(Judge, names_who_was_down_where_work_stayed_open_and_tells_no_other_cause_by_it) {
  // Wrong: the one line of a run that hangs would not say who is gone; or who happens to be down would be a cause.
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, {.properties = {{"run_completed"}}});
  judge.attach_to(bus);
  bus.publish({.kind = saga_started, .process = order_process});
  judge.audit().take({.kind = AuditKind::process_down, .process = catalog});
  const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(99s), .quiet = false};
  const RunResult result =
      judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
  const std::string& plain = find(result, "run_completed")->reason;
  EXPECT_EQ(plain.find("catalog"), std::string::npos) << plain;
  EXPECT_EQ(result.reason, "run_completed: " + plain + "; with catalog down");
}

TEST(Judge, names_the_disk_that_keeps_nothing_where_something_stayed_open) {
  // Wrong: a run that hangs behind a full disk would be headed by what hangs alone.
  const auto judged_with = [](AuditEntry stuck) {
    const Names names = cast();
    sim::ObservationBus bus;
    Judge judge(names, {.properties = {{"run_completed"}, {"no_event_lost"}}});
    judge.attach_to(bus);
    bus.publish({.kind = saga_started, .process = order_process});
    bus.publish({.kind = event_appended, .at = SimTime(1s), .process = event_store, .message = MessageId{5},
                 .stream = order_stream(7), .a = 1, .b = 1});
    judge.audit().take(stuck);
    const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(99s), .quiet = false};
    return judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
  };
  const RunResult result = judged_with({.kind = AuditKind::disk_stuck, .process = command_store});
  EXPECT_EQ(result.reason, "no_event_lost: " + find(result, "no_event_lost")->reason +
                               "; with the disk of command-store full");
  const RunResult failing = judged_with({.kind = AuditKind::disk_stuck, .process = command_store, .a = 1});
  EXPECT_TRUE(failing.reason.ends_with("; with the disk of command-store failing")) << failing.reason;
}

TEST(Judge, takes_no_other_failure_for_the_reason_why_work_stayed_open) {
  // Wrong: whoever looks for what hangs would be sent to an order that was sold too often a minute before.
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, {.properties = {{"run_completed"}, {"stock_never_negative"}}});
  judge.attach_to(bus);
  const Payload reserved = Payload::of(MealReserved{order(7), meal(1), 2});
  bus.publish({.kind = saga_started, .process = order_process});
  bus.publish({.kind = event_appended, .at = SimTime(1s), .stream = fridge(3), .a = 1, .b = 1,
               .payload = reserved.get()});
  const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(99s), .quiet = false};
  const RunResult result =
      judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
  ASSERT_EQ(find(result, "stock_never_negative")->violations.size(), 1u);
  ASSERT_FALSE(find(result, "stock_never_negative")->violations[0].evidence.empty());
  EXPECT_EQ(find(result, "run_completed")->violations.at(0).aside, "");
  EXPECT_TRUE(result.reason.starts_with("run_completed: ")) << result.reason;
}

/// A run to 99s in which two handlers come to wait for each other's lock at 10s or later; whatever else is open.
RunResult with_a_circle_of_locks(const std::vector<Observation>& open, SimTime closed, Patience patience = {}) {
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, {.properties = {{"run_completed"}, {"command_answered_once"}, {"no_deadlock"}},
                      .patience = patience});
  judge.attach_to(bus);
  for (const Observation& each : open) bus.publish(each);
  const auto about_lock = [&](ObservationKind kind, ProcessId who, std::uint64_t lock) {
    bus.publish({.kind = kind, .at = closed, .process = lock_service, .peer = who, .stream = fridge(lock)});
  };
  bus.publish({.kind = state_requested, .at = closed, .process = handler_1, .message = MessageId{91}});
  bus.publish({.kind = state_requested, .at = closed, .process = handler_2, .message = MessageId{92}});
  about_lock(lock_requested, handler_1, 1);
  about_lock(lock_granted, handler_1, 1);
  about_lock(lock_requested, handler_2, 2);
  about_lock(lock_granted, handler_2, 2);
  about_lock(lock_requested, handler_1, 2);
  about_lock(lock_requested, handler_2, 1);
  const RunEnd end{.ending = RunEnding::horizon, .at = SimTime(99s), .quiet = false};
  return judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
}

TEST(Judge, heads_a_run_by_why_work_stayed_open_where_that_is_seen_and_not_proven) {
  // Wrong: a loop that may end, or a circle that may be left, would be found under a headline that says that time was
  // up, or nowhere.
  const std::string why = "no_deadlock: processes were waiting in a circle when the run ended";
  const Observation open{.kind = saga_started, .at = SimTime(1s), .process = order_process};
  const RunResult failed = with_a_circle_of_locks({open}, SimTime(80s));
  EXPECT_EQ(failed.verdict, Verdict::fail);
  EXPECT_EQ(failed.reason, why + "; run_completed: " + find(failed, "run_completed")->reason);
  EXPECT_EQ(headline_of(failed)->name, "run_completed") << "what failed is what can be made smaller";
  EXPECT_EQ(find(failed, "run_completed")->violations.at(0).aside, why);
  Observation late = open;
  late.at = SimTime(70s);
  const RunResult cut = with_a_circle_of_locks({late}, SimTime(80s), {.after_step = 60s});
  EXPECT_EQ(cut.verdict, Verdict::unknown);
  EXPECT_EQ(cut.reason, why);
}

TEST(Judge, heads_a_run_by_why_a_command_stayed_open_though_its_clients_had_not_finished) {
  // Wrong: of two properties that know of one hang, the one that only sees what it left would be named.
  const std::vector<Observation> open{
      {.kind = command_submitted, .at = SimTime(1s), .process = customer_1, .message = MessageId{5}, .a = 1},
      {.kind = command_accepted, .at = SimTime(2s), .process = command_store, .message = MessageId{5}}};
  const RunResult result = with_a_circle_of_locks(open, SimTime(10s));
  EXPECT_EQ(find(result, "run_completed")->verdict, Verdict::unknown);
  EXPECT_EQ(find(result, "command_answered_once")->verdict, Verdict::fail);
  EXPECT_EQ(result.reason, "no_deadlock: " + find(result, "no_deadlock")->reason);
  EXPECT_EQ(headline_of(result)->name, "no_deadlock");
}

TEST(Judge, does_not_let_a_missing_fault_hide_a_failure) {
  // Wrong: the failure of a run would be told as ignorance.
  RunEnd end;
  end.required_but_unfired = {sim::FaultKind::crash};
  EXPECT_EQ(judged(only("stock_never_negative"), end, true).verdict, Verdict::fail);
}

TEST(Judge, always_asks_whether_the_run_came_to_its_end) {
  // Wrong: leaving a property out would make an aborted run pass.
  RunEnd end;
  end.aborted = "the engine's process was killed by signal 6";
  const RunResult result = judged(only("stock_never_negative"), end);
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_NE(find(result, "run_completed"), nullptr);
}

/// What was observed, judged by properties that saw something.
RunResult judged_of(const std::vector<Observation>& seen, RunEnd end = {}, Patience patience = {}) {
  const Names names = cast();
  sim::ObservationBus bus;
  Judge judge(names, {.properties = {{"run_completed"}}, .patience = patience});
  judge.attach_to(bus);
  for (const Observation& each : seen) bus.publish(each);
  end.at = SimTime(10s);
  return judge.finish(end, {.scenario = "lunch", .engine = "fast", .seed = 1, .digest = 0, .replay = {}});
}

const Observation submitted{.kind = command_submitted, .process = customer_1, .message = MessageId{1}, .a = 1};
const Observation accepted{.kind = command_accepted, .message = MessageId{1}};
const Observation decided{.kind = command_handled, .process = handler_1, .message = MessageId{1}, .a = 1};
const Observation ended_well{.kind = command_completed, .message = MessageId{1}, .a = status_handled};
const Observation ended_dead{.kind = command_completed, .message = MessageId{1}, .a = status_dead};
const Observation told_well{
    .kind = command_answered, .process = customer_1, .message = MessageId{1}, .a = status_handled};
const Observation told_dead{
    .kind = command_answered, .process = customer_1, .message = MessageId{1}, .a = status_dead};
const Observation gave_up{.kind = command_gave_up, .process = customer_1, .message = MessageId{1}, .a = 5};
const Observation over{.kind = workload_ended, .process = customer_1};

TEST(Judge, does_not_pass_a_run_that_did_not_come_to_rest) {
  // Wrong: where the chosen properties don't look at who is down, nobody would say that the run came to no end.
  const std::vector<Observation> all{submitted, accepted, decided, ended_well, told_well, over};
  EXPECT_EQ(judged_of(all).verdict, Verdict::pass);
  const RunResult result = judged_of(all, {.ending = RunEnding::horizon, .quiet = false});
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_EQ(result.reason, "the run had not come to rest when its time was up at 10s");
  EXPECT_FALSE(result.only_saw_nothing()) << "a search must not take it for a pass";
}

TEST(Judge, does_not_pass_a_run_that_saw_nothing_of_what_it_was_to_see) {
  // Wrong: a network that carries nothing, a queue that sets everything aside, and users who never hear a word would
  // be the safest design of all: single judges see something in each of them.
  for (const std::vector<Observation>& seen : {std::vector{submitted, gave_up, over},
                                               std::vector{submitted, accepted, ended_dead, told_dead, over},
                                               std::vector{submitted, accepted, decided, ended_well, gave_up, over},
                                               std::vector{submitted, accepted, decided, ended_dead, told_dead, over},
                                               std::vector{accepted, decided, ended_dead}, std::vector{over}}) {
    const RunResult result = judged_of(seen);
    EXPECT_EQ(result.verdict, Verdict::unknown);
    EXPECT_NE(result.reason.find("saw nothing of what it was to see"), std::string::npos) << result.reason;
    EXPECT_NE(find(result, "work_done"), nullptr);
    EXPECT_TRUE(result.only_saw_nothing());
  }
}

TEST(Judge, passes_a_run_in_which_somebody_was_served) {
  // Wrong: one request that was given up would make a run say nothing.
  const Observation other{.kind = command_submitted, .process = customer_1, .message = MessageId{2}, .a = 1};
  const Observation other_gave_up{.kind = command_gave_up, .process = customer_1, .message = MessageId{2}, .a = 5};
  const RunResult result =
      judged_of({submitted, other, accepted, decided, ended_well, told_well, other_gave_up, over});
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_EQ(find(result, "work_done"), nullptr);
}

TEST(Judge, judges_what_is_open_when_time_is_up_only_if_nothing_could_still_have_mended_it) {
  // Wrong: a run stopped in the middle of a wait would be a failure of the design; or a design that hangs would never
  // be one.
  RunEnd end;
  end.ending = RunEnding::horizon;
  end.quiet = false;
  std::vector<Observation> seen{submitted, accepted, gave_up, over};
  for (Observation& each : seen) each.at = SimTime(4s);
  EXPECT_EQ(judged_of(seen, end, {.after_step = 6s}).verdict, Verdict::fail);
  EXPECT_EQ(judged_of(seen, end, {.after_step = 7s}).verdict, Verdict::unknown);
  EXPECT_FALSE(judged_of(seen, end, {.after_step = 7s}).only_saw_nothing());
  // Who was away for long had others wait for it.
  seen.push_back({.kind = process_crashed, .at = SimTime(4s), .process = event_store});
  seen.push_back({.kind = process_started, .at = SimTime(9s), .process = event_store});
  EXPECT_EQ(judged_of(seen, end, {.after_step = 6s}).verdict, Verdict::unknown);
  seen[seen.size() - 2].at = SimTime(8s);
  EXPECT_EQ(judged_of(seen, end, {.after_step = 6s}).verdict, Verdict::fail)
      << "a fault that comes and goes puts nothing off for good";
  // An instance of a process manager has its own time limit, from its beginning.
  seen.push_back({.kind = saga_started, .at = SimTime(1s), .process = refill, .stream = order_stream(7)});
  EXPECT_EQ(judged_of(seen, end, {.after_step = 6s, .after_start = 9s}).verdict, Verdict::fail);
  EXPECT_EQ(judged_of(seen, end, {.after_step = 6s, .after_start = 10s}).verdict, Verdict::unknown);
}

TEST(Judge, takes_the_choice_from_the_scenario) {
  // Wrong: what a scenario asks for would not be what is judged.
  sim::Threshold threshold = *sim::threshold_from("p99 < 2s");
  threshold.metric = "order_latency";
  const JudgeOptions options = options_for({{.name = "all", .threshold = std::nullopt},
                                            {.name = "events_in_order_per_stream", .threshold = std::nullopt},
                                            {.name = "charged_once", .threshold = std::nullopt},
                                            {.name = {}, .threshold = threshold}});
  const auto by_default =
      std::ranges::count_if(all_properties(), [](const PropertyEntry& each) { return each.info.on_by_default; });
  EXPECT_EQ(options.properties.size(), static_cast<std::size_t>(by_default) + 1);  // and the one that is not
  EXPECT_EQ(options.thresholds.size(), 1u);
  const auto by_name = std::ranges::find(options.properties, "charged_once", &PropertyChoice::name);
  EXPECT_TRUE(by_name->by_name);
  EXPECT_FALSE(options.properties.front().by_name);
}

TEST(Judge, gives_the_same_result_for_the_same_run) {
  // Wrong: two runs of one seed could not be compared.
  EXPECT_EQ(judged({}, {}, true), judged({}, {}, true));
}

}  // namespace
}  // namespace crisper::properties
