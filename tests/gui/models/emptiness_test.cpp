// A table that has nothing to show says why.
#include <gtest/gtest.h>

#include "gui/models/snapshot_model.hpp"
#include "gui/models/table_registry.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

QString why(const TableSpec& spec, const LoadedRun& run, RecordId at) {
  return spec.why_empty(run, run.machine->state_at(at));
}

TEST(Emptiness, of_locks_tells_a_moment_without_from_a_design_without) {
  // Wrong: an empty pane would look broken, or as if nobody had waited just now.
  EXPECT_EQ(why(tables::locks(), *deadlocked_run(), 0), "nobody holds or waits for a lock at this instant");
  const MadeRun made = make_run("no-locks", "two_writers.yaml", {{"engine", "fast"},
                                                                 {"design.ownership.strategy", "optimistic"}});
  const RecordId last = made.run->trace().last();
  EXPECT_TRUE(tables::locks().rows(*made.run, made.run->machine->state_at(last)).empty());
  const QString words = why(tables::locks(), *made.run, last);
  EXPECT_TRUE(words.startsWith("no locks: the strategy of this design is optimistic (")) << words.toStdString();
}

TEST(Emptiness, of_a_table_tells_not_yet_from_never) {
  // Wrong: one would wait for what never comes.
  const LoadedRun& busy = *example_run();
  EXPECT_EQ(why(tables::queues(), busy, 0), "no command has come to the queue yet");
  EXPECT_EQ(why(tables::commands(), busy, 0), "no command has come to the queue yet");
  EXPECT_EQ(why(tables::commands(), busy, busy.trace().last()), "the queue is empty at this instant");
  EXPECT_EQ(why(tables::streams(), busy, 0), "no event has been stored yet");
  EXPECT_EQ(why(tables::views(), busy, 0), "no view shows anything yet");
  EXPECT_EQ(why(tables::projections(), busy, 0), "no consumer has taken an event yet");
  EXPECT_EQ(why(tables::messages(), busy, 0), "no message is on its way at this instant");
  const auto small = *load_run(small_trace_file(), {});  // nothing lies beside it
  EXPECT_EQ(why(tables::properties(), *small, 0), "not judged: no result.json lies beside this trace");
}

TEST(Emptiness, of_faults_tells_none_planned_from_none_that_struck) {
  // Wrong: a plan that missed everything would look like a run without faults.
  LoadedRun run;
  run.data = std::make_shared<TraceData>();
  const RunState state(*run.data);
  EXPECT_EQ(tables::faults().why_empty(run, state), "no fault struck in this run");
  run.folder.plan.emplace();
  EXPECT_TRUE(tables::faults().why_empty(run, state).startsWith("no fault is planned"));
  run.folder.plan->plan.faults.resize(3);
  EXPECT_EQ(tables::faults().why_empty(run, state), "3 faults are planned, and none of them struck");
}

TEST(Emptiness, is_explained_by_every_table_that_may_have_it) {
  // Wrong: a new table would be a white rectangle.
  Cursor cursor;
  for (const TableSpec* spec : all_tables()) {
    SnapshotModel model(*spec, cursor);
    EXPECT_EQ(model.whyEmpty(), spec->empty);
    EXPECT_FALSE(model.whyEmpty().isEmpty());
    EXPECT_TRUE(spec->why_empty || spec == &tables::processes()) << spec->name;
  }
  cursor.setRun(example_run());
  SnapshotModel queues(tables::queues(), cursor);
  EXPECT_EQ(queues.rowCount(), 0);
  EXPECT_EQ(queues.whyEmpty(), "no command has come to the queue yet");
}

}  // namespace
}  // namespace crisper::gui
