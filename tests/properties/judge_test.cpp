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
