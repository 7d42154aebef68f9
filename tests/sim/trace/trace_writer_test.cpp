#include "sim/trace/trace_writer.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "sim/trace/trace_reader.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

TraceOptions at(const fs::path& path) { return {.path = path, .stream_categories = {}}; }

std::vector<std::string> files_in(const ScratchFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

/// `count` observations of which each makes a row.
void tell(TraceWriter& trace, std::uint64_t count) {
  for (std::uint64_t i = 1; i <= count; ++i) {
    trace.observe({.kind = ObservationKind::view_updated, .at = SimTime(Duration(i)), .message = MessageId{i << 40}},
                  ObservationId{i});
  }
}

std::int64_t number(const TraceReader& trace, const std::string& sql) {
  const auto rows = trace.query(sql);
  return rows && rows->rows.size() == 1 ? std::get<std::int64_t>(rows->rows[0][0]) : -1;
}

TEST(TraceWriter, TheFileHasItsNameOnlyWhenItIsWhole) {
  // If this fails, somebody may read half a trace and take it for a whole one.
  const ScratchFolder folder;
  auto trace = TraceWriter::create(at(folder / "run.sqlite"));
  ASSERT_TRUE(trace);
  EXPECT_EQ(files_in(folder), Names{"run.sqlite.partial"});
  ASSERT_TRUE((*trace)->finish());
  EXPECT_EQ(files_in(folder), Names{"run.sqlite"});
}

TEST(TraceWriter, StreamsAreCalledAsTheBusinessSays) {
  // If this fails, a state has one name in explanations and another in tables and in the window.
  const ScratchFolder folder;
  for (const auto& [words, name] :
       {std::pair<StreamWords, std::string>{{"no. ", " of the fridges"}, "no. 7 of the fridges"},
        {{"fridge ", ""}, "fridge 7"}}) {
    const fs::path file = folder / (words.after.empty() ? "one.sqlite" : "other.sqlite");
    TraceOptions options = at(file);
    options.stream_words[1] = words;
    ASSERT_TRUE(SmallTrace().write(std::move(options)));
    const auto trace = TraceReader::open(file);
    ASSERT_TRUE(trace);
    EXPECT_EQ(number(*trace, "SELECT COUNT(*) FROM stream WHERE category = 1 AND name = '" + name + "'"), 1);
  }
}

TEST(TraceWriter, AnUnfinishedTraceLeavesNothing) {
  // If this fails, runs that end early litter the folder.
  const ScratchFolder folder;
  tell(*TraceWriter::create(at(folder / "run.sqlite")).value(), 10'000);
  EXPECT_EQ(files_in(folder), Names{});
}

TEST(TraceWriter, ADeadRunLeavesAPartialFileThatTheNextRunRemoves) {
  // If this fails, a crash leaves a file that looks whole, or files that nobody ever removes.
  const ScratchFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    auto trace = TraceWriter::create(at(folder / "dead.sqlite"));
    tell(**trace, 100'000);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(files_in(folder), Names{"dead.sqlite.partial"});
  auto next = TraceWriter::create(at(folder / "next.sqlite"));
  ASSERT_TRUE(next);
  EXPECT_EQ(files_in(folder), Names{"next.sqlite.partial"});
}

TEST(TraceWriter, ARunLeavesThePartialFilesOfLivingRunsAlone) {
  // If this fails, two runs in one folder destroy each other's traces.
  const ScratchFolder folder;
  auto one = TraceWriter::create(at(folder / "one.sqlite"));
  auto two = TraceWriter::create(at(folder / "two.sqlite"));
  ASSERT_TRUE(one && two);
  tell(**one, 10'000);
  tell(**two, 20'000);
  ASSERT_TRUE((*one)->finish());
  ASSERT_TRUE((*two)->finish());
  EXPECT_EQ(number(*TraceReader::open(folder / "one.sqlite"), "SELECT COUNT(*) FROM observation"), 10'000);
  EXPECT_EQ(number(*TraceReader::open(folder / "two.sqlite"), "SELECT COUNT(*) FROM observation"), 20'000);
}

TEST(TraceWriter, TwoRunsCannotWriteOneFile) {
  // If this fails, two runs write into each other's pages.
  const ScratchFolder folder;
  const auto one = TraceWriter::create(at(folder / "run.sqlite"));
  const auto two = TraceWriter::create(at(folder / "run.sqlite"));
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, TraceErrorCode::busy);
}

TEST(TraceWriter, AFullDiskIsOneErrorAndLeavesNothing) {
  // If this fails, a full disk hangs the run, kills it, or leaves half a trace.
  const ScratchFolder folder;
  TraceOptions options = at(folder / "run.sqlite");
  options.file_bytes_max = 1 << 20;
  auto trace = TraceWriter::create(options);
  ASSERT_TRUE(trace);
  tell(**trace, 300'000);
  const auto summary = (*trace)->finish();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, TraceErrorCode::full);
  EXPECT_EQ(files_in(folder), Names{});
}

TEST(TraceWriter, AFolderThatCannotBeMadeIsAnError) {
  // If this fails, a wrong path ends the program instead of telling what is wrong.
  const ScratchFolder folder;
  std::ofstream(folder / "file") << "in the way";
  const auto trace = TraceWriter::create(at(folder.path() / "file" / "run.sqlite"));
  ASSERT_FALSE(trace);
  EXPECT_EQ(trace.error().code, TraceErrorCode::unwritable);
  EXPECT_NE(trace.error().message.find("run.sqlite"), std::string::npos);
}

TEST(TraceWriter, EveryObservationArrivesHoweverManyThereAre) {
  // If this fails, records are lost or told twice between the two threads.
  const ScratchFolder folder;
  auto trace = TraceWriter::create(at(folder / "run.sqlite"));
  tell(**trace, 300'001);
  ASSERT_TRUE((*trace)->finish());
  const auto reader = TraceReader::open(folder / "run.sqlite");
  EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM observation WHERE message = id << 40 AND at_ns = id"), 300'001);
}

TEST(TraceWriter, PayloadTextsCanBeCutAndLeftOut) {
  // If this fails, large payloads make large traces whatever the options say.
  const ScratchFolder folder;
  TraceOptions options = at(folder / "run.sqlite");
  options.text_bytes_max = 7;
  ASSERT_TRUE(SmallTrace().write(options));
  EXPECT_EQ(number(*TraceReader::open(folder / "run.sqlite"),
                   "SELECT COUNT(*) FROM payload WHERE text IN ('Reserve...', 'MealRes...')"),
            3);
  options.payload_texts = false;
  ASSERT_TRUE(SmallTrace().write(options));
  EXPECT_EQ(number(*TraceReader::open(folder / "run.sqlite"), "SELECT COUNT(*) FROM payload WHERE text IS NULL"), 3);
}

TEST(TraceViews, no_view_is_behind_by_less_than_nothing) {
  // Wrong: an event that a view had before its store said so would be "behind by -1 events".
  const ScratchFolder folder;
  auto trace = TraceWriter::create(at(folder / "run.sqlite"));
  ASSERT_TRUE(trace);
  const auto say = [&](ObservationKind kind, std::int64_t ms, std::uint64_t event, std::int64_t a, std::int64_t b) {
    (*trace)->observe({.kind = kind,
                       .at = SimTime(Duration(ms * 1'000'000)),
                       .process = ProcessId{1},
                       .message = MessageId{event},
                       .a = a,
                       .b = b},
                      ObservationId{static_cast<std::uint64_t>(ms)});
  };
  say(ObservationKind::event_applied, 1, 7, 1, 1);
  say(ObservationKind::event_appended, 2, 7, 1, 1);
  say(ObservationKind::event_applied, 3, 8, 2, 2);
  say(ObservationKind::event_appended, 4, 8, 2, 2);
  ASSERT_TRUE((*trace)->finish());
  const auto reader = TraceReader::open(folder / "run.sqlite");
  EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM projection_lag"), 2);
  EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM projection_lag WHERE behind_events = 0 AND behind_ns = 0"), 2);
}

}  // namespace
}  // namespace crisper::sim
