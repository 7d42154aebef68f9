#include "sim/trace/trace_reader.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "sim/trace/trace_writer.hpp"
#include "tests/sim/trace/long_trace.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

/// A whole trace in a folder of its own, to be spoilt.
class TraceReaderTest : public testing::Test {
 protected:
  TraceReaderTest() : path_(folder_ / "run.sqlite") {
    EXPECT_TRUE(SmallTrace().write({.path = path_, .stream_categories = {}}));
  }
  void overwrite(std::streamoff at, const std::string& bytes) const {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  static TraceErrorCode refusal_of(const fs::path& path) {
    const auto trace = TraceReader::open(path);
    EXPECT_FALSE(trace);
    if (trace) return {};
    EXPECT_NE(trace.error().message.find(path.string()), std::string::npos) << trace.error().message;
    return trace.error().code;
  }

  ScratchFolder folder_;
  fs::path path_;
};

TEST_F(TraceReaderTest, AWholeTraceTellsOfItsRun) {
  // If this fails, a trace can't be told from another.
  const auto trace = TraceReader::open(path_);
  ASSERT_TRUE(trace) << trace.error().message;
  EXPECT_EQ(trace->run().at("scenario"), "lunch rush, row locks");
  EXPECT_EQ(trace->run().at("deliveries"), "7");
  EXPECT_EQ(trace->run().at("deliveries_cut"), "0");
}

TEST_F(TraceReaderTest, AMissingFileIsSaidToBeMissing) {
  // If this fails, a wrong name gives a riddle, or makes an empty file.
  EXPECT_EQ(refusal_of(folder_ / "nothing.sqlite"), TraceErrorCode::missing);
  EXPECT_FALSE(fs::exists(folder_ / "nothing.sqlite"));
}

TEST_F(TraceReaderTest, AnEmptyFileIsSaidToBeEmpty) {
  // If this fails, SQLite takes an empty file for an empty database.
  std::ofstream(folder_ / "empty.sqlite").close();
  EXPECT_EQ(refusal_of(folder_ / "empty.sqlite"), TraceErrorCode::empty);
}

TEST_F(TraceReaderTest, AForeignFileIsSaidToBeForeign) {
  // If this fails, any file passes for a trace until a query fails.
  std::ofstream(folder_ / "notes.txt") << "not a database";
  EXPECT_EQ(refusal_of(folder_ / "notes.txt"), TraceErrorCode::foreign);
  EXPECT_EQ(refusal_of(folder_.path()), TraceErrorCode::foreign);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((folder_ / "other.sqlite").c_str(), &other), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(other, "CREATE TABLE run(key, value)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(refusal_of(folder_ / "other.sqlite"), TraceErrorCode::foreign);
}

TEST_F(TraceReaderTest, ANewerTraceIsRefusedWithBothVersions) {
  // If this fails, an old program misreads a new trace.
  overwrite(60, std::string("\0\0\0\x63", 4));  // user_version 99
  EXPECT_EQ(refusal_of(path_), TraceErrorCode::newer);
  EXPECT_NE(TraceReader::open(path_).error().message.find("99"), std::string::npos);
}

TEST_F(TraceReaderTest, ATruncatedTraceIsSaidToBeDamaged) {
  // If this fails, a trace that was cut short by a full disk or a broken copy shows half a run.
  fs::resize_file(path_, fs::file_size(path_) / 2);
  EXPECT_EQ(refusal_of(path_), TraceErrorCode::damaged);
}

TEST_F(TraceReaderTest, ATraceWhosePagesAreOverwrittenIsSaidToBeDamaged) {
  // If this fails, garbage is read as rows.
  overwrite(8192, std::string(fs::file_size(path_) - 8192, '\x5a'));
  EXPECT_EQ(refusal_of(path_), TraceErrorCode::damaged);
}

TEST_F(TraceReaderTest, AGrowingTraceIsSaidToBeUnfinishedUnderWhateverName) {
  // If this fails, a run that is under way, or that died, is read as if it were over.
  const auto growing = TraceWriter::create({.path = folder_ / "growing.sqlite", .stream_categories = {}});
  const fs::path partial = folder_ / "growing.sqlite.partial";
  EXPECT_EQ(refusal_of(partial), TraceErrorCode::unfinished);
  fs::copy_file(partial, folder_ / "copied.sqlite");
  EXPECT_EQ(refusal_of(folder_ / "copied.sqlite"), TraceErrorCode::unfinished);
}

TEST_F(TraceReaderTest, AQueryThatMakesNoSenseIsAnErrorWithSqlitesWords) {
  // If this fails, a typo in a query ends the program.
  const auto trace = TraceReader::open(path_);
  const auto rows = trace->query("SELECT nothing FROM delivery");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, TraceErrorCode::query);
  EXPECT_NE(rows.error().message.find("nothing"), std::string::npos);
}

TEST_F(TraceReaderTest, AQueryCannotChangeTheTrace) {
  // If this fails, looking at a trace may falsify it.
  EXPECT_FALSE(TraceReader::open(path_)->query("DELETE FROM delivery"));
}

TEST_F(TraceReaderTest, MoreRowsThanAskedForAreAnError) {
  // If this fails, a careless query fills the memory, or gives part of the truth as the whole.
  EXPECT_FALSE(TraceReader::open(path_)->query("SELECT * FROM delivery", 6));
  EXPECT_TRUE(TraceReader::open(path_)->query("SELECT * FROM delivery", 7));
}

/// What all rows of the view cost, of a trace of so many rounds.
std::uint64_t steps_of(const std::string& view, const fs::path& path) {
  const auto trace = TraceReader::open(path);
  EXPECT_TRUE(trace);
  EXPECT_TRUE(trace->for_each("SELECT * FROM " + view, [](const TraceRow&) { return true; }));
  return trace->steps();
}

TEST(TraceViews, CostNoMoreThanInProportionToTheTrace) {
  // If this fails, a question that takes a second of a short run does not end of a long one.
  const ScratchFolder folder;
  ASSERT_TRUE(LongTrace::write(folder / "short.sqlite", 200));
  ASSERT_TRUE(LongTrace::write(folder / "long.sqlite", 2'000));
  std::vector<std::string> views;
  const auto trace = TraceReader::open(folder / "long.sqlite");
  ASSERT_TRUE(trace);
  ASSERT_TRUE(trace->for_each("SELECT name FROM sqlite_master WHERE type = 'view'", [&](const TraceRow& row) {
    views.emplace_back(row.text(0));
    return true;
  }));
  EXPECT_GE(views.size(), 9U);
  for (const std::string& view : views) {
    EXPECT_GT(steps_of(view, folder / "long.sqlite"), 5'000U) << view << " has rows here";
    EXPECT_LT(steps_of(view, folder / "long.sqlite"), 15 * steps_of(view, folder / "short.sqlite")) << view;
  }
}

}  // namespace
}  // namespace crisper::sim
