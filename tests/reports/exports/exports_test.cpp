#include "reports/exports/exports.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "properties/registry.hpp"
#include "reports/document/formats.hpp"
#include "reports/document/writers.hpp"
#include "reports/exports/guarantees.hpp"
#include "reports/exports/run_lanes.hpp"
#include "reports/exports/shown_design.hpp"
#include "reports/exports/shown_messages.hpp"
#include "reports/support/csv_line.hpp"
#include "tests/reports/document/traced_lunch.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/sample_sweep.hpp"
#include "tests/sim/trace/long_trace.hpp"

namespace crisper::reports {
namespace {

const std::string hostile_name =
    "=1+1<script>alert(1)</script>\"'`|* {x} ${HOME} %%{y}%% &lt; \\\n@enduml\n!include z\r"
    "\x1b[31m \xff \xe2\x80\xae\xe2\x81\xa6 \xf0\x9f\x8d\x95";

ShownDesign hostile_design() {
  ShownDesign design{.name = hostile_name, .words = hostile_name, .graph = {}, .picture = {}};
  design.graph.elements = {{.name = hostile_name, .role = hostile_name, .is_client = true},
                           {.name = hostile_name, .role = hostile_name, .host = hostile_name},
                           {.name = hostile_name, .role = hostile_name, .host = hostile_name, .comes_later = true}};
  const sim::Channel channel{.from = 0, .to = 1, .cargo = sim::Cargo::events};
  design.graph.channels = {channel};
  design.picture = {.boxes = {{.name = hostile_name, .detail = hostile_name, .members = {0}},
                              {.name = hostile_name, .detail = hostile_name, .members = {1}},
                              {.name = hostile_name, .detail = hostile_name, .members = {2}}},
                    .links = {{.from = 0, .to = 1, .there = {channel, channel}, .way = {0, 0}}},
                    .layers = {{{0}}, {{1}, {2}}}};
  design.properties = {{.name = "no_event_lost", .failed = 2, .reason = hostile_name}};
  return design;
}

ShownMessages hostile_messages() {
  return {.title = hostile_name,
          .words = hostile_name,
          .diagram = {.lifelines = {hostile_name, hostile_name},
                      .rows = {"1s", "2s"},
                      .arrows = {{.from = 0, .to = 1, .sent = 0, .arrived = 1, .label = hostile_name},
                                 {.from = 1, .to = 0, .sent = 1, .label = hostile_name}},
                      .marks = {{.lifeline = 0, .row = 0, .sentence = 1}},
                      .sentences = {hostile_name}}};
}

ReportSubject hostile_subject() {
  RunSource source{.run = {.result = testing::hostile_run(), .remarks = {hostile_name}}};
  source.run.result.run.scenario = hostile_name;
  source.run.result.properties.front().reason = hostile_name;
  return source;
}

/// By the name of the format.
std::vector<std::pair<std::string, std::string>> hostile_texts() {
  return {{"json", *json_of(hostile_subject())},
          {"csv", *csv_of(hostile_subject())},
          {"junit", *junit_of(hostile_subject())},
          {"summary", *step_summary_of(hostile_subject())},
          {"annotations", *annotations_of(hostile_subject())},
          {"mermaid", mermaid_text(hostile_messages())},
          {"plantuml", plantuml_text(hostile_messages())},
          {"dot", dot_text(hostile_design())},
          {"structurizr", structurizr_text(hostile_design())},
          {"asyncapi", asyncapi_text(hostile_design())}};
}

TEST(Exports, names_are_text_in_every_one) {
  // Wrong: a scenario that somebody sends changes what another program does with it, or what its reader sees.
  for (const auto& [format, text] : hostile_texts()) {
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << format << ": turns the direction of writing";
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << format;
    EXPECT_EQ(text.find('\xff'), std::string::npos) << format;
    EXPECT_EQ(text.find('\r'), std::string::npos) << format;
    EXPECT_NE(text.find("\xf0\x9f\x8d\x95"), std::string::npos) << format << ": an emoji is a letter like others";
    EXPECT_EQ(text.find("\n@enduml\n!include"), std::string::npos) << format << ": begins a line";
  }
}

TEST(Exports, a_name_never_leaves_its_quotes) {
  // Wrong: a name adds nodes to a graph, or has the machine's environment put into it.
  const std::string dot = dot_text(hostile_design());
  for (std::size_t at = 0; (at = dot.find("<script>", at)) != std::string::npos; ++at) {
    const std::size_t line = dot.rfind('\n', at) + 1;
    std::size_t quotes = 0;
    for (std::size_t i = line; i < at; ++i) quotes += dot[i] == '"' && (i == 0 || dot[i - 1] != '\\') ? 1 : 0;
    EXPECT_EQ(quotes % 2, 1U) << dot.substr(line, at - line);
  }
  const std::string dsl = structurizr_text(hostile_design());
  EXPECT_EQ(dsl.find("${"), std::string::npos);
  EXPECT_EQ(dsl.find('\\'), std::string::npos);
  std::istringstream lines(dsl);
  int depth = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(std::ranges::count(line, '"') % 2, 0) << line;
    if (line.ends_with('{')) ++depth;
    if (line.find_first_not_of(' ') == line.size() - 1 && line.ends_with('}')) --depth;
  }
  EXPECT_EQ(depth, 0);
  EXPECT_EQ(plantuml_text(hostile_messages()).find("<script"), std::string::npos);
  EXPECT_EQ(mermaid_text(hostile_messages()).find("%%{"), std::string::npos);
}

TEST(Exports, names_taken_twice_are_told_apart) {
  // Wrong: Structurizr refuses the file, or AsyncAPI's second channel takes the place of the first.
  const std::string dsl = structurizr_text(hostile_design());
  EXPECT_NE(dsl.find(" (2)\""), std::string::npos);
  const auto json = nlohmann::json::parse(asyncapi_text(hostile_design()));
  EXPECT_EQ(json.at("channels").size(), 2U);
  EXPECT_EQ(json.at("operations").size(), 4U);
}

TEST(Exports, json_says_the_same_in_spite_of_its_escapes) {
  const auto json = nlohmann::json::parse(*json_of(hostile_subject()));
  EXPECT_NE(json.at("scenario").get<std::string>().find("\xe2\x80\xae"), std::string::npos);
}

TEST(Csv, a_formula_is_text_and_a_number_a_number) {
  // Wrong: a spreadsheet runs what a scenario's author wrote.
  EXPECT_EQ(csv_line({"=1+1", "@x", "-x", "+1", "-1.5", "1e3", "", "a,b", "c\"d"}),
            "'=1+1,'@x,'-x,'+1,-1.5,1e3,,\"a,b\",\"c\"\"d\"\n");
}

TEST(Exports, what_is_missing_is_said) {
  // Wrong: an empty file is taken for a run in which nothing happened.
  RunSource source{.run = {.result = testing::passed_run(), .remarks = {}}};
  source.scenario_trouble = "the scenario is gone";
  source.trace_trouble = "there was none";
  const ReportSubject subject(std::move(source));
  for (const char* each : {"perfetto", "shiviz", "mermaid", "plantuml"}) {
    const auto text = find_report_format(each)->exported(subject);
    ASSERT_FALSE(text) << each;
    EXPECT_NE(text.error().find("there was none"), std::string::npos) << text.error();
  }
  for (const char* each : {"dot", "structurizr", "asyncapi"}) {
    const auto text = find_report_format(each)->exported(subject);
    ASSERT_FALSE(text) << each;
    EXPECT_NE(text.error().find("the scenario is gone"), std::string::npos) << text.error();
  }
  EXPECT_FALSE(perfetto_of(HuntSource{}));
}

TEST(Guarantees, are_proven_only_by_what_looked) {
  // Wrong: an architecture board reads "proven" of what no run has tried.
  ShownDesign design = hostile_design();
  sim::Channel channel = design.graph.channels.front();
  channel.ordered = true;
  design.properties = {{.name = "no_event_lost", .passed = 3},
                       {.name = "events_in_order_per_stream"},
                       {.name = "event_applied_once", .passed = 5, .failed = 1, .reason = "twice"}};
  const auto all = guarantees_of(channel, design);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].standing, Standing::proven);
  EXPECT_EQ(all[0].runs, 3U);
  EXPECT_EQ(all[1].standing, Standing::assumed);
  EXPECT_EQ(all[2].standing, Standing::contradicted);
  EXPECT_EQ(all[2].reason, "twice");
  channel.at_least_once = channel.ordered = channel.once = false;
  const auto weak = guarantees_of(channel, design);
  EXPECT_EQ(weak[0].claim, "at-most-once");
  EXPECT_EQ(weak[0].standing, Standing::assumed);
  EXPECT_EQ(weak[1].claim, "none");
  // What nobody promises is not broken: a consumer without an inbox may take an event twice.
  ASSERT_EQ(weak.size(), 3U);
  EXPECT_EQ(weak[2].about, "repetition");
  EXPECT_EQ(weak[2].claim, "none");
  EXPECT_EQ(weak[2].standing, Standing::assumed);
}

