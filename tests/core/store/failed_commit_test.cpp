// A commit can't fail: by then the journal has the append, and it is told to be durable. What if the tables that are
// made from the journal refuse it?
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "core/store/sqlite_event_store.hpp"
#include "tests/core/runtime/kept_disk.hpp"
#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

sqlite3* latest_database = nullptr;

int note_database(sqlite3* database, char**, const sqlite3_api_routines*) {
  latest_database = database;
  return SQLITE_OK;
}

AppendRequest request(std::uint64_t command) {
  StreamAppend part{.stream = {1}, .expected = {}, .token = {}, .events = {}};
  part.events.push_back(note(std::to_string(command)));
  return {.command = {command}, .correlation = {}, .parts = {part}};
}

TEST(FailedCommit, leaves_a_store_that_has_what_its_journal_has) {
  // Wrong: an event that was told to be durable would be missing from every read until the next restart.
  const auto hook = reinterpret_cast<void (*)()>(&note_database);
  ASSERT_EQ(sqlite3_auto_extension(hook), SQLITE_OK);
  KeptDisk disk;
  MessageCatalog messages;
  messages.add<Noted>();
  SqliteEventStore store(messages, SqliteOptions{.place = DatabasePlace::memory});
  ASSERT_TRUE(store.recover(disk));
  sqlite3* const database = latest_database;
  for (std::uint64_t command = 1; command <= 3; ++command) {
    ASSERT_TRUE(store.stage(request(command)));
    disk.sync();
    if (command == 2) {
      const char* refuse = "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.event "
                           "BEGIN SELECT RAISE(ABORT, 'no room'); END";
      ASSERT_EQ(sqlite3_exec(database, refuse, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    }
    store.commit();
  }
  sqlite3_cancel_auto_extension(hook);
  EXPECT_NE(latest_database, database) << "it was made anew";
  EXPECT_EQ(store.read({1}, {}, {}).events.size(), 3u);
  EXPECT_EQ(store.head().value, 3);
  EXPECT_TRUE(store.read({1}, {}, {2}).command_known);
  EXPECT_EQ(store.unpublished(10).size(), 3u);
}

}  // namespace
}  // namespace crisper
