#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "properties/capacity/capacity.hpp"
#include "reports/capacity_table.hpp"
#include "reports/capacity_words.hpp"
#include "reports/document/svg.hpp"
#include "reports/document/sweep_document.hpp"
#include "reports/document/writers.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_json_reader.hpp"
#include "reports/sweep_junit.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

const std::string orders_rate = "workload.orders.rate";

SweepResult rates_tried(Verdict at_forty = Verdict::fail, Verdict at_eighty = Verdict::fail) {
  SweepResult sweep{.scenario = "lunch", .axes = {{.path = orders_rate, .values = {}}}, .seeds = {1, 2}, .groups = {}};
  const auto add = [&](double rate, Verdict verdict, std::vector<std::uint64_t> seeds, double there) {
    SweepGroupBuilder builder(seeds);
    for (std::size_t place = 0; place < seeds.size(); ++place) {
      RunSummary run{.verdict = verdict, .reason = "cut short", .digest = "00000000000000aa", .failed = {},
                     .measures = {}};
      if (verdict == Verdict::fail) run.failed.push_back({"order_latency p99 < 1s", 0, "it was 2s"});
      run.measures = {{"load.commands.there", there},     {"load.commands.arrivals", rate},
                      {"load.commands.departures", rate}, {"load.commands.stay_s", there / rate},
                      {"load.queue.there", there / 2},    {"load.queue.arrivals", rate},
                      {"load.queue.departures", rate},    {"load.queue.stay_s", there / rate / 2},
                      {"load.work.event-store", 0.97}};
      builder.add(place, std::move(run));
    }
    sweep.groups.push_back(builder.finish());
    sweep.groups.back().settings = {{orders_rate, rate_text(rate)}};
    sweep.groups.back().engine = "fast";
    sweep.axes.front().values.push_back(rate_text(rate));
  };
  add(10, Verdict::pass, {1, 2}, 0.5);
  add(20, Verdict::pass, {1, 2}, 1);
  add(38, Verdict::pass, {1, 2, 3, 4}, 4);
  add(40, at_forty, {1, 2}, 9);
  add(80, at_eighty, {1, 2}, 60);
  add(160, Verdict::fail, {1, 2}, 200);
  sweep.groups[3].replay = "crisper run lunch.yaml --seed 1 --set workload.orders.rate=40/s";
  return sweep;
}

