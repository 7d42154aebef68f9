#include "gui/models/hunt.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

struct Outcome {
  HuntReport report;
  QString complaint;
  QStringList lines;
  bool cancelled = false;
};

/// Hunts to the end; `after` so many lines of progress the hunt is told to stop.
Outcome hunt(const HuntRequest& request, int stop_after = -1) {
  Outcome outcome;
  Hunt hunt;
  QObject::connect(&hunt, &Hunt::progressed, [&](const QString& line, double) {
    outcome.lines += line;
    if (outcome.lines.size() == stop_after) hunt.stop();
  });
  QObject::connect(&hunt, &Hunt::finished, [&](const HuntReport& report) { outcome.report = report; });
  QObject::connect(&hunt, &Hunt::failed, [&](const QString& message) { outcome.complaint = message; });
  QObject::connect(&hunt, &Hunt::cancelled, [&] { outcome.cancelled = true; });
  hunt.start(request);
  while (hunt.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return outcome;
}

QString path(const std::filesystem::path& file) { return QString::fromStdString(file.string()); }

TEST(Hunt, explores_and_finds_a_run_that_can_be_opened) {
  // Wrong: what a hunt found could be read of, and not be looked at.
  const QTemporaryDir folder;
  const Outcome found = hunt({.kind = HuntRequest::Kind::explore,
                              .subject = path(small_failing_scenario()),
                              .out = folder.filePath("hunt"),
                              .lasting = "2s"});
  EXPECT_EQ(found.complaint, QString());
  EXPECT_FALSE(found.lines.isEmpty());
  EXPECT_EQ(found.report.verdict, "fail");
  ASSERT_FALSE(found.report.findings.empty());
  const Finding& first = found.report.findings.front();
  EXPECT_EQ(first.property, "projection_matches_log");
  EXPECT_TRUE(first.shrunk) << first.remark.toStdString();
  EXPECT_TRUE(first.saved.endsWith("/shrunk.yaml")) << first.saved.toStdString();
  ASSERT_TRUE(QFile::exists(first.saved));
  EXPECT_TRUE(first.size.startsWith("1 step, 1 fault; it was ")) << first.size.toStdString();

  Cursor cursor;
  Workbench bench(cursor);
  bench.openSaved(first.saved, "found: " + first.property);
  while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  ASSERT_NE(cursor.run(), nullptr);
  EXPECT_EQ(cursor.run()->folder.result->verdict, "fail");
  EXPECT_EQ(cursor.run()->folder.plan->plan.faults.size(), 1u);
  EXPECT_GE(cursor.run()->folder.explanation.size(), 4u);
}

TEST(Hunt, that_is_stopped_tells_what_it_has) {
  // Wrong: an hour of hunting would be lost by a click.
  const QTemporaryDir folder;
  const Outcome stopped = hunt({.kind = HuntRequest::Kind::explore,
                                .subject = path(small_failing_scenario()),
                                .out = folder.filePath("hunt"),
                                .lasting = "10min"},
                               5);
  EXPECT_EQ(stopped.complaint, QString());
  EXPECT_FALSE(stopped.cancelled);
  EXPECT_TRUE(stopped.report.summary.contains("stopped before the end")) << stopped.report.summary.toStdString();
  ASSERT_FALSE(stopped.report.findings.empty());
  // There was no time to shrink it: it is what it was found as, and it is said why.
  const Finding& first = stopped.report.findings.front();
  EXPECT_FALSE(first.shrunk);
  EXPECT_TRUE(QDir(first.saved).exists()) << first.saved.toStdString();
  EXPECT_TRUE(first.remark.contains("not shrunk")) << first.remark.toStdString();
}

TEST(Hunt, that_shrinks_and_is_stopped_leaves_what_is_as_small_as_it_got) {
  // Wrong: who waits no longer would have waited for nothing.
  const QTemporaryDir folder;
  const Outcome stopped = hunt({.kind = HuntRequest::Kind::shrink,
                                .subject = path(example_folder()),
                                .out = folder.filePath("case.yaml")},
                               1);
  EXPECT_EQ(stopped.complaint, QString());
  EXPECT_FALSE(stopped.lines.isEmpty());
  EXPECT_TRUE(stopped.report.summary.contains("stopped before")) << stopped.report.summary.toStdString();
  ASSERT_EQ(stopped.report.findings.size(), 1u);
  EXPECT_TRUE(QFile::exists(stopped.report.findings[0].saved));
}

TEST(Hunt, checks_every_schedule_and_opens_the_one_that_fails) {
  // Wrong: the window could show chance failures only.
  const QTemporaryDir folder;
  const Outcome found = hunt({.kind = HuntRequest::Kind::check,
                              .subject = path(unsafe_writers_scenario()),
                              .out = folder.filePath("check"),
                              .lasting = "60s"});
  EXPECT_EQ(found.complaint, QString());
  EXPECT_EQ(found.report.verdict, "fail") << found.report.summary.toStdString();
  ASSERT_EQ(found.report.findings.size(), 1u);
  EXPECT_TRUE(QFile::exists(found.report.findings[0].saved + "/trace.sqlite"));
  EXPECT_FALSE(found.report.findings[0].property.isEmpty());
}

TEST(Hunt, shrinks_a_run_and_has_it_told_sentence_by_sentence) {
  // Wrong: "explain" would show a smaller heap of messages, and no reason.
  Cursor cursor;
  Workbench bench(cursor);
  const auto settle = [&] {
    while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  };
  bench.open(path(small_failing_scenario()));
  settle();
  ASSERT_NE(cursor.run(), nullptr);
  const auto before = cursor.run()->trace().deliveries.size();
  const QTemporaryDir folder;
  const Outcome shrunk = hunt({.kind = HuntRequest::Kind::shrink,
                               .subject = path(cursor.run()->folder.trace.parent_path()),
                               .out = folder.filePath("case.yaml")});
  EXPECT_EQ(shrunk.complaint, QString());
  ASSERT_EQ(shrunk.report.findings.size(), 1u);
  EXPECT_TRUE(shrunk.report.findings[0].size.startsWith("1 step, 1 fault; it was "));
  bench.openSaved(shrunk.report.findings[0].saved, "shrunk");
  settle();
  const LoadedRun& run = *cursor.run();
  EXPECT_EQ(run.folder.plan->plan.faults.size(), 1u);
  EXPECT_NE(run.trace().deliveries.size(), before);
  ASSERT_GE(run.folder.explanation.size(), 4u);
  bool fault = false;
  for (const ToldSentence& told : run.folder.explanation) {
    ASSERT_GE(told.record, 1u);
    ASSERT_LE(told.record, run.trace().last());
    fault = fault || run.trace().record(static_cast<RecordId>(told.record)).kind == ObservationKind::fault_fired;
  }
  EXPECT_TRUE(fault);
  bench.undo();
  settle();
  EXPECT_EQ(cursor.run()->trace().deliveries.size(), before);
}

TEST(Hunt, says_in_the_commands_own_words_what_is_wrong) {
  // Wrong: a typing error would look like a hunt that found nothing.
  const QTemporaryDir folder;
  const Outcome wrong = hunt({.kind = HuntRequest::Kind::explore,
                              .subject = path(small_failing_scenario()),
                              .out = folder.filePath("hunt"),
                              .lasting = "soon"});
  EXPECT_TRUE(wrong.complaint.contains("--for soon")) << wrong.complaint.toStdString();
}

TEST(HuntReport, of_a_text_that_is_no_report_is_unknown) {
  // Wrong: a command that died would look like one that found nothing.
  for (const char* text : {"", "{", "[]", "{\"verdict\": \"pass\"}", "nothing"}) {
    EXPECT_EQ(explore_report(text, "x").verdict, "unknown") << text;
    EXPECT_EQ(check_report(text, "x").verdict, "unknown") << text;
    EXPECT_EQ(shrink_report(text, "x").verdict, "unknown") << text;
  }
}

}  // namespace
}  // namespace crisper::gui
