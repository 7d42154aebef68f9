#include "reports/document/formats.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "reports/document/sections.hpp"
#include "reports/run_json.hpp"
#include "tests/reports/document/traced_lunch.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

const std::string hostile = "</script><script>alert(1)</script>\"'`|* [x](y)\n\n# h\n- i\r{{x}}{{{y}}} \x1b[31m \xff "
                            "\xe2\x80\xae\xe2\x81\xa6 \xf0\x9f\x8d\x95";

/// Every text in it tries to break the format that it is written in.
Document hostile_document() {
  Document document{.title = hostile,
                    .sentence = hostile,
                    .remarks = {hostile},
                    .facts = {{hostile, hostile}},
                    .again = hostile};
  DesignPicture design{.boxes = {{hostile, hostile, 0}, {hostile, hostile, 1}},
                       .links = {{.from = 0, .to = 1, .there = {{.from = 0, .to = 1}}, .way = {0, 0}}},
                       .layers = {{{0}}, {{1}}}};
  MessageDiagram diagram{.lifelines = {hostile, hostile},
                         .rows = {hostile},
                         .arrows = {{.from = 0, .to = 1, .label = hostile}},
                         .marks = {{.sentence = 1}},
                         .sentences = {hostile}};
  TimeCharts charts{.ended = SimTime(Duration(1'000'000'000)), .slot = Duration(500'000'000)};
  charts.charts = {{.id = "a", .title = "A", .series = {{.name = hostile, .most = 2, .tops = {1.0, 2.0}}}}};
  charts.bands = {{.words = hostile, .to = charts.ended}};
  document.sections = {{hostile, hostile,
                        {Paragraph{hostile, Tone::bad}, Code{hostile, {}}, Code{"```\n" + hostile, hostile},
                         NumberedList{{hostile}}, DocumentTable{{{hostile}}, {{{hostile}}}, hostile}, design, diagram,
                         charts}}};
  return document;
}

std::size_t times(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

/// What of a Markdown file is not code.
std::string outside_fences(const std::string& text) {
  std::string outside;
  std::string fence;  // empty: outside
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (fence.empty() && line.starts_with("```")) {
      fence = line.substr(0, line.find_first_not_of('`'));
    } else if (line == fence && !fence.empty()) {
      fence.clear();
    } else if (fence.empty()) {
      outside += line + "\n";
    }
  }
  EXPECT_TRUE(fence.empty());
  return outside;
}

/// The formats that are to be read.
std::vector<ReportFormat> document_formats() {
  std::vector<ReportFormat> formats;
  for (const ReportFormat& each : all_report_formats()) {
    if (each.write) formats.push_back(each);
  }
  EXPECT_GE(formats.size(), 2U);
  return formats;
}

TEST(Formats, names_are_text_in_every_one) {
  // Wrong: a scenario that somebody sends runs a script in the browser of whoever opens its report.
  for (const ReportFormat& format : document_formats()) {
    const std::string text = signed_report(format, format.write(hostile_document()));
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << format.name << ": turns the direction of writing";
    EXPECT_EQ(text.find("\x1b"), std::string::npos) << format.name;
    EXPECT_EQ(text.find("\xff"), std::string::npos) << format.name;
    EXPECT_NE(text.find("\xf0\x9f\x8d\x95"), std::string::npos) << format.name << ": an emoji is a letter like others";
    EXPECT_NE(text.find("{{x}}"), std::string::npos) << format.name << ": a template in a name is a name";
  }
}

TEST(Formats, a_page_has_the_scripts_that_are_its_own) {
  const std::string page = find_report_format("html")->write(hostile_document());
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(times(page, "<script"), 3U);
  EXPECT_EQ(times(page, "</script"), 3U);
  for (const char* each : {" src=\"", "href=\"http", "url(http", "@import"}) {  // nothing is fetched
    EXPECT_EQ(page.find(each), std::string::npos) << each;
  }
}

TEST(Formats, a_page_allows_no_script_but_its_own) {
  // Wrong: a script that came in by a gap that nobody has thought of runs.
  const std::string page = find_report_format("html")->write(hostile_document());
  const std::size_t from = page.find("script-src "), to = page.find(';', from);
  ASSERT_NE(from, std::string::npos);
  const std::string scripts = page.substr(from, to - from);
  EXPECT_EQ(times(scripts, "'sha256-"), 2U) << scripts;
  EXPECT_EQ(scripts.find("unsafe"), std::string::npos) << scripts;
  for (const char* each : {"base-uri 'none'", "form-action 'none'", "default-src 'none'"}) {
    EXPECT_NE(page.find(each), std::string::npos) << each;
  }
}

TEST(Formats, markdown_calls_nobody_and_links_nothing) {
  // Wrong: whoever puts the report into a ticket calls a whole team, or shows a link that somebody else wrote.
  const std::string words =
      "@everyone a@b.example #1 GH-2 gh-3 http://evil.example HTTPS://evil.example www.evil.example WWW.x.y ftp://z";
  Document document{.title = words, .sentence = words, .remarks = {words}, .facts = {{words, words}}};
  document.sections = {{"id", words,
                        {Paragraph{words}, NumberedList{{words}}, DocumentTable{{{words}}, {{{words}}}, words},
                         Code{"x", words}}}};
  const std::string text = outside_fences(find_report_format("markdown")->write(document));
  for (const char* each : {"@everyone", "@b", "#1", "GH-2", "gh-3", "http://", "HTTPS://", "www.", "WWW.", "ftp://"}) {
    EXPECT_EQ(text.find(each), std::string::npos) << each;
  }
  EXPECT_NE(text.find("@<!-- -->everyone"), std::string::npos);
  EXPECT_NE(text.find("http:<!-- -->//evil.example"), std::string::npos);
}

TEST(Formats, markdown_leaves_other_words_as_they_are) {
  Document document{.title = "a", .sentence = "p99 < 2s: 3 @ 4, no. 7 #, ww.x, a:b, high-1"};
  const std::string text = find_report_format("markdown")->write(document);
  EXPECT_EQ(text.find("<!--"), std::string::npos) << text;
}

TEST(Formats, what_an_eye_can_not_point_at_is_written) {
  // Wrong: on paper, or on a phone, nobody learns which fault a band is, or what a dashed line means.
  const std::string page = find_report_format("html")->write(hostile_document());
  EXPECT_NE(page.find("a fault that lasts</th>"), std::string::npos);
  EXPECT_NE(page.find("dashed: the mean"), std::string::npos);
}

TEST(Formats, a_name_begins_no_block_of_markdown) {
  const std::string text = outside_fences(find_report_format("markdown")->write(hostile_document()));
  EXPECT_EQ(times("\n" + text, "\n#"), 2U) << text;  // title and section
  EXPECT_EQ(text.find("<script"), std::string::npos) << text;
}

TEST(Formats, a_report_that_somebody_changed_is_his) {
  // Wrong: what somebody wrote into a report is gone with the next one.
  for (const ReportFormat& format : all_report_formats()) {
    if (format.comment_begin.empty()) continue;
    const std::string text = signed_report(format, "some\nlines\n");
    EXPECT_TRUE(is_unchanged_report(text)) << format.name;
    std::string changed = text;
    changed[changed.size() / 2] ^= 1;
    EXPECT_FALSE(is_unchanged_report(changed)) << format.name;
    EXPECT_FALSE(is_unchanged_report(text + "mine\n")) << format.name;
  }
  EXPECT_FALSE(is_unchanged_report(""));
  EXPECT_FALSE(is_unchanged_report("<!-- crisper report 0123456789abcdef -->\n"));
}

TEST(RunDocument, says_what_is_missing) {
  // Wrong: an empty box, which says neither that there is nothing nor why.
  RunSource source{.run = {.result = testing::passed_run(), .remarks = {}}};
  source.scenario_trouble = "the scenario is gone";
  source.trace_trouble = "there was none";
  for (const ReportFormat& format : document_formats()) {
    const std::string text = format.write(document_of(source));
    EXPECT_NE(text.find("the scenario is gone"), std::string::npos) << format.name;
    EXPECT_NE(text.find("there was none"), std::string::npos) << format.name;
    EXPECT_EQ(text.find("What failed"), std::string::npos) << format.name;
  }
  const Document document = document_of(source);
  for (const Section& each : document.sections) EXPECT_FALSE(each.blocks.empty()) << each.title;
}

TEST(RunDocument, a_failure_that_nobody_told_has_its_evidence) {
  const RunSource source{.run = {.result = testing::failed_run(), .remarks = {}}};
  const std::string text = find_report_format("markdown")->write(document_of(source));
  EXPECT_NE(text.find("#<!-- -->4711"), std::string::npos) << "no host's issue";
  EXPECT_NE(text.find("MealReserved{order=7}"), std::string::npos);
}

TEST(RunDocument, survives_hostile_text) {
  const RunSource source{.run = {.result = testing::hostile_run(), .remarks = {"\x1b[31m </ul><script>"}}};
  for (const ReportFormat& format : document_formats()) {
    const std::string text = format.write(document_of(source));
    for (const char* each : {"\x1b", "\x01", "\xff", "\xed\xa0\x80"}) {
      EXPECT_EQ(text.find(each), std::string::npos) << format.name;
    }
    EXPECT_NE(text.find("\\u001b"), std::string::npos) << format.name << ": shown as what it is";
    EXPECT_EQ(text.find("<script"), std::string::npos) << format.name;
    EXPECT_NE(text.find("\xc3\xbc"), std::string::npos) << format.name << ": a letter is a letter";
  }
}

TEST(RunDocument, of_several_failures_the_earliest_is_named) {
  // Wrong: what followed from the failure is taken for the failure.
  RunSource source{.run = {.result = testing::failed_run(), .remarks = {}}};
  auto& properties = source.run.result.properties;
  properties.push_back({.name = "no_event_lost",
                        .meaning = "",
                        .verdict = properties::Verdict::fail,
                        .reason = "one is gone",
                        .observed = 3,
                        .violation_count = 1,
                        .violations = {{.at = SimTime(Duration(1'500'000'000)),
                                        .reason = "one is gone",
                                        .evidence = {}}}});
  EXPECT_EQ(document_of(source).sentence, "2 properties failed; the earliest at 1.5s, no_event_lost: one is gone");
  source.run.remarks = {"also failed: no_event_lost"};
  EXPECT_EQ(document_of(source).remarks, (std::vector<std::string>{"failed: stock_never_negative, no_event_lost"}))
      << "none is named once more as another";
  source.run.remarks.clear();
  properties.back().counts = false;
  EXPECT_EQ(document_of(source).sentence, source.run.result.reason);
}

TEST(RunDocument, names_why_work_stayed_open_and_not_that_it_did) {
  // Wrong: a run is headed by its deadlock, and its page by the command that has waited since before that.
  RunSource source{.run = {.result = testing::failed_run(), .remarks = {}}};
  properties::RunResult& result = source.run.result;
  const auto failed = [](const char* name, std::int64_t at_ns, bool at_end) {
    return properties::PropertyResult{.name = name,
                                      .meaning = "",
                                      .verdict = properties::Verdict::fail,
                                      .reason = "r",
                                      .observed = 3,
                                      .violation_count = 1,
                                      .violations = {{.at = SimTime(Duration(at_ns)),
                                                      .reason = "r",
                                                      .evidence = {},
                                                      .at_end = at_end}}};
  };
  result.properties = {failed("run_completed", 9'000'000'000, true),
                       failed("command_answered_once", 1'000'000'000, true),
                       failed("no_deadlock", 2'000'000'000, false)};
  result.quiet = false;
  result.reason = "no_deadlock: r";
  EXPECT_EQ(document_of(source).sentence, "3 properties failed; the earliest at 2s, no_deadlock: r");
  result.properties[1] = failed("command_answered_once", 1'000'000'000, false);
  EXPECT_EQ(document_of(source).sentence, "3 properties failed; the earliest at 1s, command_answered_once: r")
      << "two answers to one command are no sign that work stayed open";
  result.properties[1] = failed("command_answered_once", 1'000'000'000, true);
  result.quiet = true;
  EXPECT_EQ(document_of(source).sentence, "3 properties failed; the earliest at 1s, command_answered_once: r")
      << "in a run that came to rest, what stayed open is lost";
  result.quiet = false;
  result.properties.pop_back();
  result.reason = "no_deadlock: they waited in a circle; run_completed: r";
  EXPECT_EQ(document_of(source).sentence, "2 properties failed; " + result.reason);
  result.reason = "run_completed: r";
  EXPECT_EQ(document_of(source).sentence, "2 properties failed; the earliest at 1s, command_answered_once: r");
}

TEST(RunDocument, an_answer_stands_beside_the_verdict) {
  // Wrong: a case that failed as it was to fail reads as a run that passed.
  RunSource source{.run = {.result = testing::failed_run(), .remarks = {}}};
  source.run.answer = properties::PropertyResult{
      .name = "as_expected", .meaning = "the run is as its case expects", .verdict = properties::Verdict::pass};
  for (const ReportFormat& format : document_formats()) {
    const Document document = document_of(source);
    EXPECT_EQ(document.verdict, properties::Verdict::fail);
    const std::string text = format.write(document);
    EXPECT_NE(text.find("whether the run is as its case expects: pass"), std::string::npos) << format.name;
    EXPECT_NE(text.find("What failed"), std::string::npos) << format.name;
  }
}

TEST(RunDocument, says_what_is_not_the_runs) {
  RunSource source{.run = {.result = testing::passed_run(), .remarks = {}}};
  source.scenario = testing::short_lunch();
  source.scenario_text = "crisper: 1\n";
  source.scenario_doubt = "scenario.yaml was changed";
  source.plan_trouble = "plan.yaml was edited";
  const std::string text = find_report_format("markdown")->write(document_of(source));
  EXPECT_EQ(times(text, "scenario.yaml was changed"), 2U) << "by the design and by the scenario";
  EXPECT_EQ(text.find("every setting that the run had"), std::string::npos);
  EXPECT_NE(text.find("plan.yaml was edited"), std::string::npos);
}

TEST(RunDocument, the_busiest_are_processes_and_none_is_told_twice) {
  // Wrong: twelve rows of handlers, and the mean of the same handlers, hide who is busy.
  properties::Metrics metrics;
  metrics.rates = {{"utilisation", 0.9},        {"utilisation.handler", 0.5}, {"utilisation.handler-1", 0.9},
                   {"utilisation.handler-2", 0.1}, {"utilisation.projection", 0.3}, {"utilisation.catalog", 0.3},
                   {"utilisation.actor", 0.2},  {"utilisation.worker", 0.2},  {"utilisation.worker-17", 2.0}};
  const sim::Scenario scenario = testing::short_lunch();
  const Section section = measures_section(metrics, &scenario);
  std::string who;
  for (const Block& block : section.blocks) {
    const auto* table = std::get_if<DocumentTable>(&block);
    if (!table || table->columns.front().name != "process or role") continue;
    for (const DocumentTable::Row& row : table->rows) {
      who += row.cells[0] + " ";
      EXPECT_LE(row.cells[2].size(), 20U * 3) << row.cells[0];
    }
  }
  EXPECT_EQ(who, "worker-17 handler-1 catalog actor handler-2 ");
}

}  // namespace
}  // namespace crisper::reports
