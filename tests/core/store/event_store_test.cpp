// What every event store does, whatever keeps its events.
#include "core/store/event_store.hpp"

#include <gtest/gtest.h>

#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

constexpr StreamId stream{7};

AppendRequest request(std::uint64_t command, const std::vector<Payload>& events) {
  return {.command = {command},
          .correlation = {},
          .parts = {{.stream = stream, .expected = {}, .token = {}, .events = events}}};
}

const RecordedEvent& event_in(const Payload& payload) { return *payload.as<RecordedEvent>(); }

class AnyEventStore : public testing::TestWithParam<Backend> {
 protected:
  std::vector<Payload> all() { return store_->read_all(GlobalPosition{}, 1000); }
  StreamSlice slice(std::int64_t after = 0, std::uint64_t command = 0) {
    return store_->read(stream, StreamVersion{after}, CommandId{command});
  }
  StoreUnderTest store_{GetParam()};
};

TEST_P(AnyEventStore, NumbersVersionsAndPositionsWithoutGaps) {
  // If this fails, a reader can't tell a missing event from one that never was.
  ASSERT_TRUE(store_.append(request(1, {note("a"), note("b")})));
  AppendRequest elsewhere = request(2, {note("c")});
  elsewhere.parts.front().stream = StreamId{8};
  ASSERT_TRUE(store_.append(elsewhere));
  ASSERT_TRUE(store_.append(request(3, {note("d")})));
  std::vector<std::pair<std::int64_t, std::int64_t>> seen;
  for (const Payload& each : all()) seen.emplace_back(event_in(each).version.value, event_in(each).position.value);
  EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {2, 2}, {1, 3}, {3, 4}}));
}

TEST_P(AnyEventStore, TakesOnePartForEachStream) {
  // If this fails, two events of one stream have one version.
  AppendRequest twice = request(1, {note("a")});
  twice.parts.push_back(twice.parts.front());
  EXPECT_DEATH((void)store_.append(twice), "one part for each stream");
}

