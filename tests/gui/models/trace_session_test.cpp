#include "gui/models/trace_session.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <algorithm>
#include <fstream>

#include "gui/models/what_if.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::gui {
namespace {

namespace fs = std::filesystem;

/// What the session says of a file; empty where it opens it.
QString complaint(const fs::path& path) {
  TraceSession session;
  QSignalSpy failed(&session, &TraceSession::failed);
  QSignalSpy loaded(&session, &TraceSession::loaded);
  session.open(QString::fromStdString(path.string()));
  while (session.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_EQ(failed.count() + loaded.count(), 1) << path;
  return failed.isEmpty() ? QString() : failed[0][0].toString();
}

TEST(TraceSession, opens_a_trace_and_the_folder_of_a_run) {
  // Wrong: there would be nothing to look at.
  EXPECT_EQ(complaint(example_folder() / "trace.sqlite"), QString());
  EXPECT_EQ(complaint(example_folder()), QString());
  EXPECT_EQ(complaint(small_trace_file()), QString());
}

TEST(TraceSession, says_what_is_wrong_with_a_file_and_never_writes_to_it) {
  // Wrong: a person would not know why nothing is shown, or lose the evidence.
  const sim::ScratchFolder scratch;
  const std::string whole = bytes_of(small_trace_file());
  const auto make = [&](const char* name, const std::string& bytes) {
    std::ofstream(scratch / name, std::ios::binary) << bytes;
    return scratch / name;
  };
  std::string newer = whole;
  newer[63] = 99;
  std::string holes = whole;
  for (std::size_t i = 8192; i < holes.size(); ++i) holes[i] = static_cast<char>(0x5a);
  const struct {
    fs::path path;
    const char* says;
  } cases[] = {
      {scratch / "absent.sqlite", "does not exist"},
      {make("empty.sqlite", ""), "is empty"},
      {make("foreign.sqlite", std::string(4096, 'x')), "is not a trace"},
      {make("short.sqlite", whole.substr(0, whole.size() / 2)), "is damaged"},
      {make("newer.sqlite", newer), "has format"},
      {make("holes.sqlite", holes), "damaged"},
      {make("growing.sqlite.partial", whole.substr(0, 50)), "still being written"},
  };
  for (const auto& each : cases) {
    const std::string before = bytes_of(each.path);
    EXPECT_TRUE(complaint(each.path).contains(each.says))
        << each.path << ": " << complaint(each.path).toStdString();
    EXPECT_EQ(bytes_of(each.path), before) << each.path;
  }
}

TEST(TraceSession, opens_a_trace_of_the_format_before_and_knows_what_it_lacks) {
  // Wrong: yesterday's evidence could not be looked at, or an edit would strike another message.
  const sim::ScratchFolder scratch;
  std::filesystem::copy_file(example_folder() / "trace.sqlite", scratch / "trace.sqlite");
  std::filesystem::copy_file(example_folder() / "plan.yaml", scratch / "plan.yaml");
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open((scratch / "trace.sqlite").c_str(), &file), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(file, "ALTER TABLE delivery DROP COLUMN nth; PRAGMA user_version=1; VACUUM", nullptr, nullptr,
                         nullptr), SQLITE_OK);
  sqlite3_close(file);
  const auto older = load_run(scratch / "trace.sqlite", {});
  ASSERT_TRUE(older) << older.error().message;
  EXPECT_EQ((*older)->trace().last(), example_run()->trace().last());
  const auto& deliveries = (*older)->trace().deliveries;
  const auto crosses = [](const Delivery& d) { return d.from != d.to && d.sent != 0; };
  const auto crossing = std::ranges::find_if(deliveries, crosses);
  const auto edit = drop_message(**older, static_cast<Index>(crossing - deliveries.begin()));
  ASSERT_FALSE(edit);
  EXPECT_NE(edit.error().find("does not say which packet"), std::string::npos) << edit.error();
}

TEST(TraceSession, survives_any_single_damaged_page) {
  // Wrong: a broken disk would take the window along.
  const sim::ScratchFolder scratch;
  const std::string whole = bytes_of(small_trace_file());
  for (std::size_t page = 1; page * 4096 < whole.size(); ++page) {
    std::string broken = whole;
    for (std::size_t i = page * 4096; i < std::min(broken.size(), page * 4096 + 200); ++i) {
      broken[i] = static_cast<char>(broken[i] ^ 0xff);
    }
    std::ofstream(scratch / "broken.sqlite", std::ios::binary) << broken;
    const auto run = load_run(scratch / "broken.sqlite", {});
    EXPECT_TRUE(run || !run.error().message.empty()) << page;
  }
}

TEST(TraceSession, can_be_stopped_and_is_then_free_for_the_next) {
  // Wrong: a large trace that was opened by mistake would hold the window.
  TraceSession session;
  QSignalSpy loaded(&session, &TraceSession::loaded);
  QSignalSpy cancelled(&session, &TraceSession::cancelled);
  session.open(QString::fromStdString(example_folder().string()));
  session.cancel();
  EXPECT_FALSE(session.isBusy());
  EXPECT_EQ(cancelled.count(), 1);
  session.open(QString::fromStdString(small_trace_file().string()));
  while (session.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_EQ(loaded.count(), 1);
}

TEST(TraceSession, stops_loading_where_it_is_told_to) {
  // Wrong: "cancel" would wait for the end of the work.
  const auto run = load_run(example_folder() / "trace.sqlite", [](double share) { return share < 0.3; });
  ASSERT_FALSE(run);
  EXPECT_TRUE(run.error().cancelled);
}

}  // namespace
}  // namespace crisper::gui
