// What every consumer store does, whatever keeps its rows.
#include "core/subscription/consumer_store.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <map>

#include "core/subscription/file_consumer_store.hpp"
#include "core/subscription/sqlite_consumer_store.hpp"
#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

enum class ConsumerBackend : std::uint8_t { journal, file, sqlite };

std::unique_ptr<ConsumerStore> new_store(ConsumerBackend backend) {
  switch (backend) {
    case ConsumerBackend::file: return std::make_unique<FileConsumerStore>(std::chrono::minutes(10));
    case ConsumerBackend::sqlite: return std::make_unique<SqliteConsumerStore>();
    case ConsumerBackend::journal: break;
  }
  return std::make_unique<JournalConsumerStore>();
}

/// The last word on each row, event and checkpoint.
struct Restored {
  std::map<RowKey, std::int64_t> rows;
  std::map<EventId, SimTime> seen;
  LogOffset checkpoint;
  friend bool operator==(const Restored&, const Restored&) = default;
};

class ConsumerUnderTest {
 public:
  explicit ConsumerUnderTest(ConsumerBackend backend) : backend_(backend) { restart(); }

  void restart() {
    commit_ = {};
    restored = {};
    store_ = new_store(backend_);
    store_->recover(context_, [&](const Payload& change) {
      if (const auto* row = change.as<RowChanged>()) restored.rows[row->row] = row->value;
      if (const auto* seen = change.as<EventSeen>()) restored.seen[seen->event] = seen->at;
      if (const auto* reached = change.as<CheckpointReached>()) restored.checkpoint = reached->through;
    });
  }
  void crash(std::size_t kept = 0) {
    commit_ = {};
    context_.kept.crash(kept);
    restart();
  }

  void row(std::uint64_t item, std::int64_t value) {
    store_->stage(Payload::of(RowChanged{.row = {.part = 1, .item = item}, .value = value}));
  }
  void seen(std::uint64_t event, int at_s) {
    store_->stage(Payload::of(EventSeen{.event = {event}, .at = SimTime(std::chrono::seconds(at_s))}));
  }
  void checkpoint(std::int64_t through) {
    store_->stage(Payload::of(CheckpointReached{.through = LogOffset{through}}));
  }
  void begin_commit() {
    commit_ = store_->commit(context_, once_durable_);
    commit_.start();
  }
  bool end_commit(Result<void, DiskError> synced = {}) {
    context_.end_sync(synced);
    return commit_.done() && commit_.await_resume().has_value();
  }
  bool commit() {
    begin_commit();
    return end_commit();
  }

  /// Everything durable becomes one record that says the same; `kept`: the disk dies while that is under way.
  void snapshot(const Restored& state) {
    begin_snapshot(state);
    context_.end_sync({});
    snapshot_ = {};
  }
  void crash_in_snapshot(const Restored& state) {
    begin_snapshot(state);
    snapshot_ = {};
    crash();
  }
  std::size_t records() const { return context_.kept.records().size(); }

  /// How many commits were observed to be durable.
  std::size_t observed() const { return context_.observed.size(); }

  Restored restored;

 private:
  void begin_snapshot(const Restored& state) {
    std::vector<Payload> changes{Payload::of(CheckpointReached{.through = state.checkpoint})};
    for (const auto& [row, value] : state.rows) changes.push_back(Payload::of(RowChanged{.row = row, .value = value}));
    for (const auto& [event, at] : state.seen) changes.push_back(Payload::of(EventSeen{.event = event, .at = at}));
    snapshot_ = store_->snapshot(context_, std::move(changes));
    snapshot_.start();
  }

  ConsumerBackend backend_;
  LoneContext context_;
  const std::vector<Observation> once_durable_{{.kind = ObservationKind::checkpoint_saved}};
  std::unique_ptr<ConsumerStore> store_;
  Task<Result<void, DiskError>> commit_;
  Task<> snapshot_;
};

class AnyConsumerStore : public testing::TestWithParam<ConsumerBackend> {
 protected:
  ConsumerUnderTest store_{GetParam()};
};