TEST(Guarantees, name_properties_that_there_are) {
  // Wrong: a property is renamed, and what it proves is assumed for ever.
  ShownDesign design = hostile_design();
  for (std::size_t cargo = 0; cargo < 9; ++cargo) {
    const sim::Channel channel{.from = 1, .to = 2, .cargo = static_cast<sim::Cargo>(cargo), .ordered = true};
    for (const Guarantee& each : guarantees_of(channel, design)) {
      if (each.property.empty()) continue;
      EXPECT_NE(properties::find_property(each.property), nullptr) << each.property;
    }
  }
}

TEST(RunLanes, nothing_overlaps_in_a_lane) {
  // Wrong: Perfetto drops spans that overlap without nesting, and says nothing.
  std::vector<LaneSpan> spans{{.from_ns = 5, .to_ns = 9, .name = "b"},
                              {.from_ns = 0, .to_ns = 6, .name = "a"},
                              {.from_ns = 6, .to_ns = 7, .name = "c"}};
  choose_lanes(spans);
  EXPECT_EQ(spans[0].lane, 0U);
  EXPECT_EQ(spans[1].lane, 1U);
  EXPECT_EQ(spans[2].lane, 0U);
}

TEST(RunLanes, each_span_has_the_first_lane_that_is_free) {
  // Wrong: a row is opened for each span, or spans overlap in one.
  std::vector<LaneSpan> spans;
  for (std::int64_t i = 0; i < 500; ++i) {
    const std::int64_t from = i * 7919 % 1'000;
    spans.push_back({.from_ns = from, .to_ns = from + i % 90, .name = "turn"});
  }
  choose_lanes(spans);
  std::vector<std::int64_t> until;
  for (const LaneSpan& each : spans) {
    const auto free = std::ranges::find_if(until, [&](std::int64_t end) { return end <= each.from_ns; });
    EXPECT_EQ(each.lane, static_cast<std::size_t>(free - until.begin()));
    if (free == until.end()) until.push_back(0);
    until.at(each.lane) = each.to_ns;
  }
  EXPECT_GT(until.size(), 10U);
}

