// What merges isn't decided again: runs of a business that says so, and of one that has nothing to say.
#include <gtest/gtest.h>

#include <array>

#include "tests/sim/domain/written/collection_box.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using enum ObservationKind;

class KindsTold final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    ++told_[static_cast<std::size_t>(seen.kind)];
    if (seen.kind == append_merged) between_ += seen.b;
  }
  std::int64_t of(ObservationKind kind) const { return told_[static_cast<std::size_t>(kind)]; }
  /// Events that were merged over, in all.
  std::int64_t between() const { return between_; }

 private:
  std::array<std::int64_t, observation_kinds.size()> told_{};
  std::int64_t between_ = 0;
};

KindsTold told(const BoxChoices& chosen) { return told_run(sim::parsed(collection_box(chosen)), KindsTold{}); }

std::uint64_t digest_of(const BoxChoices& chosen) {
  auto setup = sim::set_up(sim::parsed(collection_box(chosen)), 1);
  EXPECT_TRUE(setup) << setup.error();
  return setup ? sim::Simulation(std::move(setup->simulation)).run().digest : 0;
}

// Wrong: what merges is decided again all the same, or isn't stored.
TEST(merging, decides_each_command_once_where_all_merges) {
  const KindsTold merged = told({});
  EXPECT_EQ(merged.of(command_handled), 1 + 2 * 40);
  EXPECT_GT(merged.of(append_refused), 0);
  EXPECT_EQ(merged.of(append_merged), merged.of(append_refused));
  EXPECT_EQ(merged.of(decision_made), merged.of(command_handled));
  EXPECT_GE(merged.between(), merged.of(append_merged)) << "each is over one event at least";

  const KindsTold again = told({.on_conflict = "decide_again"});
  EXPECT_EQ(again.of(command_handled), 1 + 2 * 40);
  EXPECT_EQ(again.of(append_merged), 0);
  EXPECT_GT(again.of(append_refused), 0);
  EXPECT_EQ(again.of(decision_made), again.of(command_handled) + again.of(append_refused));
}

// Wrong: what conflicts is stored as it was decided on a state that is gone.
TEST(merging, decides_again_what_conflicts) {
  const KindsTold conflicting = told({.merges = "{Given: Given}", .takers = "40"});
  EXPECT_GT(conflicting.of(append_refused), conflicting.of(append_merged));
  EXPECT_GT(conflicting.of(append_merged), 0);
  const std::int64_t ends = conflicting.of(command_handled) + conflicting.of(command_rejected);
  EXPECT_EQ(ends, 1 + 4 * 40);
  // Each refusal is either merged or decided again.
  EXPECT_EQ(conflicting.of(decision_made), ends + conflicting.of(append_refused) - conflicting.of(append_merged));
}

// Wrong: merging has no end where others are always faster.
TEST(merging, is_tried_no_more_often_than_deciding_again) {
  const KindsTold none = told({.retries = "0"});
  EXPECT_GT(none.of(append_refused), 0);
  EXPECT_EQ(none.of(append_merged), 0);
}

// Wrong: the switch changes a run in which nobody is overtaken, or one of a business that says nothing of merging.
TEST(merging, changes_nothing_where_nothing_can_merge) {
  BoxChoices quiet{.handlers = "1"};
  const std::uint64_t alone = digest_of(quiet);
  quiet.on_conflict = "decide_again";
  EXPECT_EQ(digest_of(quiet), alone);
  BoxChoices silent{.merges = ""};
  const std::uint64_t unsaid = digest_of(silent);
  silent.on_conflict = "decide_again";
  EXPECT_EQ(digest_of(silent), unsaid);
  EXPECT_NE(digest_of({}), unsaid) << "what merges shows";
}

}  // namespace
}  // namespace crisper::written
