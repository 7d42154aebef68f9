#include "gui/models/instances.hpp"

#include <gtest/gtest.h>

#include "gui/models/table_registry.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

/// A trace told by hand: one record a millisecond.
class ToldInstances {
 public:
  ToldInstances() { data_.processes.resize(3); }
  ToldInstances& say(ProcessNumber process, Kind kind, std::int64_t stream, std::int64_t a = 0, std::int64_t b = 0) {
    data_.records.push_back(Record{.at = static_cast<std::int64_t>(data_.records.size() + 1) * 1'000'000,
                                   .row = static_cast<Index>(data_.said.size()),
                                   .process = process % processes_max,
                                   .kind = kind});
    data_.said.push_back({.stream = stream, .a = a, .b = b});
    return *this;
  }
  std::vector<InstanceState> at(RecordId record) const { return Instances(data_).at(data_, record); }
  const TraceData& data() const { return data_; }

 private:
  TraceData data_;
};

TEST(Instances, stand_where_they_have_said_last) {
  // Wrong: an order would be shown in a stage that it has left, or with a limit that no longer runs.
  ToldInstances told;
  told.say(1, Kind::saga_started, 7).say(1, Kind::saga_limited, 7, 5'000'000).say(1, Kind::saga_stepped, 7, 1, 1);
  told.say(1, Kind::saga_stepped, 7, 2).say(1, Kind::saga_ended, 7, 2);
  EXPECT_TRUE(told.at(0).empty());
  EXPECT_EQ(told.at(1)[0].stage, -1);
  EXPECT_EQ(told.at(1)[0].limit_ns, 0);
  EXPECT_EQ(told.at(3)[0].stage, 1);
  // Set at 2 ms, for 5 ms: at 3 ms there are 4 left.
  EXPECT_EQ(told.at(3)[0].left_ns(told.data(), 3), 4'000'000);
  EXPECT_FALSE(told.at(4)[0].ended);
  EXPECT_TRUE(told.at(5)[0].ended);
  EXPECT_EQ(told.at(5)[0].limit_ns, 0) << "whoever is done has no limit";
  EXPECT_EQ(told.at(5)[0].last, 5u);
}

TEST(Instances, owe_what_is_not_sent_and_what_is_not_answered) {
  // Wrong: an order that waits for a payment would look as if it waited for nothing.
  ToldInstances told;
  told.say(1, Kind::saga_started, 7).say(1, Kind::outbox_added, 7, 2);              // entries 1 and 2
  told.say(1, Kind::saga_started, 8).say(1, Kind::outbox_added, 8, 3);              // entry 3
  told.say(1, Kind::outbox_published, 0, 1).say(2, Kind::request_taken, 7, 0);
  told.say(1, Kind::outbox_published, 0, 3).say(2, Kind::request_taken, 7, 0);      // the tracker begins again
  told.say(2, Kind::request_told, 7, 0);
  const auto of = [&](RecordId at, std::int64_t key) {
    for (const InstanceState& each : told.at(at)) {
      if (each.key == key) return std::pair(each.unsent, each.unanswered);
    }
    return std::pair<std::int64_t, std::int64_t>(-1, -1);
  };
  EXPECT_EQ(of(2, 8).first, -1) << "it has not begun";
  EXPECT_EQ(of(4, 7), std::pair(std::int64_t{2}, std::int64_t{0}));
  EXPECT_EQ(of(4, 8), std::pair(std::int64_t{1}, std::int64_t{0}));
  EXPECT_EQ(of(5, 7), std::pair(std::int64_t{1}, std::int64_t{0}));
  EXPECT_EQ(of(6, 7), std::pair(std::int64_t{1}, std::int64_t{1}));
  EXPECT_EQ(of(8, 7), std::pair(std::int64_t{0}, std::int64_t{1})) << "the same request, said twice";
  EXPECT_EQ(of(8, 8), std::pair(std::int64_t{0}, std::int64_t{0})) << "what another's tracker owes is not its own";
  EXPECT_EQ(of(9, 7), std::pair(std::int64_t{0}, std::int64_t{0}));
}

TEST(Instances, that_are_open_come_first_and_a_key_may_begin_again) {
  // Wrong: the one order that hangs would be below a thousand that are done, or an old one would stand for a new one.
  ToldInstances told;
  told.say(1, Kind::saga_started, 7).say(1, Kind::saga_started, 8).say(1, Kind::saga_ended, 8, 3);
  EXPECT_EQ(told.at(3)[0].key, 7);
  EXPECT_EQ(told.at(3)[1].key, 8);
  told.say(1, Kind::saga_started, 8);
  EXPECT_EQ(told.at(4)[0].key, 8) << "it moved last";
  EXPECT_FALSE(told.at(4)[0].ended);
  EXPECT_EQ(told.at(4)[0].begun, 4u);
}

TEST(Instances, of_reactions_are_none) {
  // Wrong: a receptor's outbox would be shown as a process manager without a stage.
  EXPECT_TRUE(ToldInstances().say(1, Kind::outbox_added, 7, 1).at(1).empty());
}

TEST(Instances, have_stages_with_the_names_of_their_business) {
  // Wrong: people would read numbers.
  const LoadedRun& fridge = *example_run();
  ASSERT_NE(fridge.folder.domain, nullptr);
  EXPECT_EQ(stage_words(fridge.folder.domain.get(), "order-process", 1), "charging");
  EXPECT_EQ(stage_words(fridge.folder.domain.get(), "somebody-else", 1), "stage 1");
  EXPECT_EQ(stage_words(nullptr, "order-process", 1), "stage 1");
  EXPECT_EQ(stage_words(nullptr, "order-process", -1), "begun");
  const MadeRun conference = make_run("conference-stages", "conference.yaml", {{"engine", "fast"}});
  EXPECT_EQ(stage_words(conference.run->folder.domain.get(), "registration", 0), "waiting for money");
  const RecordId last = conference.run->trace().last();
  const auto rows = tables::instances().rows(*conference.run, conference.run->machine->state_at(last));
  ASSERT_FALSE(rows.empty());
  for (const TableRow& row : rows) {
    EXPECT_TRUE(row.cells[2].endsWith(", ended")) << row.cells[2].toStdString();
    EXPECT_NE(row.tone, Tone::bad) << "of a run that passes, none is left open";
  }
}

}  // namespace
}  // namespace crisper::gui