TEST_P(AnyEventStore, GivesBackExactlyWhatWasRecorded) {
  // If this fails, events change by being stored: ids, times or fields.
  AppendRequest sent = request(0xffff'ffff'ffff'fff0, {});
  sent.correlation = CorrelationId{0x8000'0000'0000'0001};
  sent.now = SimTime(std::chrono::seconds(3));
  sent.parts.front().stream = StreamId::of(StreamCategory{200}, 5);
  const std::string bytes("nul \0 and \xff", 11);
  sent.parts.front().events = {Payload::of(Noted{.text = bytes, .numbers = {-1, 1}, .lasting = Duration(9)}), note("")};
  const auto appended = store_.append(sent);
  ASSERT_TRUE(appended);
  EXPECT_EQ(all(), *appended);
  store_.crash();
  EXPECT_EQ(all(), *appended);
  EXPECT_EQ(event_in(all()[0]).id, event_id_of(sent.command, 0));
  EXPECT_EQ(event_in(all()[0]).body, sent.parts.front().events[0]);
}

TEST_P(AnyEventStore, KeepsLargePayloads) {
  // If this fails, an event is cut at some size that nobody chose.
  const std::string text(3'000'000, 'x');
  ASSERT_TRUE(store_.append(request(1, {note(text)})));
  store_.crash();
  EXPECT_EQ(event_in(all()[0]).body.as<Noted>()->text.size(), text.size());
}

TEST_P(AnyEventStore, RefusesAVersionThatIsNotTheHead) {
  // If this fails, two decisions made on the same state are both stored.
  AppendRequest first = request(1, {note("a")});
  first.parts.front().expected = StreamVersion{0};
  ASSERT_TRUE(store_.append(first));
  AppendRequest second = request(2, {note("b")});
  for (const std::int64_t wrong : {0, 2}) {
    second.parts.front().expected = StreamVersion{wrong};
    EXPECT_EQ(store_->stage(second).error(), AppendError::wrong_version);
  }
  second.parts.front().expected = StreamVersion{1};
  EXPECT_TRUE(store_.append(second));
}

TEST_P(AnyEventStore, StoresACommandOnce) {
  // If this fails, a command that is delivered twice takes effect twice.
  ASSERT_TRUE(store_.append(request(1, {note("a")})));
  EXPECT_EQ(store_->stage(request(1, {note("a")})).error(), AppendError::already_appended);
  store_.crash();
  AppendRequest again = request(1, {note("a")});
  again.parts.front().expected = StreamVersion{0};  // it is the repetition that counts, not the version it names
  EXPECT_EQ(store_->stage(again).error(), AppendError::already_appended);
  EXPECT_TRUE(slice(0, 1).command_known);
  EXPECT_FALSE(slice(0, 2).command_known);
}

TEST_P(AnyEventStore, RemembersTheHighestTokenOverARestart) {
  // If this fails, an owner whose lease ran out can still write.
  AppendRequest fenced = request(1, {note("a")});
  fenced.parts.front().token = FencingToken{5};
  ASSERT_TRUE(store_.append(fenced));
  store_.crash();
  fenced.command = CommandId{2};
  fenced.parts.front().token = FencingToken{4};
  EXPECT_EQ(store_->stage(fenced).error(), AppendError::stale_token);
  fenced.parts.front().token = FencingToken{5};
  EXPECT_TRUE(store_.append(fenced));
  EXPECT_TRUE(store_.append(request(3, {note("unfenced")})));
  fenced.command = CommandId{4};
  fenced.parts.front().token = FencingToken{4};
  EXPECT_EQ(store_->stage(fenced).error(), AppendError::stale_token);
  fenced.parts.front().stream = StreamId{8};
  EXPECT_TRUE(store_.append(fenced)) << "tokens are of one stream";
}

TEST_P(AnyEventStore, AReaderThatShowsATokenFencesOffEveryLowerOne) {
  // If this fails, the owner before can write between its successor's read and write.
  AppendRequest fenced = request(1, {note("a")});
  fenced.parts.front().token = FencingToken{3};
  ASSERT_TRUE(store_.append(fenced));
  EXPECT_FALSE(store_->fence(stream, FencingToken{2})) << "lower than what is stored";
  EXPECT_TRUE(store_->fence(stream, FencingToken{5}));
  EXPECT_FALSE(store_->fence(stream, FencingToken{4}));
  EXPECT_TRUE(store_->fence(stream, FencingToken{5})) << "its own is no lower";
  fenced.command = CommandId{2};
  fenced.parts.front().token = FencingToken{4};
  EXPECT_EQ(store_->stage(fenced).error(), AppendError::stale_token);
  store_.crash();
  EXPECT_TRUE(store_.append(fenced)) << "who only read is forgotten in a restart";
}

TEST_P(AnyEventStore, ShowsNothingOfWhatIsOnlyStaged) {
  // If this fails, somebody acts on an event that a crash then undoes.
  ASSERT_TRUE(store_->stage(request(1, {note("a")})));
  EXPECT_TRUE(all().empty());
  EXPECT_TRUE(store_->unpublished(10).empty());
  EXPECT_EQ(slice(0, 1).head, StreamVersion{0});
  EXPECT_FALSE(slice(0, 1).command_known);
  store_->commit();
  EXPECT_EQ(all().size(), 1u);
  EXPECT_EQ(store_->unpublished(10), all());
}

TEST_P(AnyEventStore, ACrashBeforeTheCommitLosesEventsAndOutboxOrKeepsBoth) {
  // If this fails, there are events that nobody will ever publish, or messages about events that never were.
  for (const std::size_t kept : {0u, 1u}) {
    StoreUnderTest store(GetParam());
    ASSERT_TRUE(store->stage(request(1, {note("a"), note("b")})));
    store.crash(kept);
    EXPECT_EQ(store->read_all(GlobalPosition{}, 10).size(), kept * 2);
    EXPECT_EQ(store->unpublished(10).size(), kept * 2);
    EXPECT_EQ(store->read(stream, StreamVersion{}, CommandId{1}).command_known, kept == 1);
  }
}

TEST_P(AnyEventStore, WhatIsRolledBackNeverComesBackBehindALaterAppend) {
  // If this fails, a sync that failed leaves an event that appears after the next crash, in another one's place.
  ASSERT_TRUE(store_.append(request(1, {note("before")})));
  ASSERT_TRUE(store_->stage(request(2, {note("given up")})));
  store_->rollback();
  EXPECT_EQ(all().size(), 1u);
  ASSERT_TRUE(store_.append(request(3, {note("after")})));
  const std::vector<Payload> acknowledged = all();
  store_.crash();
  EXPECT_EQ(all(), acknowledged);
  EXPECT_TRUE(store_.append(request(2, {note("at last")})));
}

TEST_P(AnyEventStore, AFullDiskTakesOnlyWhatItRefused) {
  // If this fails, giving up one append undoes the acknowledged one before it.
  ASSERT_TRUE(store_.append(request(1, {note("before")})));
  ASSERT_TRUE(store_->stage(request(2, {note("refused")})));
  store_.disk.fill_up();
  store_->rollback();
  store_.disk.sync();
  const std::vector<Payload> acknowledged = all();
  store_.crash();
  EXPECT_EQ(all(), acknowledged);
}

TEST_P(AnyEventStore, ReadsSlices) {
  // If this fails, a reader that goes on where it stopped misses events or sees them twice.
  for (std::uint64_t i = 1; i <= 5; ++i) ASSERT_TRUE(store_.append(request(i, {note(std::to_string(i))})));
  const StreamSlice rest = slice(3);
  ASSERT_EQ(rest.events.size(), 2u);
  EXPECT_EQ(event_in(rest.events[0]).version, StreamVersion{4});
  EXPECT_EQ(rest.head, StreamVersion{5});
  EXPECT_TRUE(slice(5).events.empty());
  EXPECT_TRUE(slice(9).events.empty());
  ASSERT_EQ(store_->read_all(GlobalPosition{1}, 2).size(), 2u);
  EXPECT_EQ(event_in(store_->read_all(GlobalPosition{1}, 2)[1]).position, GlobalPosition{3});
  EXPECT_TRUE(store_->read_all(GlobalPosition{5}, 10).empty());
  EXPECT_EQ(store_->read(StreamId{99}, {}, {}).head, StreamVersion{0});
}

TEST_P(AnyEventStore, TheOutboxHoldsWhatIsNotMarked) {
  // If this fails, an event is never published, or published for ever.
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(store_.append(request(i, {note("x")})));
  store_->mark_published(GlobalPosition{2});
  ASSERT_EQ(store_->unpublished(10).size(), 1u);
  EXPECT_EQ(event_in(store_->unpublished(10)[0]).position, GlobalPosition{3});
  store_.crash();
  EXPECT_EQ(store_->unpublished(10).size(), 3u) << "a forgotten mark costs a repetition";
  store_->mark_published(GlobalPosition{2});
  store_.disk.sync();
  store_->mark_published(GlobalPosition{1});
  store_.crash();
  EXPECT_EQ(store_->unpublished(10).size(), 1u);
  EXPECT_EQ(store_->unpublished(0).size(), 0u);
}

TEST_P(AnyEventStore, AMarkBeyondTheHeadHidesNoLaterEvent) {
  // If this fails, a relay that knows more than a store after a crash makes the store swallow new events.
  ASSERT_TRUE(store_.append(request(1, {note("a")})));
  store_->mark_published(GlobalPosition{9});
  ASSERT_TRUE(store_.append(request(2, {note("b")})));
  EXPECT_EQ(store_->unpublished(10).size(), 1u);
  store_.crash();
  EXPECT_EQ(store_->unpublished(10).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(OnEveryBackend, AnyEventStore, testing::Values(Backend::memory, Backend::sqlite),
                         [](const auto& each) { return each.param == Backend::memory ? "memory" : "sqlite"; });

TEST(SqliteEventStore, RefusesAnEventThatCannotBeReadBack) {
  // If this fails, an append is acknowledged that no restart can recover.
  StoreUnderTest store(Backend::sqlite);
  EXPECT_EQ(store->stage(request(1, {Payload::of(Unregistered{})})).error(), AppendError::storage_failed);
  EXPECT_TRUE(store.append(request(1, {note("a")})));
}

}  // namespace
}  // namespace crisper
