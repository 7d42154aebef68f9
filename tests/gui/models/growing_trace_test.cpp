#include "gui/models/growing_trace.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <fstream>
#include <functional>
#include <utility>

#include "gui/models/workbench.hpp"
#include "sim/trace/partial_file.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::gui {
namespace {

namespace fs = std::filesystem;

/// A bench, and a trace beside it that somebody is writing.
class Growing : public testing::Test {
 protected:
  Growing() {
    QObject::connect(&bench, &Workbench::working, [this](const QString& what) { said = what; });
    QObject::connect(&bench, &Workbench::failed, [this](const QString& what) { trouble = what; });
  }
  void begin(const fs::path& path) {
    auto made = sim::PartialFile::create(path);
    ASSERT_TRUE(made) << made.error().message;
    writer = std::move(*made);
    // So far.
    std::ofstream(writer->path(), std::ios::binary) << bytes_of(small_trace_file()).substr(0, 5000);
  }
  void finish() {
    std::ofstream(writer->path(), std::ios::binary) << bytes_of(small_trace_file());
    ASSERT_TRUE(writer->commit());
  }
  void open(const fs::path& path) { bench.open(QString::fromStdString(path.string())); }
  void settle() {
    while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }

  sim::ScratchFolder scratch;
  Cursor cursor;
  Workbench bench{cursor};
  std::unique_ptr<sim::PartialFile> writer;
  QString said;
  QString trouble;
};

TEST_F(Growing, is_waited_for_and_opens_when_it_is_whole) {
  // Wrong: one would have to try again and again until the run is done.
  begin(scratch / "trace.sqlite");
  const std::string before = bytes_of(writer->path());
  open(scratch.path());
  EXPECT_TRUE(bench.isBusy());
  EXPECT_TRUE(said.contains("still being written")) << said.toStdString();
  for (int i = 0; i < 3; ++i) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_TRUE(bench.isBusy());
  EXPECT_EQ(bytes_of(writer->path()), before);  // nothing is written to it
  finish();
  settle();
  ASSERT_NE(cursor.run(), nullptr) << trouble.toStdString();
  EXPECT_GT(cursor.run()->trace().last(), 0u);
}

TEST_F(Growing, is_found_where_a_command_keeps_what_is_not_done) {
  // Wrong: the folder that a run is going to fill would be said not to exist.
  const fs::path staging = scratch / ".crisper-partial-lunch-rush-1";
  fs::create_directories(staging);
  begin(staging / "trace.sqlite");
  open(scratch / "lunch-rush-1");
  EXPECT_TRUE(said.contains("still being written")) << said.toStdString() << trouble.toStdString();
  finish();
  fs::rename(staging, scratch / "lunch-rush-1");
  settle();
  EXPECT_NE(cursor.run(), nullptr) << trouble.toStdString();
  EXPECT_EQ(bench.folder().toStdString(), (scratch / "lunch-rush-1").string());
}

TEST_F(Growing, whose_writer_has_died_is_refused_with_what_to_do) {
  // Wrong: the window would wait for ever.
  std::ofstream(scratch / "trace.sqlite.partial") << "half a trace";
  open(scratch / "trace.sqlite.partial");
  settle();
  EXPECT_TRUE(trouble.contains("begun and not finished")) << trouble.toStdString();
  EXPECT_TRUE(trouble.contains("crisper run")) << trouble.toStdString();
  EXPECT_EQ(bytes_of(scratch / "trace.sqlite.partial"), "half a trace");
  begin(scratch / "other.sqlite");
  open(writer->path());
  EXPECT_TRUE(bench.isBusy());
  writer.reset();  // gives up, and takes its file away
  settle();
  EXPECT_TRUE(trouble.contains("other.sqlite was begun and not finished")) << trouble.toStdString();
}

/// Holds a run until the window shows as much as there is of it.
class UntilShown final : public sim::TraceFollower {
 public:
  UntilShown(Cursor& cursor, std::function<void()> look) : cursor_(cursor), look_(std::move(look)) {}
  Leave leave() override { return {.is_looking = true, .until = was_held_ ? UINT64_MAX : held_at}; }
  void wait() override {
    was_held_ = true;
    look_();
    while (!cursor_.run()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    shown = cursor_.run()->trace().last();
    was_edition = cursor_.run()->is_edition;
  }

  static constexpr std::uint64_t held_at = 700;
  RecordId shown = 0;
  bool was_edition = false;

 private:
  Cursor& cursor_;
  std::function<void()> look_;
  bool was_held_ = false;
};

TEST_F(Growing, whose_owner_lets_others_look_on_is_shown_as_it_grows) {
  // Wrong: a long run that somebody made to be looked at could be seen by nobody.
  bench.showLiveAfter(0);
  UntilShown follower(cursor, [&] { open(scratch.path()); });
  auto trace = sim::TraceWriter::create(
      {.path = scratch / "trace.sqlite", .stream_categories = {}, .follower = &follower});
  ASSERT_TRUE(trace);
  for (std::uint64_t i = 1; i <= 2000; ++i) {
    (*trace)->observe({.kind = ObservationKind::fault_fired, .at = SimTime(Duration(i))}, ObservationId{i});
  }
  EXPECT_EQ(follower.shown, UntilShown::held_at);
  EXPECT_TRUE(follower.was_edition);
  cursor.moveTo(500);
  ASSERT_TRUE((*trace)->finish());
  settle();
  ASSERT_NE(cursor.run(), nullptr) << trouble.toStdString();
  EXPECT_FALSE(cursor.run()->is_edition);
  EXPECT_EQ(cursor.run()->trace().last(), 2000u);
  EXPECT_EQ(cursor.at(), 500u);
}

TEST_F(Growing, need_not_be_waited_for) {
  // Wrong: a run of an hour would hold the window.
  begin(scratch / "trace.sqlite");
  open(scratch.path());
  bench.cancel();
  EXPECT_FALSE(bench.isBusy());
  open(example_folder());
  settle();
  EXPECT_NE(cursor.run(), nullptr);
}

TEST_F(Growing, again_is_shown_as_it_is_then) {
  // Wrong: one would look at what a run has long replaced.
  fs::copy_file(example_folder() / "trace.sqlite", scratch / "trace.sqlite");
  open(scratch.path());
  settle();
  ASSERT_NE(cursor.run(), nullptr);
  const RecordId before = cursor.run()->trace().last();
  QSignalSpy renewed(&bench, &Workbench::renewed);
  begin(scratch / "trace.sqlite");
  finish();
  while (renewed.isEmpty()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_NE(cursor.run()->trace().last(), before);
  const RecordId small = cursor.run()->trace().last();
  std::ofstream(scratch / "trace.sqlite", std::ios::binary) << "no trace at all";
  while (trouble.isEmpty()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  ASSERT_NE(cursor.run(), nullptr);
  EXPECT_EQ(cursor.run()->trace().last(), small);  // what was spoilt can still be looked at
}

}  // namespace
}  // namespace crisper::gui
