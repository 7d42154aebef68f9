// An append that names its events: what is stored already, wholly or in part, under whatever command it comes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

constexpr StreamId first_stream{1};

AppendRequest named(std::uint64_t command, std::vector<std::uint64_t> ids, StreamId where = first_stream) {
  StreamAppend part{.stream = where, .expected = {}, .token = {}, .events = {}, .ids = {}};
  for (const std::uint64_t id : ids) {
    part.ids.push_back(EventId{id});
    part.events.push_back(note(std::to_string(id)));
  }
  return {.command = {command}, .correlation = {}, .parts = {part}};
}

class NamedEvents : public testing::TestWithParam<Backend> {
 protected:
  std::optional<AppendError> append(const AppendRequest& request) {
    const auto appended = store_.append(request);
    return appended ? std::nullopt : std::optional(appended.error());
  }
  std::size_t stored() { return store_->read(first_stream, {}, {}).events.size(); }
  StoreUnderTest store_{GetParam()};
};

TEST_P(NamedEvents, are_a_repetition_only_as_a_whole) {
  // Hazard 23. Wrong: an append sent again under a new command is stored twice, or half of another is taken for it.
  EXPECT_EQ(append(named(1, {1, 3, 7})), std::nullopt);
  EXPECT_EQ(append(named(2, {1, 3, 7})), AppendError::already_appended) << "the reply was lost";
  EXPECT_EQ(append(named(3, {1, 3})), AppendError::already_appended) << "a beginning of it";
  EXPECT_EQ(append(named(4, {3, 7})), AppendError::already_appended) << "an end of it";
  EXPECT_EQ(append(named(5, {2, 7, 14})), AppendError::partly_appended)
      << "the first is new: a store that looks no further stores 7 twice";
  EXPECT_EQ(append(named(6, {1, 14})), AppendError::partly_appended) << "the first is known, the second isn't";
  EXPECT_EQ(append(named(7, {1, 7})), AppendError::partly_appended) << "with another between them";
  EXPECT_EQ(append(named(8, {7, 3})), AppendError::partly_appended) << "in another order";
  EXPECT_EQ(append(named(9, {20, 20})), AppendError::partly_appended) << "twice in one append";
  EXPECT_EQ(append(named(10, {1, 3, 7}, StreamId{2})), AppendError::partly_appended) << "in another stream";
  EXPECT_EQ(stored(), 3u);
  EXPECT_EQ(append(named(11, {2, 14})), std::nullopt);
  EXPECT_EQ(stored(), 5u);
}

TEST_P(NamedEvents, are_known_after_a_crash) {
  // Wrong: a store forgets the names of its events, and takes the repetition.
  EXPECT_EQ(append(named(1, {1, 3, 7})), std::nullopt);
  store_.crash();
  EXPECT_EQ(append(named(2, {1, 3, 7})), AppendError::already_appended);
  EXPECT_EQ(append(named(3, {2, 7, 14})), AppendError::partly_appended);
}

TEST_P(NamedEvents, that_expect_an_old_version_are_a_repetition_first) {
  // Wrong: an append that was stored and whose reply was lost would be told that its stream has moved on.
  AppendRequest first = named(1, {1, 3});
  first.parts[0].expected = StreamVersion{0};
  EXPECT_EQ(append(first), std::nullopt);
  first.command = CommandId{2};
  EXPECT_EQ(append(first), AppendError::already_appended);
}

INSTANTIATE_TEST_SUITE_P(OnEveryBackend, NamedEvents, testing::Values(Backend::memory, Backend::sqlite),
                         [](const auto& each) { return each.param == Backend::memory ? "memory" : "sqlite"; });

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(NamedEventsLaw, NoNameIsStoredTwiceAndNoAppendByHalves, ()) {
  // If this fails, some sequence of overlapping appends stores an event twice, or a part of an append.
  using namespace crisper;
  StoreUnderTest store(*rc::gen::element(Backend::memory, Backend::sqlite));
  std::vector<std::uint64_t> model;  // the stream
  const auto appends = *rc::gen::inRange<std::uint64_t>(1, 12);
  for (std::uint64_t command = 1; command <= appends; ++command) {
    const auto ids = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, 8)));
    const auto appended = store.append(named(command, ids));
    const std::set<std::uint64_t> distinct(ids.begin(), ids.end());
    const bool any_known = std::ranges::any_of(
        ids, [&](std::uint64_t id) { return std::ranges::find(model, id) != model.end(); });
    const bool whole = std::search(model.begin(), model.end(), ids.begin(), ids.end()) != model.end();
    if (appended) {
      RC_ASSERT(!any_known && distinct.size() == ids.size());
      model.insert(model.end(), ids.begin(), ids.end());
    } else {
      RC_ASSERT(any_known || distinct.size() < ids.size());
      RC_ASSERT((appended.error() == AppendError::already_appended) == whole);
    }
    const auto stored = store->read(first_stream, {}, {}).events;
    RC_ASSERT(stored.size() == model.size());
    for (std::size_t i = 0; i < model.size(); ++i) RC_ASSERT(stored[i].as<RecordedEvent>()->id.value == model[i]);
  }
}
