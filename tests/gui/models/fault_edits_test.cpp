#include "gui/models/fault_edits.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <algorithm>

#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

using namespace crisper::literals;
using sim::FaultKind;

class FaultEdits : public testing::Test {
 protected:
  FaultEdits() { settle([&] { bench.open(QString::fromStdString(example_folder().string())); }); }

  QString settle(const std::function<void()>& act) {
    QSignalSpy failed(&bench, &Workbench::failed);
    act();
    while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return failed.isEmpty() ? QString() : failed[0][0].toString();
  }
  const LoadedRun& run() { return *cursor.run(); }
  std::uint32_t first(FaultKind kind) {
    const auto& faults = run().folder.plan->plan.faults;
    return static_cast<std::uint32_t>(std::ranges::find(faults, kind, &sim::Fault::kind) - faults.begin());
  }
  ProcessState::Life life(ProcessNumber process, std::int64_t ns) {
    return run().machine->state_at(run().trace().record_at(ns)).processes[process].life;
  }

  Cursor cursor;
  Workbench bench{cursor};
};

TEST_F(FaultEdits, a_crash_moves_lasts_longer_and_goes) {
  // Wrong: what is dragged on the timeline would not be what happens.
  const auto spans = fault_spans(run());
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].kind, FaultKind::crash);
  EXPECT_EQ(spans[0].begin, 2'000'000'000);
  EXPECT_EQ(spans[0].end, 3'000'000'000);
  const ProcessNumber handler = spans[0].process;
  EXPECT_EQ(run().trace().name_of(handler), "handler-2");
  EXPECT_EQ(life(handler, 2'100'000'000), ProcessState::Life::crashed);
  ASSERT_EQ(settle([&] { bench.apply(move_fault(run(), spans[0].fault, 500ms)); }), "");
  EXPECT_EQ(life(handler, 2'100'000'000), ProcessState::Life::up);
  EXPECT_EQ(life(handler, 3'400'000'000), ProcessState::Life::crashed);
  ASSERT_EQ(settle([&] { bench.apply(lengthen_fault(run(), first(FaultKind::crash), 500ms)); }), "");
  EXPECT_EQ(life(handler, 3'900'000'000), ProcessState::Life::crashed);
  EXPECT_EQ(fault_spans(run())[0].end, 4'000'000'000);
  ASSERT_EQ(settle([&] { bench.apply(lengthen_fault(run(), first(FaultKind::crash), -1400ms)); }), "");
  EXPECT_EQ(life(handler, 2'700'000'000), ProcessState::Life::up);
  EXPECT_FALSE(lengthen_fault(run(), first(FaultKind::crash), -1s));
  ASSERT_EQ(settle([&] { bench.apply(delete_fault(run(), first(FaultKind::crash))); }), "");
  EXPECT_TRUE(fault_spans(run()).empty());
  EXPECT_EQ(life(handler, 2'550'000'000), ProcessState::Life::up);
  EXPECT_EQ(bench.edits(), 4);
}

TEST_F(FaultEdits, a_lost_packet_becomes_the_next_one_lost) {
  // Wrong: a fault of a message could be taken out only.
  const std::uint32_t loss = first(FaultKind::loss);
  const sim::Fault before = run().folder.plan->plan.faults[loss];
  const auto later = move_fault(run(), loss, 1ms);
  ASSERT_TRUE(later) << later.error();
  const std::uint64_t next = later->plan.faults[loss].nth;  // packets that are no messages are left out
  EXPECT_GT(next, before.nth);
  EXPECT_EQ(later->plan.faults[loss].to, before.to);
  const bool has_earlier = std::ranges::any_of(run().trace().deliveries, [&](const Delivery& d) {
    return d.nth != 0 && d.nth < before.nth && run().trace().name_of(d.from) == before.from &&
           run().trace().name_of(d.to) == before.to;
  });
  const auto earlier = move_fault(run(), loss, -1ms);
  ASSERT_EQ(static_cast<bool>(earlier), has_earlier);
  if (earlier) {
    EXPECT_LT(earlier->plan.faults[loss].nth, before.nth);
  }
  EXPECT_FALSE(lengthen_fault(run(), loss, 1ms));
  ASSERT_EQ(settle([&] { bench.apply(later); }), "");
  bool there = false;
  for (const sim::Fault& each : run().folder.plan->plan.faults) {
    there = there || (each.kind == FaultKind::loss && each.to == before.to && each.from == before.from &&
                      each.nth == next);
  }
  EXPECT_TRUE(there);
}

TEST_F(FaultEdits, the_fault_at_the_cursor_is_meant) {
  // Wrong: a key would move another fault than the one that is looked at.
  const ProcessNumber handler = fault_spans(run())[0].process;
  const RecordId inside = run().trace().record_at(2'500'000'000);
  EXPECT_EQ(fault_at(run(), inside, nowhere, handler), fault_spans(run())[0].fault);
  EXPECT_EQ(fault_at(run(), run().trace().record_at(1'000'000'000), nowhere, handler), std::nullopt);
  for (const RecordId id : run().index->faults) {
    EXPECT_EQ(fault_at(run(), id, nowhere, 0), static_cast<std::uint32_t>(run().trace().said_of(id)->a));
  }
  EXPECT_FALSE(move_fault(run(), 1'000'000, 1s));
}

TEST_F(FaultEdits, a_message_is_delivered_before_all_that_was_ahead_of_it) {
  // Wrong: the order of messages, the cause of most of what goes wrong, could not be tried out.
  const LoadedRun& before = run();
  const TraceData& trace = before.trace();
  // An instant with two messages on their way to one process, the later one to be first.
  Index late = nowhere;
  Index early = nowhere;
  RecordId now = 0;
  for (RecordId at = 2000; at < trace.last() && late == nowhere; at += 7) {
    const std::vector<Index> flying = before.machine->state_at(at).in_flight;
    for (const Index a : flying) {
      for (const Index b : flying) {
        const Delivery& x = trace.deliveries[a];
        const Delivery& y = trace.deliveries[b];
        if (x.to != y.to || x.from == y.from || x.from == x.to || y.from == y.to || x.nth == 0 || y.nth == 0) continue;
        if (x.duplicate || y.duplicate || x.arrived <= at || y.arrived <= at || x.arrived >= y.arrived) continue;
        if (!deliver_first(before, b, at)) continue;
        early = a;
        late = b;
        now = at;
      }
    }
  }
  ASSERT_NE(late, nowhere);
  const Delivery first = trace.deliveries[late];
  const Delivery second = trace.deliveries[early];
  EXPECT_FALSE(deliver_first(before, late, first.arrived));
  ASSERT_EQ(settle([&] { bench.apply(deliver_first(before, late, now)); }), "");
  const auto arrival = [&](const Delivery& wanted) {
    for (const Delivery& d : run().trace().deliveries) {
      if (d.from == wanted.from && d.to == wanted.to && d.nth == wanted.nth && !d.duplicate) return d.arrived;
    }
    return RecordId{0};
  };
  ASSERT_NE(arrival(first), 0u);
  ASSERT_NE(arrival(second), 0u);
  EXPECT_LT(arrival(first), arrival(second));
}

}  // namespace
}  // namespace crisper::gui
