#include "core/subscription/progress.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/subscription/consumer_store.hpp"

namespace crisper {
namespace {

/// Events one to `count` of a log, in an order of chance.
std::vector<LogOffset> in_any_order(std::int64_t count) {
  std::vector<LogOffset> offsets;
  for (std::int64_t i = 1; i <= count; ++i) offsets.push_back(LogOffset{i});
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    std::swap(offsets[i], offsets[*rc::gen::inRange<std::size_t>(i, offsets.size())]);
  }
  return offsets;
}

RC_GTEST_PROP(Progress, has_its_checkpoint_before_the_first_event_that_is_missing, ()) {
  // Wrong: an event that was not dealt with would never be asked for again, or one that was would be without end.
  Progress progress;
  std::set<LogOffset> handled;
  for (const LogOffset offset : in_any_order(*rc::gen::inRange(1, 20))) {
    progress.note_handled(offset, LogOffset{offset.value - 1});
    handled.insert(offset);
    std::int64_t first_missing = 1;
    while (handled.contains(LogOffset{first_missing})) ++first_missing;
    RC_ASSERT(progress.checkpoint() == LogOffset{first_missing - 1});
    for (const LogOffset each : handled) RC_ASSERT(progress.has_handled(each));
    RC_ASSERT(!progress.has_handled(LogOffset{first_missing}));
  }
}

RC_GTEST_PROP(Progress, knows_from_its_records_what_it_knew, ()) {
  // Wrong: a consumer that restarts from a snapshot would take events again, or leave some out.
  Progress progress;
  std::vector<LogOffset> offsets = in_any_order(10);
  offsets.resize(*rc::gen::inRange<std::size_t>(0, 10));
  for (const LogOffset offset : offsets) progress.note_handled(offset, LogOffset{offset.value - 1});
  std::vector<Payload> records;
  progress.snapshot(records);
  Progress restored;
  for (const Payload& record : records) RC_ASSERT(restored.restore(record));
  for (std::int64_t i = 1; i <= 11; ++i) {
    RC_ASSERT(restored.has_handled(LogOffset{i}) == progress.has_handled(LogOffset{i}));
  }
  RC_ASSERT(restored.checkpoint() == progress.checkpoint());
}

TEST(Progress, saves_a_checkpoint_once) {
  // Wrong: every write would carry a checkpoint that is durable already, or none would.
  Progress progress;
  EXPECT_FALSE(progress.save());
  progress.note_handled(LogOffset{2}, LogOffset{1});
  EXPECT_FALSE(progress.save()) << "it is ahead of a gap";
  progress.note_handled(LogOffset{1}, LogOffset{});
  const std::optional<Payload> record = progress.save();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->as<CheckpointReached>()->through, LogOffset{2});
  EXPECT_FALSE(progress.save());
}

TEST(Progress, passes_gaps_between_positions) {
  // Wrong: a consumer of the store would wait for a position that was never given to an event.
  Progress progress;
  progress.note_handled(LogOffset{3}, LogOffset{});
  progress.note_handled(LogOffset{8}, LogOffset{3});
  EXPECT_EQ(progress.checkpoint(), LogOffset{8});
}

}  // namespace
}  // namespace crisper