/// What the format asks of a trace of so many rounds.
std::uint64_t steps_of(const std::string& format, std::uint64_t rounds) {
  const auto path = std::filesystem::temp_directory_path() / ("crisper-steps-" + format + std::to_string(rounds));
  std::filesystem::remove(path);
  EXPECT_TRUE(sim::LongTrace::write(path, rounds));
  RunSource source{.run = {.result = testing::passed_run(), .remarks = {}}};
  auto opened = sim::TraceReader::open(path);
  EXPECT_TRUE(opened);
  source.trace.emplace(std::move(*opened));
  const ReportSubject subject(std::move(source));
  EXPECT_TRUE(written_in(*find_report_format(format), subject)) << format;
  std::filesystem::remove(path);
  return std::get<RunSource>(subject).trace->steps();
}

TEST(Exports, no_annotation_is_another_command) {
  // Wrong: a name in a scenario sets a secret's mask, or ends the step's commands.
  const std::string text = annotations_text(
      {{.is_error = true, .title = "a,b::c 100%\n::stop-commands::x", .message = "m: 5%\r\n::error::forged"}});
  EXPECT_EQ(text, "::error title=a%2Cb%3A%3Ac 100%25\\u000a%3A%3Astop-commands%3A%3Ax"
                  "::m: 5%25\\u000d\\u000a::error::forged\n");
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
}

