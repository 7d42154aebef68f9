#include "reports/view/view_document.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "reports/document/writers.hpp"
#include "reports/view/state_models.hpp"
#include "reports/view/view_answers.hpp"
#include "reports/view/view_facts.hpp"
#include "tests/reports/document/traced_lunch.hpp"

namespace crisper::reports {
namespace {

using properties::PropertyResult;
using properties::Verdict;

PropertyResult property(std::string name, Verdict verdict, std::uint64_t observed = 100) {
  return {.name = std::move(name), .meaning = {}, .verdict = verdict, .reason = "it broke", .observed = observed};
}

/// A lunch in which all is well, with one crash and one variant.
ViewSource good_view() {
  ViewSource view{.scenario = testing::short_lunch(), .base = {}};
  view.base.verdict = Verdict::pass;
  for (const char* each : {"single_writer", "no_event_lost", "events_in_order_per_stream", "event_applied_once",
                           "accepted_is_carried_out", "no_deadlock", "no_call_cycle"}) {
    view.base.properties.push_back(property(each, Verdict::pass));
  }
  view.base.metrics.rates = {
      {"commands_per_second", 50}, {"messages_per_command", 12}, {"utilisation.event-store", 0.25}};
  view.seen.pairs = {{"customer-1", "command-store"}, {"command-store", "customer-1"}};
  view.seen.kinds = {{"command.enqueued", 3}, {"process.started", 4}};
  view.crashes.push_back({.process = "catalog", .role = "projection", .result = view.base, .struck = true});
  view.variants.push_back({.strategy = "optimistic", .result = view.base});
  view.variants.front().result.metrics.rates["utilisation.event-store"] = 0.125;
  return view;
}

AnsweredQuestion answer(const ViewSource& view, std::string_view words) {
  const ViewFacts facts(view);
  for (const AnsweredQuestion& each : answers_of(facts)) {
    if (each.question.find(words) != std::string_view::npos) return each;
  }
  ADD_FAILURE() << words;
  return {};
}

TEST(ConcurrencyView, answers_eleven_questions_and_addresses_eight_concerns) {
  // Wrong: a question of the checklist is passed over in silence.
  const ViewSource view = good_view();
  const ViewFacts facts(view);
  const auto answers = answers_of(facts);
  ASSERT_EQ(answers.size(), 11U);
  for (const AnsweredQuestion& each : answers) {
    EXPECT_FALSE(each.why.empty()) << each.question;
    EXPECT_FALSE(each.evidence.empty()) << each.question;
    EXPECT_NE(each.tone, Tone::bad) << each.question << " " << each.why;
  }
  const auto concerns = concerns_of(facts);
  ASSERT_EQ(concerns.size(), 8U);
  for (const AddressedConcern& each : concerns) {
    EXPECT_FALSE(each.how.empty()) << each.concern;
    EXPECT_FALSE(each.evidence.empty()) << each.concern;
  }
}

TEST(ConcurrencyView, what_is_for_people_is_left_to_them) {
  // Wrong: a program says that everybody understands the design.
  for (const char* each : {"understand", "right level"}) {
    EXPECT_EQ(answer(good_view(), each).answer, Answer::cannot_be_told);
    EXPECT_EQ(answer(good_view(), each).tone, Tone::plain);
  }
}

TEST(ConcurrencyView, a_failure_in_any_run_turns_the_answer) {
  // Wrong: a resource that a crash corrupts is called protected.
  EXPECT_EQ(answer(good_view(), "protected").answer, Answer::yes);
  ViewSource broken = good_view();
  broken.crashes.front().result.properties.front() = property("single_writer", Verdict::fail);
  const AnsweredQuestion is = answer(broken, "protected");
  EXPECT_EQ(is.answer, Answer::no);
  EXPECT_EQ(is.tone, Tone::bad);
  EXPECT_NE(is.why.find("it broke"), std::string::npos);
  EXPECT_EQ(document_of(broken).verdict, Verdict::fail);
}

TEST(ConcurrencyView, what_was_corrupted_without_two_writers_is_no_yes) {
  // Wrong: ownership commutative oversells, and its states are called protected.
  ViewSource oversold = good_view();
  oversold.scenario = testing::short_lunch("design: {ownership: {strategy: commutative}}\n");
  oversold.crashes.front().result.properties.push_back(property("stock_never_negative", Verdict::fail));
  const AnsweredQuestion is = answer(oversold, "protected");
  EXPECT_EQ(is.answer, Answer::cannot_be_told);
  EXPECT_EQ(is.tone, Tone::open);
  EXPECT_NE(is.why.find("stock_never_negative failed in 1 of 2 runs: it broke"), std::string::npos) << is.why;
}

TEST(ConcurrencyView, is_no_better_than_the_runs_of_the_design) {
  // Wrong: a run of the view fails, no question asks for what failed in it, and the view passes.
  const auto verdict_of = [](const ViewSource& view) { return document_of(view).verdict; };
  const Verdict good = verdict_of(good_view());
  EXPECT_NE(good, Verdict::fail);
  ViewSource view = good_view();
  view.base.verdict = Verdict::fail;
  EXPECT_EQ(verdict_of(view), Verdict::fail);
  view = good_view();
  view.crashes.front().result.verdict = Verdict::fail;
  EXPECT_EQ(verdict_of(view), Verdict::fail);
  EXPECT_NE(markdown_of(document_of(view)).find("0 of 1 pass"), std::string::npos);
  view = good_view();
  view.variants.front().result.verdict = Verdict::fail;
  EXPECT_EQ(verdict_of(view), good) << "it is another design";
}

TEST(ConcurrencyView, says_of_nobody_that_he_is_sequential_who_is_not) {
  // Wrong: "each sequential inside" above a list of those that are not; clients among them, who are no part of it.
  const auto concern = [](const ViewSource& view, std::string_view name) {
    const ViewFacts facts(view);
    const auto all = concerns_of(facts);
    return std::ranges::find(all, name, &AddressedConcern::concern)->how;
  };
  ViewSource view = good_view();
  view.seen.interleaved = {"customer-1"};
  EXPECT_EQ(concern(view, "Task structure").find("Re-entrancy"), std::string::npos);
  EXPECT_EQ(concern(view, "Re-entrancy").find("customer-1"), std::string::npos);
  view.seen.interleaved = {"customer-1", "payment-tracker"};
  EXPECT_NE(concern(view, "Task structure").find("sequential inside but those under Re-entrancy"), std::string::npos);
  EXPECT_NE(answer(view, "all functional").why.find("but those under Re-entrancy"), std::string::npos);
  EXPECT_NE(concern(view, "Re-entrancy").find("payment-tracker"), std::string::npos);
  EXPECT_EQ(concern(view, "Re-entrancy").find("customer-1"), std::string::npos);
}

TEST(ConcurrencyView, counts_the_transitions_of_its_table) {
  // Wrong: the answer counts others than those that the table below it shows.
  const ViewSource view = good_view();
  std::size_t seen = 0, never = 0;
  for (const Section& section : document_of(view).sections) {
    if (section.id != "states") continue;
    for (const Block& block : section.blocks) {
      const auto* table = std::get_if<DocumentTable>(&block);
      if (!table) continue;
      for (const DocumentTable::Row& row : table->rows) (row.cells[1] == "never" ? never : seen) += 1;
    }
  }
  EXPECT_GT(never, 0U);
  const std::string words =
      "transitions " + std::to_string(seen) + " were seen and " + std::to_string(never) + " never";
  EXPECT_NE(answer(view, "state model").why.find(words), std::string::npos) << answer(view, "state model").why;
}

TEST(ConcurrencyView, what_nobody_looked_at_cannot_be_told) {
  // Wrong: nothing seen is taken for nothing wrong.
  ViewSource blind = good_view();
  blind.base.properties.clear();
  blind.crashes.clear();
  blind.variants.clear();
  blind.seen = {};
  for (const char* each : {"clear system-level", "suitable set", "protected", "minimal", "deadlock"}) {
    EXPECT_EQ(answer(blind, each).answer, Answer::cannot_be_told) << each;
  }
  EXPECT_EQ(document_of(blind).verdict, Verdict::unknown);
}

TEST(ConcurrencyView, a_message_without_a_channel_is_a_flaw_of_the_model) {
  ViewSource strange = good_view();
  strange.seen.pairs.insert({"catalog", "lock-service"});
  const AnsweredQuestion is = answer(strange, "clear system-level");
  EXPECT_EQ(is.answer, Answer::no);
  EXPECT_NE(is.why.find("catalog to lock-service"), std::string::npos);
}

TEST(ConcurrencyView, a_hot_spot_has_its_limit_and_a_way_out) {
  // Wrong: "there is a hot spot" without what it carries and what to do is no help.
  const AnsweredQuestion cool = answer(good_view(), "hot spots");
  EXPECT_EQ(cool.answer, Answer::no);
  EXPECT_NE(cool.why.find("200/s"), std::string::npos) << cool.why;  // 50/s at a quarter
  EXPECT_NE(cool.why.find("optimistic passes, and would take some 400/s"), std::string::npos) << cool.why;
  ViewSource alike = good_view();
  alike.variants.front().result.metrics.rates["utilisation.event-store"] = 0.24;  // 208/s: nearer than one run shows
  EXPECT_NE(answer(alike, "hot spots").why.find("No other ownership strategy that passes takes 5 % more"),
            std::string::npos);
  EXPECT_NE(answer(alike, "minimal").why.find("none needs 5 % fewer"), std::string::npos);
  ViewSource hot = good_view();
  hot.base.metrics.rates["utilisation.event-store"] = 0.9;
  EXPECT_EQ(answer(hot, "hot spots").answer, Answer::yes);
  EXPECT_EQ(answer(hot, "hot spots").tone, Tone::bad);
}

TEST(ConcurrencyView, a_transition_never_seen_is_told) {
  const std::string text = markdown_of(document_of(good_view()));
  for (const char* each :
       {"The eleven questions", "Process model", "State models", "The eight concerns", "Shared resources",
        "Start-up, shut-down and failure",
        "| a command in the queue | never | with a handler \xe2\x86\x92 dead letter |",
        "| 3 | unknown \xe2\x86\x92 waiting |", "| catalog | pass |"}) {
    EXPECT_NE(text.find(each), std::string::npos) << each;
  }
}

TEST(ConcurrencyView, asks_for_no_state_of_a_world_that_the_design_does_not_have) {
  // Wrong: whether each process has a state model can't be told of any design without sensors.
  ViewSource view = good_view();
  for (const ObservationKindInfo& each : observation_kinds) view.seen.kinds[std::string(each.name)] = 1;
  const auto told = [&] { return markdown_of(document_of(view)); };
  const char* model = "things in the world outside, beside the books";
  EXPECT_NE(told().find(model), std::string::npos);
  for (const char* each : {"world.awaits", "world.changed", "world.counted", "world.lacked"}) {
    ASSERT_EQ(view.seen.kinds.erase(each), 1U) << each;
  }
  EXPECT_EQ(told().find(model), std::string::npos);
  EXPECT_EQ(answer(view, "state model").answer, Answer::yes) << answer(view, "state model").why;
  for (const char* each : {"command.accepted", "command.completed"}) view.seen.kinds.erase(each);
  const AnsweredQuestion is = answer(view, "state model");
  EXPECT_EQ(is.answer, Answer::cannot_be_told);
  EXPECT_NE(is.why.find("a command in the command store"), std::string::npos) << is.why;
}

TEST(StateModels, have_each_transition_once) {
  // Wrong: one observation is counted for two steps of one model.
  for (const StateModel& model : all_state_models()) {
    std::set<ObservationKind> kinds;
    for (const Transition& each : model.transitions) EXPECT_TRUE(kinds.insert(each.by).second) << model.of;
    EXPECT_FALSE(model.roles.empty()) << model.of;
  }
}

}  // namespace
}  // namespace crisper::reports