constexpr RateRange asked_rates{.lowest = 10, .highest = 1'000, .tolerance = 0.1};

std::string words_of_all(const SweepResult& sweep) {
  return capacity_table(sweep, capacity_of(sweep, orders_rate, asked_rates));
}

TEST(CapacityReport, says_the_rate_what_ends_it_and_what_was_not_tried) {
  // Wrong: an architect would have a number, and not know what it rests on.
  const std::string text = words_of_all(rates_tried());
  for (const char* each :
       {"PASS  lunch", "workload.orders.rate, 10/s to 1000/s, to within 10 %: 6 rates, 14 runs",
        "It holds up to 38/s (2280 a minute); at 40/s, order_latency p99 < 1s fails with 2 of 2 seeds, first with seed "
        "1: it was 2s.",
        "Above 160/s nothing was tried.", "At 40/s the busiest is event-store, at work for 97 % of the time.",
        "9.00 commands are open on average, 4.50 of them in the queue", "The knee is at about 20/s",
        "Universal Scalability Law over 6 rates", "Little's law at 38/s", "holds, confirmed",
        "crisper run lunch.yaml --seed 1 --set workload.orders.rate=40/s"}) {
    EXPECT_NE(text.find(each), text.npos) << each << "\n" << text;
  }
}

TEST(CapacityReport, owns_up_to_what_it_does_not_know) {
  // Wrong: a doubt would be left to the reader.
  const std::string hole = words_of_all(rates_tried(Verdict::fail, Verdict::pass));
  EXPECT_NE(hole.find("80/s holds, and 40/s below it does not"), hole.npos) << hole;
  const std::string open = words_of_all(rates_tried(Verdict::unknown));
  EXPECT_NE(open.find("UNKNOWN  lunch"), open.npos) << open;
  EXPECT_NE(open.find("whether it holds at 40/s can't be told: seed 1: cut short"), open.npos) << open;
  const SweepResult sweep = rates_tried();
  const std::string stopped = capacity_headline(sweep, capacity_of(sweep, orders_rate, asked_rates, true));
  EXPECT_EQ(stopped, "The search did not come to its end. It holds up to 38/s (2280 a minute), as far as it came.");
}

/// At 160/s, 200 came per second, and 160 were done.
Capacity capacity_by(ScalabilityFit fit) {
  Capacity made = capacity_of(rates_tried(), orders_rate, asked_rates);
  made.steps.back().commands->arrivals = 200;
  made.fit = fit;
  return made;
}

std::string law_words(const Capacity& capacity) {
  std::string text;
  for (const std::string& each : scalability_sentences(capacity)) text += each + " ";
  return text;
}

TEST(CapacityReport, says_that_nothing_limits_it_only_where_the_law_has_no_limit) {
  // Wrong: a peak just beyond what was tried would be told as none.
  const std::string none = law_words(capacity_by({.gamma = 10, .sigma = 0, .kappa = 0, .points = 6}));
  EXPECT_NE(none.find("Nothing limits it"), none.npos) << none;
  for (const double sigma : {0.0, 0.1}) {
    const std::string peak = law_words(capacity_by({.gamma = 40, .sigma = sigma, .kappa = 0.00001, .points = 6}));
    EXPECT_EQ(peak.find("Nothing limits it"), peak.npos) << peak;
    EXPECT_NE(peak.find("beyond what was tried"), peak.npos) << peak;
    EXPECT_NE(peak.find(sigma == 0 ? "316 open" : "300 open"), peak.npos) << peak;
  }
}

TEST(CapacityReport, says_of_a_limit_only_what_was_measured_too) {
  // Wrong: a ceiling below what was done; or that more commands get less done, where they never did.
  const ScalabilityFit bends{.gamma = 20, .sigma = 0.05, .kappa = 0.0001, .points = 6};  // most with 97 open
  EXPECT_NE(law_words(capacity_by(bends)).find("no less was done with more open, up to 200"), std::string::npos)
      << law_words(capacity_by(bends));
  Capacity falls = capacity_by(bends);
  falls.steps.back().commands->departures = 60;
  EXPECT_NE(law_words(falls).find("with more than 97.5 open, less is done"), std::string::npos) << law_words(falls);
  const std::string low = law_words(capacity_by({.gamma = 10, .sigma = 0.1, .kappa = 0, .points = 6}));
  EXPECT_NE(low.find("never be above 100 per second, and 160 were done"), low.npos) << low;
}

TEST(CapacityReport, says_of_no_limit_where_all_that_came_was_done) {
  // Wrong: a design that was never at its limit would be given one, by the curve of a law.
  for (const double kappa : {0.0, 0.0001}) {
    Capacity made = capacity_by({.gamma = 20, .sigma = 0.05, .kappa = kappa, .points = 6});
    made.steps.back().commands->arrivals = 163;  // 98.2 % of it is done
    const std::string text = law_words(made);
    EXPECT_NE(text.find("98 % of what came was done also at the highest rate, 160 per second"), text.npos) << text;
    for (const char* limit : {"all that can be done", "can't come above", "kappa)", "beyond what was tried"}) {
      EXPECT_EQ(text.find(limit), text.npos) << text;
    }
    made.steps.back().commands->arrivals = 164;  // 97.6 %
    EXPECT_EQ(law_words(made).find("of what came was done"), std::string::npos) << law_words(made);
  }
}

TEST(CapacityReport, gives_no_number_of_what_is_far_beyond_what_was_tried) {
  // Wrong: with 200 open and 160 done per second, a curve would promise thousands.
  const std::string peak = law_words(capacity_by({.gamma = 40, .sigma = 0, .kappa = 0.000001, .points = 6}));
  EXPECT_NE(peak.find("far more than the 200 that were open, too far for a number"), peak.npos) << peak;
  EXPECT_EQ(peak.find("1000"), peak.npos) << peak;
  const std::string limit = law_words(capacity_by({.gamma = 40, .sigma = 0.01, .kappa = 0, .points = 6}));
  EXPECT_NE(limit.find("far beyond the 160 per second"), limit.npos) << limit;
  EXPECT_EQ(limit.find("4000"), limit.npos) << limit;
  const std::string near = law_words(capacity_by({.gamma = 20, .sigma = 0.1, .kappa = 0, .points = 6}));
  EXPECT_NE(near.find("can't come above 200 per second; 160 is the most"), near.npos) << near;
}

TEST(CapacityReport, says_nothing_of_many_at_once_where_there_was_never_more_than_one) {
  // Wrong: contention would be told of commands that never met.
  Capacity made = capacity_by({.gamma = 20, .sigma = 0.05, .kappa = 0.0001, .points = 6});
  for (CapacityStep& each : made.steps) each.commands->there = 0.5;
  const std::string text = law_words(made);
  EXPECT_NE(text.find("No more than 0.50 commands were open on average at any rate"), text.npos) << text;
  EXPECT_EQ(text.find("(sigma)"), text.npos) << text;
  EXPECT_EQ(text.find("(kappa)"), text.npos) << text;
}

TEST(CapacityReport, says_what_came_where_that_is_less_than_the_rate) {
  // Wrong: a design would be said to carry what nobody ever sent it.
  const SweepResult sweep = rates_tried();
  Capacity made = capacity_of(sweep, orders_rate, asked_rates);
  const std::string all = "It holds up to 38/s (2280 a minute); at 40/s, order_latency p99 < 1s fails with 2 of 2 "
                          "seeds, first with seed 1: it was 2s.";
  EXPECT_EQ(capacity_headline(sweep, made), all);
  made.steps[2].commands->arrivals = 34.9;  // of 38: chance
  EXPECT_EQ(capacity_headline(sweep, made), all);
  made.steps[2].commands->arrivals = 20.5;
  const std::string held_back = capacity_headline(sweep, made);
  EXPECT_TRUE(held_back.starts_with(all + " At that rate no more than 20.5 commands came per second: ")) << held_back;
  // Others come at a rate of their own, so that fewer come for each of this rate the higher it is.
  made.steps[0].commands->arrivals = 210;
  made.steps[1].commands->arrivals = 220;
  made.steps[2].commands->arrivals = 238;
  EXPECT_EQ(capacity_headline(sweep, made), all);
  made.commands_by = CommandsBy::something_else;
  made.steps[2].commands->arrivals = 20.5;
  EXPECT_TRUE(capacity_headline(sweep, made).ends_with("no more than 20.5 commands came per second."));
}

TEST(CapacityReport, has_one_sentence_where_commands_do_not_come_with_the_rate) {
  // Wrong: noise would be told as a knee, and as a law of the design.
  Capacity made = capacity_of(rates_tried(), orders_rate, asked_rates);
  made.commands_by = CommandsBy::something_else;
  EXPECT_EQ(knee_sentence(made), "Commands don't come with this rate: there is no knee and no law.");
  EXPECT_TRUE(scalability_sentences(made).empty());
  made.commands_by = CommandsBy::too_few_rates;
  EXPECT_EQ(knee_sentence(made), "Commands came at fewer than 3 rates: no knee can be told.");
}

TEST(CapacityReport, says_how_sure_the_knee_is) {
  // Wrong: who asks again with other seeds gets another knee, and thinks that something changed.
  Capacity made = capacity_of(rates_tried(), orders_rate, asked_rates);
  EXPECT_EQ(knee_sentence(made).find("seed"), std::string::npos) << knee_sentence(made);
  made.knee_spread = KneeSpread{.lowest = 10, .highest = 38, .seeds = 5};
  EXPECT_NE(knee_sentence(made).find("single seeds it is anywhere from 10/s to 38/s (5 seeds): take it as a range."),
            std::string::npos)
      << knee_sentence(made);
  made.knee_spread = KneeSpread{.lowest = 20, .highest = 20, .seeds = 5};
  EXPECT_NE(knee_sentence(made).find("With each of 5 seeds it is at 20/s."), std::string::npos) << knee_sentence(made);
}

TEST(CapacityReport, says_before_whom_commands_stand_that_were_cast) {
  // Wrong: nine are open, none is in the queue, none waits for a state, and where they are is left to the reader.
  SweepResult sweep = rates_tried();
  EXPECT_EQ(words_of_all(sweep).find("mailbox"), std::string::npos);
  sweep.groups[3].measures["load.mailbox.service-1"] = {.runs = 2, .median = 7, .least = 6, .most = 8};
  sweep.groups[3].measures["load.mailbox.catalog"] = {.runs = 2, .median = 2, .least = 1, .most = 3};
  const std::string text = words_of_all(sweep);
  EXPECT_NE(text.find("In the mailbox of service-1, 7.00 messages wait on average."), text.npos) << text;
  EXPECT_EQ(text.find("catalog"), text.npos) << text;
  sweep.groups[3].measures["load.mailbox.service-1"].median = 0.8;  // of nine: not where they wait
  sweep.groups[3].measures.erase("load.mailbox.catalog");
  EXPECT_EQ(words_of_all(sweep).find("mailbox"), std::string::npos);
}

TEST(CapacityReport, is_read_back_as_it_was) {
  SweepResult sweep = rates_tried();
  sweep.groups[3].measures["load.mailbox.service-1"] = {.runs = 2, .median = 7, .least = 6, .most = 8};
  for (SweepGroup& group : sweep.groups) {
    for (SeedOutcome& seed : group.seeds) {
      seed.measures = {{"load.commands.departures", 10}, {"load.commands.stay_s", static_cast<double>(seed.seed)}};
    }
  }
  const Capacity capacity = capacity_of(sweep, orders_rate, asked_rates);
  const std::string json = sweep_json(sweep, capacity);
  const auto read = read_sweep_json(json, "sweep.json");
  ASSERT_TRUE(read) << read.error();
  const auto again = read_capacity(json, "sweep.json", *read);
  ASSERT_TRUE(again) << again.error();
  ASSERT_TRUE(*again);
  EXPECT_EQ(**again, capacity);
  EXPECT_EQ(sweep_json(*read, **again), json);
  EXPECT_FALSE(*read_capacity(sweep_json(sweep), "sweep.json", sweep));
  auto edited = nlohmann::ordered_json::parse(json);
  edited["capacity"]["end"] = "at_least";
  const auto refused = read_capacity(edited.dump(), "sweep.json", *read);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("capacity.end"), std::string::npos) << refused.error();
  edited["capacity"]["end"] = "found";
  edited["capacity"]["path"] = "seed";
  EXPECT_FALSE(read_capacity(edited.dump(), "sweep.json", *read));
}