TEST(Exports, annotations_are_the_ten_worst) {
  // Wrong: what a server cuts off behind the tenth is the worst.
  std::vector<Annotation> notes;
  for (int i = 0; i < 12; ++i) notes.push_back({.is_error = i < 11, .title = "t" + std::to_string(i), .message = "m"});
  const std::string text = annotations_text(notes);
  EXPECT_NE(text.find("::error title=t9::m\n"), text.npos);
  EXPECT_EQ(text.find("t10"), text.npos);
  EXPECT_NE(text.find("::notice::2 further findings are not shown"), text.npos) << text;
  EXPECT_EQ(annotations_text({{.is_error = false, .title = "t", .message = "m"}}), "::warning title=t::m\n");
}

TEST(Exports, of_a_sweep_the_design_that_fails_most_is_annotated_first) {
  SweepSource source{.result = testing::sample_sweep()};
  source.result.groups.push_back(source.result.groups[1]);
  source.result.groups[2].settings[0].value = "worst";
  source.result.groups[2].failed = 3;
  source.result.groups[2].unknown = 0;
  const std::string text = *annotations_of(source);
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_LT(text.find("worst"), text.find("strategy=none")) << text;
  EXPECT_NE(text.find("with 2 of 3 seeds"), text.npos) << text;
  EXPECT_EQ(text.find("row_lock"), text.npos) << "it passed\n" << text;
}

