// What the inspector shows is one thing, and what can be done belongs to it.
#include "gui/models/subject.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/cursor.hpp"
#include "gui/models/fault_editing.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/gui/models/settle.hpp"

namespace crisper::gui {
namespace {

using Tie = Subject::Tie;

RecordId first_fault(const LoadedRun& run, sim::FaultKind kind) {
  for (const RecordId id : run.index->faults) {
    if (run.trace().said_of(id)->b == static_cast<std::int64_t>(kind)) return id;
  }
  return 0;
}

const Offer* offered(const std::vector<Offer>& offers, const char* command) {
  const auto name = [](const Offer& each) { return QString(each.command); };
  const auto found = std::ranges::find(offers, QString(command), name);
  return found == offers.end() ? nullptr : &*found;
}

TEST(SubjectOfTheInspector, is_a_record_with_its_own_message_and_no_other) {
  // Wrong: the page would tell of one record and offer to drop the message of another.
  const LoadedRun& run = *example_run();
  const TraceData& data = run.trace();
  std::size_t own = 0;
  std::size_t handled = 0;
  for (RecordId id = 1; id <= data.last(); id += 13) {
    const Index message = message_of(run, id);
    const Subject subject = subject_of(run, id, message);
    if (message == nowhere) {
      EXPECT_EQ(subject, (Subject{id, nowhere, Tie::none}));
      continue;
    }
    EXPECT_EQ(subject.record, id);
    EXPECT_EQ(subject.message, message);
    const Delivery& d = data.deliveries[message];
    if (subject.tie == Tie::own) {
      ++own;
      EXPECT_TRUE(id == d.sent || id == d.arrived || id == d.begun || id == d.ended) << id;
    } else if (subject.tie == Tie::handled) {
      ++handled;
      EXPECT_LE(d.begun, id);
      EXPECT_EQ(d.to, data.record(id).process);
    }
    // Another message that somebody chose: it alone.
    const Index other = message == 0 ? 1 : message - 1;
    EXPECT_EQ(subject_of(run, id, other), (Subject{0, other, Tie::chosen}));
  }
  EXPECT_GT(own, 10u);
  EXPECT_GT(handled, 10u);
  EXPECT_EQ(subject_of(run, 0, nowhere), (Subject{0, nowhere, Tie::none}));
  EXPECT_EQ(subject_of(run, 0, 3), (Subject{0, 3, Tie::chosen}));
}

TEST(SubjectOfTheInspector, at_a_fault_offers_that_it_had_not_happened) {
  // Wrong: at the very record of what went wrong, one could do anything but take it back.
  const LoadedRun& run = *example_run();
  Cursor cursor;
  cursor.setRun(example_run());
  const RecordId fault = first_fault(run, sim::FaultKind::duplicate);
  ASSERT_NE(fault, 0u);
  cursor.moveTo(fault);
  const Subject subject = subject_of(run, fault, cursor.delivery());
  EXPECT_EQ(subject.tie, Tie::struck);
  EXPECT_TRUE(run.trace().deliveries[subject.message].duplicate);
  const std::vector<Offer> offers = offers_of(run, subject, fault);
  ASSERT_EQ(offers.size(), 1u);
  EXPECT_EQ(QString(offers[0].command), "remove-fault");
  EXPECT_EQ(offers[0].words, "it had not happened");
  EXPECT_EQ(offers[0].why_not, "");
}

TEST(SubjectOfTheInspector, says_why_something_can_t_be_done) {
  // Wrong: a link would lead to a refusal.
  const LoadedRun& run = *example_run();
  const auto lost = std::ranges::find(run.trace().deliveries, sim::DeliveryFate::loss, &Delivery::fate);
  ASSERT_NE(lost, run.trace().deliveries.end());
  const auto message = static_cast<Index>(lost - run.trace().deliveries.begin());
  const std::vector<Offer> offers = offers_of(run, subject_of(run, lost->sent, message), lost->sent);
  ASSERT_NE(offered(offers, "drop"), nullptr);
  EXPECT_EQ(offered(offers, "drop")->why_not, "it is struck by loss already");
  EXPECT_EQ(offered(offers, "first")->why_not, "this message is not under way at the cursor");
  ASSERT_NE(offered(offers, "remove-fault"), nullptr);
  EXPECT_EQ(offered(offers, "remove-fault")->words, "without the loss");
  EXPECT_EQ(offered(offers, "remove-fault")->why_not, "");
  const auto copy = std::ranges::find(run.trace().deliveries, true, &Delivery::duplicate);
  const auto second = static_cast<Index>(copy - run.trace().deliveries.begin());
  const std::vector<Offer> of_copy = offers_of(run, subject_of(run, copy->arrived, second), copy->arrived);
  ASSERT_EQ(of_copy.size(), 1u);
  EXPECT_EQ(of_copy[0].words, "it had not come twice");
}

TEST(SubjectOfTheInspector, is_what_a_key_acts_on) {
  // Wrong: the page would show one thing, and its key change another.
  Cursor cursor;
  Workbench bench(cursor);
  FaultEditing faults(cursor, bench);
  EXPECT_EQ(faults.whyNot(Deed::drop), "no run is open");
  ASSERT_EQ(settle(bench, [&] { bench.open(QString::fromStdString(example_folder().string())); }), "");
  const RecordId fault = first_fault(*cursor.run(), sim::FaultKind::duplicate);
  const auto number = static_cast<std::size_t>(cursor.run()->trace().said_of(fault)->a);
  const sim::Fault planned = cursor.run()->folder.plan->plan.faults[number];
  cursor.moveTo(fault);
  EXPECT_EQ(faults.whyNot(Deed::remove), "");
  ASSERT_EQ(settle(bench, [&] { faults.act(Deed::remove); }), "");
  const std::vector<sim::Fault>& left = cursor.run()->folder.plan->plan.faults;
  EXPECT_TRUE(std::ranges::none_of(left, [&](const sim::Fault& each) {
    return each.kind == planned.kind && each.from == planned.from && each.to == planned.to && each.nth == planned.nth;
  }));
  cursor.moveTo(0);
  cursor.selectDelivery(nowhere);
  EXPECT_EQ(faults.whyNot(Deed::drop), "no message is selected");
  EXPECT_EQ(settle(bench, [&] { faults.act(Deed::drop); }), "no message is selected");
}

}  // namespace
}  // namespace crisper::gui