TEST(CapacityReport, a_rate_that_fails_above_the_capacity_fails_no_build) {
  // Wrong: a CI server would be red since a search found what it looked for.
  const SweepResult sweep = rates_tried();
  const std::string junit = capacity_junit(sweep, capacity_of(sweep, orders_rate, asked_rates));
  EXPECT_NE(junit.find("capacity[workload.orders.rate]"), junit.npos) << junit;
  EXPECT_EQ(junit.find("<failure"), junit.npos) << junit;
  const SweepResult none = [] {
    SweepResult lowest = rates_tried();
    lowest.groups.erase(lowest.groups.begin(), lowest.groups.begin() + 3);
    lowest.groups.resize(1);
    lowest.axes.front().values = {"40/s"};
    return lowest;
  }();
  const std::string failed = capacity_junit(none, capacity_of(none, orders_rate, {40, 1'000, 0.1}));
  EXPECT_NE(failed.find("<failure"), failed.npos) << failed;
}

TEST(CapacityReport, names_each_run_that_is_required_with_its_own_seed_engine_and_digest) {
  // Wrong: seed 0, engine "capacity" and a digest of zeros, which no run ever had.
  SweepResult sweep = rates_tried();
  sweep.groups[0].seeds[1].digest = "00000000000000bb";
  const std::string junit = capacity_junit(sweep, capacity_of(sweep, orders_rate, asked_rates));
  for (const char* each :
       {"<testsuites name=\"crisper\" tests=\"3\" failures=\"0\" errors=\"0\">",
        "<testsuite name=\"lunch (2 seeds, 1 to 2, fast)\"", "<property name=\"seeds\" value=\"2 seeds, 1 to 2\"/>",
        "<testcase name=\"holds[workload.orders.rate=10/s,seed=1]\"", "<testsuite name=\"lunch (seed 2, fast)\"",
        "<property name=\"digest\" value=\"00000000000000aa\"/>",
        "<property name=\"digest\" value=\"00000000000000bb\"/>"}) {
    EXPECT_NE(junit.find(each), junit.npos) << each << "\n" << junit;
  }
  EXPECT_EQ(junit.find("seed=3"), junit.npos) << "the rates above are not required";
  EXPECT_EQ(junit.find("engine\" value=\"capacity"), junit.npos);
  EXPECT_EQ(junit.find("0000000000000000"), junit.npos);
  // The digest of the search is that of its runs.
  const std::string other = capacity_junit(rates_tried(), capacity_of(rates_tried(), orders_rate, asked_rates));
  const auto of_search = [](const std::string& text) { return text.substr(text.find("digest"), 40); };
  EXPECT_NE(of_search(junit), of_search(other));
}

TEST(CapacityReport, says_of_each_required_run_why_it_fails) {
  SweepResult sweep = rates_tried();
  sweep.groups.erase(sweep.groups.begin(), sweep.groups.begin() + 3);
  sweep.axes.front().values.erase(sweep.axes.front().values.begin(), sweep.axes.front().values.begin() + 3);
  const std::string junit = capacity_junit(sweep, capacity_of(sweep, orders_rate, {40, 1'000, 0.1}));
  EXPECT_NE(junit.find("failures=\"3\""), junit.npos) << junit;  // the search, and both runs of its lowest rate
  EXPECT_NE(junit.find("message=\"order_latency p99 &lt; 1s: it was 2s\""), junit.npos) << junit;
  EXPECT_NE(junit.find("message=\"as with a seed before it: order_latency p99 &lt; 1s\""), junit.npos) << junit;
  EXPECT_NE(junit.find("replay: crisper run lunch.yaml --seed 1"), junit.npos) << junit;
}

TEST(CapacityReport, is_the_head_of_the_page_of_its_sweep) {
  SweepSource source{.result = rates_tried()};
  source.capacity = capacity_of(source.result, orders_rate, asked_rates);
  source.scenario_trouble = "no such file";
  const Document document = document_of(source);
  EXPECT_EQ(document.verdict, Verdict::pass);
  EXPECT_EQ(document.sections.at(0).id, "capacity");
  EXPECT_EQ(document.sections.at(1).id, "scalability");
  const std::string page = markdown_of(document);
  EXPECT_NE(page.find("It holds up to 38/s"), page.npos);
}

std::size_t times_in(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(words, at)) != text.npos; at += words.size()) ++count;
  return count;
}

TEST(CapacityReport, draws_what_is_done_and_how_long_a_command_stays_at_each_rate) {
  // Wrong: a knee and a limit are told in words, and nobody sees them.
  SweepSource source{.result = rates_tried()};
  source.capacity = capacity_of(source.result, orders_rate, asked_rates);
  source.scenario_trouble = "no such file";
  const std::string page = html_of(document_of(source));
  EXPECT_EQ(times_in(page, "<circle class=\"point good\""), 2u * 3) << "10/s, 20/s and 38/s hold";
  EXPECT_EQ(times_in(page, "<circle class=\"point bad\""), 2u * 3);
  EXPECT_EQ(times_in(page, "knee: 20/s"), 2u);
  EXPECT_EQ(times_in(page, "holds up to 38/s</text>"), 2u);
  // From 10/s to 200/s in 814: 20/s is ln 2 / ln 20 of that behind 62.
  EXPECT_EQ(times_in(page, "cx=\"250.3\""), 2u);
  EXPECT_NE(page.find("<title>20/s: 50ms</title>"), page.npos) << "one open, twenty a second";
  source.result.groups.resize(1);
  source.result.axes.front().values.resize(1);
  source.capacity = capacity_of(source.result, orders_rate, asked_rates);
  EXPECT_EQ(times_in(html_of(document_of(source)), "<circle class=\"point"), 0u) << "one point is no curve";
}

TEST(CapacityReport, draws_no_load_that_has_no_place_on_an_axis_by_ratio) {
  EXPECT_EQ(svg_of(CurvePicture{.title = "nothing", .points = {{0, 1}, {1, 0}, {2, -1}}}), "");
  const std::string one =
      svg_of(CurvePicture{.title = "<script>", .points = {{50, 3}, {0, 1}}, .marks = {{50, "<b>"}}});
  EXPECT_EQ(times_in(one, "<circle"), 1u) << one;
  EXPECT_EQ(one.find("nan"), one.npos) << one;
  EXPECT_EQ(one.find("<b>"), one.npos) << one;
  EXPECT_EQ(one.find("<script>"), one.npos) << one;
}

}  // namespace
}  // namespace crisper::reports