TEST_P(AnyConsumerStore, HandsBackTheLastWordOnEverything) {
  // If this fails, a consumer that restarts works on an older state than it had.
  store_.row(1, 10);
  store_.row(2, 20);
  store_.seen(0xffff'ffff'ffff'ffff, 1);
  store_.checkpoint(1);
  ASSERT_TRUE(store_.commit());
  store_.row(1, -11);
  store_.seen(0xffff'ffff'ffff'ffff, 3);
  store_.checkpoint(2);
  ASSERT_TRUE(store_.commit());
  store_.crash();
  EXPECT_EQ(store_.restored.rows, (std::map<RowKey, std::int64_t>{{{1, 1}, -11}, {{1, 2}, 20}}));
  EXPECT_EQ(store_.restored.seen.at(EventId{0xffff'ffff'ffff'ffff}), SimTime(std::chrono::seconds(3)));
  EXPECT_EQ(store_.restored.checkpoint, LogOffset{2});
}

TEST_P(AnyConsumerStore, LosesWhatWasStagedAndNotCommitted) {
  // If this fails, an effect without its checkpoint survives, and is taken again.
  store_.row(1, 10);
  store_.crash();
  EXPECT_EQ(store_.restored, Restored{});
}

TEST_P(AnyConsumerStore, ACrashDuringTheCommitLosesAllOfItOrKeepsAllOfIt) {
  // If this fails, effect and checkpoint part ways.
  for (const std::size_t kept : {0u, 1u, 2u, 3u}) {
    ConsumerUnderTest store(GetParam());
    store.row(1, 10);
    store.checkpoint(1);
    store.begin_commit();
    const bool is_whole = kept >= store.records();
    store.crash(kept);
    EXPECT_EQ(store.restored.rows.size(), is_whole ? 1u : 0u) << kept;
    EXPECT_EQ(store.restored.checkpoint.value, is_whole ? 1 : 0) << kept;
  }
}

TEST_P(AnyConsumerStore, NothingOfAFailedCommitSurvivesACrash) {
  // If this fails, an effect that the consumer was told had failed appears after the next crash.
  store_.row(1, 10);
  store_.begin_commit();
  EXPECT_FALSE(store_.end_commit(failure(DiskError::full)));
  store_.crash();
  EXPECT_EQ(store_.restored, Restored{});
}

TEST_P(AnyConsumerStore, WhatAFailedCommitDidNotDoTheNextOneDoes) {
  // If this fails, a consumer's memory holds an effect that its disk never will.
  store_.row(1, 10);
  store_.begin_commit();
  EXPECT_FALSE(store_.end_commit(failure(DiskError::full)));
  store_.row(2, 20);
  ASSERT_TRUE(store_.commit());
  store_.crash();
  EXPECT_EQ(store_.restored.rows, (std::map<RowKey, std::int64_t>{{{1, 1}, 10}, {{1, 2}, 20}}));
}

TEST_P(AnyConsumerStore, SaysOfACommitOnlyWhatIsDurable) {
  // If this fails, a view is judged by an effect that no disk holds.
  store_.row(1, 10);
  store_.begin_commit();
  EXPECT_EQ(store_.observed(), 0u);
  EXPECT_FALSE(store_.end_commit(failure(DiskError::full)));
  EXPECT_EQ(store_.observed(), 0u);
  ASSERT_TRUE(store_.commit());
  EXPECT_EQ(store_.observed(), 1u);
}

TEST_P(AnyConsumerStore, AnEmptyCommitIsNoMistake) {
  // If this fails, a batch without effects stops the consumer.
  EXPECT_TRUE(store_.commit());
  store_.crash();
  EXPECT_EQ(store_.restored, Restored{});
}

INSTANTIATE_TEST_SUITE_P(OnEveryBackend, AnyConsumerStore,
                         testing::Values(ConsumerBackend::journal, ConsumerBackend::file, ConsumerBackend::sqlite),
                         [](const auto& each) {
                           const auto names = std::to_array<const char*>({"journal", "file", "sqlite"});
                           return names[static_cast<std::size_t>(each.param)];
                         });

TEST(FileConsumerStore, LeavesOutWhatTheInboxHasForgotten) {
  // If this fails, the file grows with every event there ever was, and each commit writes all of them.
  ConsumerUnderTest store(ConsumerBackend::file);
  store.seen(1, 0);
  store.seen(2, 300);
  ASSERT_TRUE(store.commit());
  store.seen(3, 601);
  ASSERT_TRUE(store.commit());
  store.crash();
  EXPECT_FALSE(store.restored.seen.contains(EventId{1}));
  EXPECT_TRUE(store.restored.seen.contains(EventId{2}));
  EXPECT_TRUE(store.restored.seen.contains(EventId{3}));
}

TEST(FileConsumerStore, KeepsItsDiskShort) {
  // If this fails, a disk holds every file that a view ever was.
  ConsumerUnderTest store(ConsumerBackend::file);
  for (int i = 0; i < 5000; ++i) {
    store.row(1, i);
    ASSERT_TRUE(store.commit());
  }
  EXPECT_LT(store.records(), 5000u);
  store.crash();
  EXPECT_EQ(store.restored.rows.at(RowKey{1, 1}), 4999);
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(ConsumerStoreLaw, AllBackendsRestoreTheSame, ()) {
  // If this fails, what a projection shows after a crash depends on what keeps its rows.
  using namespace crisper;
  ConsumerUnderTest journal(ConsumerBackend::journal);
  ConsumerUnderTest file(ConsumerBackend::file);
  ConsumerUnderTest sqlite(ConsumerBackend::sqlite);
  constexpr std::size_t everything = 1000;  // the records of a commit, however many there are
  const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
      rc::gen::tuple(rc::gen::inRange(0, 7), rc::gen::inRange(0, 6), rc::gen::inRange(0, 3)));
  for (const auto& [kind, what, kept] : steps) {
    const std::size_t records_kept = kept == 0 ? 0 : everything;
    for (ConsumerUnderTest* store : {&journal, &file, &sqlite}) {
      switch (kind) {
        case 0: store->row(static_cast<std::uint64_t>(what), kept); break;
        case 1: store->seen(static_cast<std::uint64_t>(what), kept); break;
        case 2: store->checkpoint(what); break;
        case 3: RC_ASSERT(store->commit()); break;
        case 4:
          store->begin_commit();
          RC_ASSERT(!store->end_commit(failure(DiskError::full)));
          break;
        case 5:
          store->begin_commit();
          store->crash(records_kept);
          break;
        default: store->crash(records_kept);
      }
    }
    RC_ASSERT(journal.restored == sqlite.restored);
    RC_ASSERT(journal.restored == file.restored);
  }
}

RC_GTEST_PROP(ConsumerStoreLaw, ASnapshotAndItsTailSayWhatTheWholeJournalSays, ()) {
  // Hazard 51. If this fails, a view that was made a snapshot is another after a crash.
  using namespace crisper;
  ConsumerUnderTest whole(ConsumerBackend::journal);
  ConsumerUnderTest shortened(ConsumerBackend::journal);
  Restored staged, durable;
  const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
      rc::gen::tuple(rc::gen::inRange(0, 7), rc::gen::inRange(0, 6), rc::gen::inRange(0, 3)));
  for (const auto& [kind, what, value] : steps) {
    for (ConsumerUnderTest* store : {&whole, &shortened}) {
      if (kind == 0) store->row(static_cast<std::uint64_t>(what), value);
      if (kind == 1) store->seen(static_cast<std::uint64_t>(what), value);
      if (kind == 2) store->checkpoint(what);
    }
    if (kind == 0) staged.rows[RowKey{1, static_cast<std::uint64_t>(what)}] = value;
    if (kind == 1) staged.seen[EventId{static_cast<std::uint64_t>(what)}] = SimTime(std::chrono::seconds(value));
    if (kind == 2) staged.checkpoint = LogOffset{what};
    if (kind == 3 || kind >= 5) {
      RC_ASSERT(whole.commit());
      RC_ASSERT(shortened.commit());
      durable = staged;
    }
    if (kind == 5) shortened.snapshot(durable);
    if (kind == 6) shortened.crash_in_snapshot(durable);
    if (kind == 4 || kind == 6) {
      whole.crash();
      if (kind == 4) shortened.crash();
      RC_ASSERT(whole.restored == shortened.restored);
      RC_ASSERT(shortened.restored == durable);
      staged = durable;
    }
    if (kind == 5) RC_ASSERT(shortened.records() == 1u);
  }
}
