// A SQLite file on a process's disk: it lives through restarts, and damage is found and named before anything is read.
#include <gtest/gtest.h>

#include <functional>

#include "core/store/sqlite_event_store.hpp"
#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

/// A disk whose blocks a test can damage.
class RottenDisk final : public Disk {
 public:
  void append(Payload record) override { records_.push_back(std::move(record)); }
  void write_block(Payload record, TornForm torn) override {
    torn_ = torn;
    records_.push_back(std::move(record));
  }
  std::span<const Payload> records() const override { return records_; }
  void rewrite(std::vector<Payload> records) override { records_ = std::move(records); }

  /// Cuts the `back`-th last big write short, long after it was synced.
  bool rot(std::size_t back) {
    for (std::size_t i = records_.size(); i-- > 0;) {
      std::string text;
      records_[i]->encode_into(text);
      if (text.size() < 2000 || back-- > 0) continue;
      records_[i] = torn_(records_[i], 700 + i);
      return true;
    }
    return false;
  }

 private:
  std::vector<Payload> records_;
  TornForm torn_ = nullptr;
};

std::unique_ptr<EventStore> open_on(Disk& disk, Result<void, StoreDamage>& recovered) {
  MessageCatalog messages;
  messages.add<Noted>();
  auto store = std::make_unique<SqliteEventStore>(messages, SqliteOptions{.place = DatabasePlace::file});
  recovered = store->recover(disk);
  return store;
}

void fill(EventStore& store) {
  for (std::uint64_t command = 1; command <= 40; ++command) {
    StreamAppend part{.stream = {1 + command % 3}, .expected = {}, .token = {}, .events = {}};
    part.events.push_back(note(std::string(300, 'x') + std::to_string(command)));
    ASSERT_TRUE(store.stage({.command = {command}, .correlation = {}, .parts = {part}}).has_value());
    store.commit();
  }
}

TEST(SqliteFile, is_what_it_was_after_a_restart) {
  // Wrong: a store that keeps its file on the simulated disk forgets what it acknowledged.
  RottenDisk disk;
  Result<void, StoreDamage> recovered;
  std::unique_ptr<EventStore> store = open_on(disk, recovered);
  ASSERT_TRUE(recovered.has_value());
  fill(*store);
  const std::vector<Payload> before = store->read_all({}, 1000);
  store->mark_published(GlobalPosition{30});
  store.reset();
  store = open_on(disk, recovered);
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(before.size(), 40u);
  EXPECT_EQ(store->read_all({}, 1000), before);
  EXPECT_EQ(store->unpublished(1000).size(), 10u);
}

TEST(SqliteFile, hides_what_is_staged_until_it_is_committed_and_takes_it_back) {
  // Wrong: a reader sees an append that a crash or a full disk takes back.
  RottenDisk disk;
  Result<void, StoreDamage> recovered;
  std::unique_ptr<EventStore> store = open_on(disk, recovered);
  fill(*store);
  const auto all = [&] { return store->read_all({}, 1000); };
  const std::vector<Payload> before = all();
  StreamAppend part{.stream = {1}, .expected = {}, .token = {}, .events = {note("staged")}};
  ASSERT_TRUE(store->stage({.command = {99}, .correlation = {}, .parts = {part}}).has_value());
  EXPECT_EQ(all(), before);
  EXPECT_EQ(store->head(), GlobalPosition{40});
  EXPECT_FALSE(store->read(StreamId{1}, {}, CommandId{99}).command_known);
  EXPECT_EQ(store->read(StreamId{1}, {}, {}).head, StreamVersion{13});
  store->rollback();
  EXPECT_EQ(all(), before);
  ASSERT_TRUE(store->stage({.command = {99}, .correlation = {}, .parts = {part}}).has_value());
  store->commit();
  EXPECT_EQ(all().size(), 41u);
}

TEST(SqliteFile, that_rots_is_found_and_named_and_never_read_as_the_truth) {
  // Wrong: a file of which a block was damaged after it was synced is served as if nothing were the matter.
  int damaged = 0;
  for (std::size_t back = 0; back < 60; ++back) {
    RottenDisk disk;
    Result<void, StoreDamage> recovered;
    std::unique_ptr<EventStore> store = open_on(disk, recovered);
    fill(*store);
    const std::vector<Payload> before = store->read_all({}, 1000);
    store.reset();
    if (!disk.rot(back)) break;
    store = open_on(disk, recovered);
    if (!recovered) {
      ++damaged;
      continue;
    }
    EXPECT_EQ(store->read_all({}, 1000), before) << back << ": the block was overwritten since, or SQLite's journal's";
  }
  EXPECT_GT(damaged, 3);
}

}  // namespace
}  // namespace crisper
