#include "reports/document/formats.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

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
  EXPECT_NE(text.find("#4711"), std::string::npos);
  EXPECT_NE(text.find("MealReserved{order=7}"), std::string::npos);
}

TEST(RunDocument, survives_hostile_text) {
  const RunSource source{.run = {.result = testing::hostile_run(), .remarks = {}}};
  for (const ReportFormat& format : document_formats()) {
    EXPECT_FALSE(format.write(document_of(source)).empty()) << format.name;
  }
}

}  // namespace
}  // namespace crisper::reports
