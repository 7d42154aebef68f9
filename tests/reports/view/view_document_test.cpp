#include "reports/view/view_document.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

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
  ViewSource hot = good_view();
  hot.base.metrics.rates["utilisation.event-store"] = 0.9;
  EXPECT_EQ(answer(hot, "hot spots").answer, Answer::yes);
  EXPECT_EQ(answer(hot, "hot spots").tone, Tone::bad);
}

TEST(ConcurrencyView, a_transition_never_seen_is_told) {
  const std::string text = markdown_of(document_of(good_view()));
  for (const char* each :
       {"The eleven questions", "Process model", "State models", "The eight concerns", "Shared resources",
        "Start-up, shut-down and failure", "never", "dead letter", "| catalog | pass |"}) {
    EXPECT_NE(text.find(each), std::string::npos) << each;
  }
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