TEST(Exports, a_step_summary_is_as_short_as_it_must_be_and_names_what_it_left_out) {
  // Wrong: a server takes none of a summary that is too long.
  Document document{.title = "t", .verdict = properties::Verdict::fail, .sentence = "s"};
  document.sections.push_back({.id = "a", .title = "Short", .blocks = {Paragraph{"few words"}}});
  document.sections.push_back({.id = "b", .title = "Long", .blocks = {Paragraph{std::string(5'000, 'x')}}});
  EXPECT_EQ(step_summary_text(document, 100'000), markdown_of(document));
  const std::string text = step_summary_text(document, 2'000);
  EXPECT_LE(text.size(), 2'000u);
  EXPECT_NE(text.find("few words"), text.npos);
  EXPECT_EQ(text.find("xxx"), text.npos);
  EXPECT_NE(text.find("Left out, since a summary of a step may not be longer: Long."), text.npos) << text;
  document.remarks = {std::string(5'000, 'y')};
  const std::string cut = step_summary_text(document, 1'000);
  EXPECT_LE(cut.size(), 1'000u);
  EXPECT_TRUE(cut.ends_with("(cut here)\n"));
}

TEST(Exports, cost_no_more_than_in_proportion_to_the_trace) {
  // Wrong: of a run of a million messages, a report or an export does not end.
  for (const char* each : {"perfetto", "shiviz", "mermaid", "html", "markdown"}) {
    EXPECT_GT(steps_of(each, 2'000), 1'000U) << each << " asks the trace";
    EXPECT_LT(steps_of(each, 2'000), 15 * steps_of(each, 200)) << each;
  }
}

TEST(Exports, a_message_that_came_later_was_not_lost) {
  // Wrong: of a message that came after the failure, or was still under way, the picture says that it never came.
  ShownMessages shown{.title = "t",
                      .words = "w",
                      .diagram = {.lifelines = {"a", "b"},
                                  .rows = {"1s", "2s", "3s", "4s"},
                                  .arrows = {{.from = 0, .to = 1, .sent = 0, .arrived = 1, .label = "one"},
                                             {.from = 0, .to = 1, .sent = 1, .label = "two"},
                                             {.from = 0, .to = 1, .sent = 2, .label = "three", .came_later = true},
                                             {.from = 0, .to = 1, .sent = 3, .label = "four", .was_under_way = true}},
                                  .marks = {},
                                  .sentences = {}}};
  const std::string plantuml = plantuml_text(shown), mermaid = mermaid_text(shown);
  for (const char* each : {"p0 -> p1 : one\n", "p0 ->x p1 : two (never came)\n", "p0 --\\ p1 : three (came later)\n",
                           "p0 --\\ p1 : four (still under way)\n"}) {
    EXPECT_NE(plantuml.find(each), std::string::npos) << each << plantuml;
  }
  for (const char* each : {"p0->>p1: one\n", "p0-xp1: two (never came)\n", "p0--)p1: three (came later)\n",
                           "p0--)p1: four (still under way)\n"}) {
    EXPECT_NE(mermaid.find(each), std::string::npos) << each << mermaid;
  }
}

TEST(Exports, an_answer_stands_beside_the_verdict) {
  // Wrong: a case that failed as it was to fail is a run that passed, for another program.
  RunSource source{.run = {.result = testing::failed_run(), .remarks = {}}};
  source.run.answer = properties::PropertyResult{
      .name = "as_expected", .meaning = "the run is as its case expects", .verdict = properties::Verdict::pass};
  const ReportSubject subject(std::move(source));
  const auto json = nlohmann::json::parse(*json_of(subject));
  EXPECT_EQ(json.at("verdict"), "fail");
  EXPECT_EQ(json.at("remarks").back(), "whether the run is as its case expects: pass");
  const std::string csv = *csv_of(subject), junit = *junit_of(subject);
  EXPECT_NE(csv.find(",verdict,fail\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find("answer,as_expected,verdict,pass\n"), std::string::npos) << csv;
  EXPECT_NE(junit.find("<failure"), std::string::npos) << junit;
  EXPECT_NE(junit.find("whether the run is as its case expects: pass"), std::string::npos) << junit;
}

class TracedExports : public testing::TracedLunch {
 protected:
  ReportSubject subject() const {
    RunSource source{.run = {.result = run_.result, .remarks = {}}};
    source.scenario = scenario_;
    source.trace.emplace(trace());
    return source;
  }
};

TEST_F(TracedExports, every_format_is_written_and_knows_its_signature) {
  const ReportSubject all = subject();
  for (const ReportFormat& format : all_report_formats()) {
    const auto text = written_in(format, all);
    ASSERT_TRUE(text) << format.name << ": " << text.error();
    EXPECT_FALSE(text->empty()) << format.name;
    if (format.comment_begin.empty()) continue;
    EXPECT_TRUE(is_unchanged_report(signed_report(format, *text))) << format.name;
  }
}

TEST_F(TracedExports, a_channel_of_events_is_proven_by_the_run) {
  const auto json = nlohmann::json::parse(*asyncapi_of(subject()));
  std::size_t proven = 0;
  for (const auto& channel : json.at("channels")) {
    const auto& delivery = channel.at("x-crisper-guarantees").at("delivery");
    if (delivery.value("property", "") == "no_event_lost") proven += delivery.at("standing") == "proven" ? 1 : 0;
  }
  EXPECT_GT(proven, 0U);
}

TEST_F(TracedExports, nothing_is_proven_of_a_design_that_need_not_have_run) {
  // Wrong: a scenario is edited after its run, and the run "proves" what the new one promises.
  RunSource source{.run = {.result = run_.result, .remarks = {}}};
  source.scenario = scenario_;
  source.scenario_doubt = "scenario.yaml was changed since the run.";
  const std::string text = *asyncapi_of(ReportSubject(std::move(source)));
  EXPECT_EQ(text.find("\"proven\""), std::string::npos);
  EXPECT_NE(text.find("scenario.yaml was changed since the run."), std::string::npos);
}

}  // namespace
}  // namespace crisper::reports
