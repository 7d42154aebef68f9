#include "properties/search/shrink/vary.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/messages.hpp"
#include "properties/search/shrink/case_file.hpp"
#include "properties/search/shrink/case_parts.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "sim/faults/exact_duration.hpp"
#include "tests/properties/search/shrink/small_case.hpp"

namespace crisper::properties {
namespace {

using namespace crisper::literals;

const Leeway* part(const std::vector<Leeway>& leeway, const std::string& name) {
  const auto found =
      std::ranges::find_if(leeway, [&](const Leeway& each) { return each.part.find(name) != each.part.npos; });
  return found == leeway.end() ? nullptr : &*found;
}

std::string all_of(const std::vector<Leeway>& leeway) {
  std::string text;
  for (const Leeway& each : leeway) text += text_of(each) + "\n";
  return text;
}

/// A case that fails where a pure function of it says so, so that what is right is known.
SmallestSoFar judged_by(const std::function<bool(const RunCase&)>& fails) {
  RunCase each = duplicated_lunch(1);
  each.scenario.workload.script->resize(1);
  each.plan.faults = {{.kind = sim::FaultKind::pause, .to = "catalog", .at = sim_start + 40ms, .lasting = 100ms}};
  ShrinkLimits limits;
  limits.run = [fails](const RunCase& candidate, const Cause&) {
    Trial trial{.end = fails(candidate) ? Trial::End::same : Trial::End::no, .told = {}, .struck = {}};
    if (!candidate.plan.faults.empty()) trial.struck.push_back({0, 0, candidate.plan.faults[0].at});
    trial.failed_at = sim_start + 2s;
    return trial;
  };
  SmallestSoFar smallest(each, Cause{"projection_matches_log", "x"}, limits);
  EXPECT_TRUE(smallest.run_first());
  return smallest;
}

TEST(Vary, says_that_what_does_not_matter_may_be_anything) {
  // Wrong: a reader would look for the meaning of a number that has none.
  SmallestSoFar smallest = judged_by([](const RunCase&) { return true; });
  for (const Leeway& each : vary(smallest, 1000)) {
    EXPECT_EQ(each.may_be, MayBe::anything) << text_of(each);
    EXPECT_EQ(each.tried, each.failing);
    EXPECT_GT(each.tried, 0u);
  }
}

TEST(Vary, finds_from_when_to_when_a_fault_may_begin) {
  // Wrong: that a fault must fall into a window, which is the bug, would not be told, or the wrong window.
  SmallestSoFar smallest = judged_by([](const RunCase& each) {
    const SimTime at = each.plan.faults.at(0).at;
    return at >= sim_start + 31ms && at <= sim_start + 700ms;
  });
  const std::vector<Leeway> leeway = vary(smallest, 1000);
  const Leeway* begins = part(leeway, "when it begins");
  ASSERT_NE(begins, nullptr) << all_of(leeway);
  EXPECT_EQ(begins->may_be, MayBe::some);
  EXPECT_EQ(begins->is, "40ms");
  EXPECT_TRUE(begins->says.starts_with("may be from 31")) << begins->says;
  const Leeway* lasts = part(leeway, "how long it lasts");
  ASSERT_NE(lasts, nullptr);
  EXPECT_EQ(lasts->may_be, MayBe::anything) << lasts->says;
}

TEST(Vary, says_that_what_matters_must_be_this) {
  // Wrong: that the bug needs exactly this quantity or this process would look like chance.
  const RunCase first = duplicated_lunch(1);
  SmallestSoFar smallest = judged_by([&](const RunCase& each) {
    return each.plan.faults.at(0).to == "catalog" &&
           each.scenario.workload.script->at(0) == first.scenario.workload.script->at(0);
  });
  const std::vector<Leeway> leeway = vary(smallest, 1000);
  const Leeway* whom = part(leeway, "whom it strikes");
  ASSERT_NE(whom, nullptr) << all_of(leeway);
  EXPECT_EQ(whom->may_be, MayBe::this_only) << whom->says;
  EXPECT_NE(whom->says.find("event-store"), std::string::npos) << whom->says;
  const Leeway* quantity = part(leeway, "quantity");
  ASSERT_NE(quantity, nullptr) << all_of(leeway);
  EXPECT_EQ(quantity->may_be, MayBe::this_only);
  EXPECT_TRUE(quantity->says.starts_with("must be this")) << quantity->says;
}

TEST(Vary, tries_what_could_be_said_and_no_more) {
  // Wrong: a reader is told that a number may be anything, and it may not: nobody could have come with most of them.
  const auto quantity_in = [](const sim::Script& script) {
    return script.at(0).intent.body.as<smart_fridge::LoadMeals>()->quantity;
  };
  const auto any = [](const RunCase&) { return true; };
  const smart_fridge::Quantity own = quantity_in(*judged_by(any).current().scenario.workload.script);
  const auto varied = [&](smart_fridge::Quantity most) {
    SmallestSoFar smallest = judged_by(any);
    smallest.could_say = [=](const sim::Script& script) {
      return quantity_in(script) >= own && quantity_in(script) <= most;
    };
    return vary(smallest, 1000);
  };
  const std::vector<Leeway> leeway = varied(own + 2);
  const Leeway* quantity = part(leeway, "quantity");
  ASSERT_NE(quantity, nullptr) << all_of(leeway);
  EXPECT_EQ(quantity->says, "may be anything: all 2 tried, from " + std::to_string(own) + " to " +
                                std::to_string(own + 2) + ", fail too");
  EXPECT_EQ(part(varied(own), "quantity"), nullptr) << "it can be nothing else";
}

TEST(Vary, keeps_to_its_runs_and_says_what_was_not_tried) {
  // Wrong: it would never end, or what was not tried would count as free.
  SmallestSoFar smallest = judged_by([](const RunCase&) { return true; });
  const std::size_t before = smallest.statistics().runs;
  const std::vector<Leeway> leeway = vary(smallest, 5);
  EXPECT_LE(smallest.statistics().runs - before, 5u);
  EXPECT_EQ(leeway.back().may_be, MayBe::unknown);
  EXPECT_EQ(leeway.back().tried, 0u);
  EXPECT_TRUE(vary(smallest, 0).empty());
}

TEST(Vary, tells_all_that_was_not_tried_in_one_sentence) {
  // Wrong: what is known would stand behind a wall of lines that say nothing.
  const std::vector<Leeway> some = {
      {.part = "the seed", .is = "1", .may_be = MayBe::anything, .says = "may be anything"},
      {.part = "a", .is = "1", .may_be = MayBe::unknown, .says = "was not tried: no runs were left"},
      {.part = "b", .is = "2", .may_be = MayBe::unknown, .says = "was not tried: no runs were left"}};
  EXPECT_EQ(sentences_of(some), (std::vector<std::string>{"the seed (1) may be anything",
                                                          "2 further parts were not tried: no runs were left"}));
  EXPECT_EQ(sentences_of({some[1]}), std::vector<std::string>{"1 part was not tried: no runs were left"});
  EXPECT_EQ(sentences_of({some[0]}), std::vector<std::string>{"the seed (1) may be anything"});
  EXPECT_TRUE(sentences_of({}).empty());
}

TEST(CasePart, tells_a_time_with_all_its_digits_in_the_unit_that_people_use) {
  // Wrong: 1501234567ns, which nobody reads; or 1.501s, beside another that is told alike and passes.
  RunCase each = duplicated_lunch(1);
  each.plan.faults = {{.kind = sim::FaultKind::pause, .to = "catalog", .at = sim_start + 40ms, .lasting = 100ms}};
  const std::vector<CasePart> parts = parts_of(each, sim_start + 2s);
  const auto lasts =
      std::ranges::find_if(parts, [](const CasePart& part) { return part.name.ends_with("how long it lasts"); });
  ASSERT_NE(lasts, parts.end());
  EXPECT_EQ(lasts->text(1'501'234'567), "1.501234567s");
  EXPECT_EQ(lasts->text(60'290'000), "60.29ms");
  EXPECT_EQ(lasts->text(1'050'000), "1.05ms");
  EXPECT_EQ(lasts->text(40'000'000), "40ms");
  EXPECT_EQ(lasts->text(7'200'000'000'000), "2h");
  EXPECT_EQ(lasts->text(999), "999ns");
  EXPECT_EQ(lasts->text(0), "0s");
  EXPECT_EQ(sim::parse_duration(lasts->text(1'501'234'567)), Duration(1'501'234'567));
}

TEST(Vary, of_a_duplicate_without_an_inbox_frees_its_quantity_and_is_the_same_on_two_cores) {
  // Wrong: a real case would be told otherwise on another machine, or nothing of it would be free.
  const auto one = shrink(duplicated_lunch(1));
  ShrinkOptions options;
  options.limits.at_once = 2;
  const auto two = shrink(duplicated_lunch(1), options);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->leeway, two->leeway);
  const Leeway* quantity = part(one->leeway, "the quantity");
  ASSERT_NE(quantity, nullptr) << all_of(one->leeway);
  EXPECT_EQ(quantity->may_be, MayBe::anything) << all_of(one->leeway);
  const Leeway* packet = part(one->leeway, "which packet of this link");
  ASSERT_NE(packet, nullptr) << all_of(one->leeway);
  EXPECT_EQ(packet->may_be, MayBe::this_only) << "one that carries no event repeats nothing: " << all_of(one->leeway);
  EXPECT_NE(part(one->leeway, "the seed"), nullptr);
}

TEST(CaseFile, keeps_what_could_be_otherwise) {
  // Wrong: replay could not tell what shrink had found out.
  CaseFile file{.cause = Cause{"p", "f"}, .run = duplicated_lunch(3)};
  file.leeway = {{.part = "fault 1, the loss: \"it\"", .is = "0s", .may_be = MayBe::this_only, .says = "must be: this"},
                 {.part = "the seed", .is = "1", .may_be = MayBe::anything, .says = "may be anything"}};
  const auto back = read_case(write_case(file), "x.yaml", ".");
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(back->leeway, file.leeway);
  EXPECT_EQ(back->run, file.run);
  const auto refused = read_case(
      "crisper_case: 1\nleeway: [{part: x, may_be: perhaps}]\n---\ncrisper: 1\n---\ncrisper_plan: 1\n", "f", ".");
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().starts_with("f:2:28: expected anything")) << refused.error();
}

}  // namespace
}  // namespace crisper::properties
