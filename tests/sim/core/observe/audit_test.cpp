// What processes say when they are asked at the end of a run.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

std::int64_t count(const Played& played, AuditKind kind) {
  return std::ranges::count(played.audit, kind, &AuditEntry::kind);
}

Scene lunch() {
  Scene scene;
  scene.kitchen(1, 10).customer({.count = 5});
  return scene;
}

TEST(Audit, tells_what_every_durable_process_holds) {
  // Wrong: a judge would find nothing to hold a claim against.
  const Played played = play(lunch());
  ASSERT_TRUE(played.end.quiet);
  EXPECT_GT(count(played, AuditKind::event_stored), 15);
  EXPECT_EQ(count(played, AuditKind::event_logged), count(played, AuditKind::event_stored));
  EXPECT_EQ(count(played, AuditKind::outbox_row), 0);
  EXPECT_GE(count(played, AuditKind::outbox_end), 2) << "of the command store and of the process manager";
  EXPECT_GT(count(played, AuditKind::command_known), 5);
  EXPECT_EQ(count(played, AuditKind::command_queued), 0);
  EXPECT_EQ(count(played, AuditKind::saga_instance), 5);
  EXPECT_EQ(count(played, AuditKind::view_row), 1);
  EXPECT_EQ(count(played, AuditKind::position), 2);
  EXPECT_EQ(count(played, AuditKind::process_down), 0);
  for (const AuditEntry& entry : played.audit) EXPECT_NE(entry.process.value, 0u) << info(entry.kind).name;
}

TEST(Audit, says_of_a_process_that_is_down_only_that) {
  // Wrong: what is on a disk that nobody reads would be told, or be taken for lost.
  Scene scene = lunch();
  scene.plan = crash_of("event-store", SimTime(50ms));
  scene.plan->faults.front().restart_after.reset();
  scene.horizon = SimTime(3s);
  const Played played = play(scene);
  EXPECT_EQ(count(played, AuditKind::event_stored), 0);
  const auto down = std::ranges::find(played.audit, AuditKind::process_down, &AuditEntry::kind);
  ASSERT_NE(down, played.audit.end());
  EXPECT_EQ(down->process, played.process("event-store"));
}

TEST(Audit, says_whose_disk_keeps_nothing) {
  // Wrong: a run that hangs behind a full disk would be told without a word of it.
  Scene scene = lunch();
  scene.plan = crash_of("event-store", SimTime(50ms));
  scene.plan->faults.front().kind = FaultKind::full;
  scene.plan->faults.front().restart_after.reset();
  scene.horizon = SimTime(3s);
  const Played played = play(scene);
  const auto stuck = std::ranges::find(played.audit, AuditKind::disk_stuck, &AuditEntry::kind);
  ASSERT_NE(stuck, played.audit.end());
  EXPECT_EQ(stuck->process, played.process("event-store"));
  EXPECT_EQ(count(played, AuditKind::disk_stuck), 1);
  EXPECT_EQ(count(play(lunch()), AuditKind::disk_stuck), 0);
}

TEST(Audit, tells_both_sides_of_every_quota) {
  // Wrong: what is lent could not be held against what is left.
  Scene scene = lunch();
  scene.design.ownership.strategy = OwnershipStrategy::escrow;
  const Played played = play(scene);
  EXPECT_GT(count(played, AuditKind::quota_ledger), 0);
  EXPECT_GT(count(played, AuditKind::quota_book), 0);
}

}  // namespace
}  // namespace crisper::sim::pipeline
