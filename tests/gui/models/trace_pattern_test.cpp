#include "gui/models/trace_pattern.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/causes.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

/// A run told by hand: one record a millisecond. Processes 1 and 2 are handlers, 3 is the store; states 11 and 12.
class ToldRecords {
 public:
  ToldRecords() {
    TraceData& data = *run_.data;
    data.processes.resize(4);
    data.processes[1].name = "handler-1";
    data.processes[2].name = "handler-2";
    data.processes[1].role = data.processes[2].role = "handler";
    data.processes[3].name = "event-store";
    data.stream_names = {{11, "fridge 1"}, {12, "fridge 2"}};
  }
  ToldRecords& say(ProcessNumber process, Kind kind, std::int64_t stream = 0) {
    TraceData& data = *run_.data;
    data.records.push_back(Record{.at = static_cast<std::int64_t>(data.records.size() + 1) * 1'000'000,
                                  .row = static_cast<Index>(data.said.size()),
                                  .process = process % processes_max,
                                  .kind = kind});
    data.said.push_back({.stream = stream});
    return *this;
  }
  /// Every place where it holds, or what is wrong with the pattern.
  std::vector<PatternMatch> places(const QString& text) {
    run_.index = std::make_unique<TraceIndex>(*run_.data);
    const auto pattern = TracePattern::parse(text, run_);
    EXPECT_TRUE(pattern) << (pattern ? "" : pattern.error().toStdString());
    std::vector<PatternMatch> all;
    if (!pattern) return all;
    PatternWalk walk(*pattern, run_);
    while (!walk.is_done()) {
      if (auto match = walk.walk(2)) all.push_back(std::move(*match));
    }
    return all;
  }
  QString wrong(const QString& text) {
    run_.index = std::make_unique<TraceIndex>(*run_.data);
    const auto pattern = TracePattern::parse(text, run_);
    return pattern ? QString() : pattern.error();
  }

 private:
  LoadedRun run_ = [] {
    LoadedRun run;
    run.data = std::make_shared<TraceData>();
    return run;
  }();
};

using Places = std::vector<PatternMatch>;

ToldRecords two_fridges() {
  ToldRecords told;
  told.say(3, Kind::event_appended, 11).say(3, Kind::event_appended, 12);         // 1, 2
  told.say(1, Kind::process_crashed);                                             // 3
  told.say(3, Kind::event_appended, 12).say(3, Kind::append_refused, 11);         // 4, 5
  told.say(2, Kind::process_crashed).say(3, Kind::event_appended, 11);            // 6, 7
  return told;
}

TEST(TracePattern, is_found_in_its_order_with_one_state_for_one_letter) {
  // Wrong: two appends to two states would count as two to one, or a crash after both as one between them.
  ToldRecords told = two_fridges();
  EXPECT_EQ(told.places("append to X then crash then append to X"), (Places{{2, 3, 4}, {1, 6, 7}}));
  EXPECT_EQ(told.places("append to fridge-1 then append to fridge-1"), (Places{{1, 7}}));
  EXPECT_EQ(told.places("append then append"), (Places{{1, 2}, {2, 4}, {4, 7}})) << "the nearest before";
  EXPECT_EQ(told.places("append to X then append to Y by P then crash by P"), Places{});
  EXPECT_EQ(told.places("crash by P then crash by P"), Places{});
  EXPECT_EQ(told.places("crash by P then crash by Q"), (Places{{3, 6}}));
}

TEST(TracePattern, knows_kinds_processes_and_lengths_of_time) {
  // Wrong: a qualifier would be read and forgotten.
  ToldRecords told = two_fridges();
  EXPECT_EQ(told.places("process.crashed by handler-2"), (Places{{6}}));
  EXPECT_EQ(told.places("crash by handler"), (Places{{3}, {6}}));
  EXPECT_EQ(told.places("append.* to fridge-1"), (Places{{5}}));
  EXPECT_EQ(told.places("crash then append to fridge-1 within 1ms"), (Places{{6, 7}}));
  EXPECT_EQ(told.places("append to X then append to X within 2ms"), (Places{{2, 4}}));
  EXPECT_EQ(told.places("append to X then append to X within 1ms"), Places{});
}

TEST(TracePattern, says_what_it_does_not_understand_and_what_was_meant) {
  // Wrong: a slip would be a pattern that holds nowhere.
  ToldRecords told = two_fridges();
  EXPECT_TRUE(told.wrong("event.apended").contains("did you mean 'event.appended'?"))
      << told.wrong("event.apended").toStdString();
  EXPECT_TRUE(told.wrong("append by event-stor").contains("did you mean 'event-store'?"));
  EXPECT_TRUE(told.wrong("append to fridge-11").contains("did you mean 'fridge-1'?"));
  EXPECT_TRUE(told.wrong("append then").contains("expected a step behind 'then'"));
  EXPECT_TRUE(told.wrong("append tehn crash").contains("did you mean 'then'?"));
  EXPECT_TRUE(told.wrong("append within 1ms").contains("of the step before"));
  EXPECT_TRUE(told.wrong("append then crash within soon").contains("expected a time such as 100ms"));
  EXPECT_TRUE(told.wrong("append to X by X").contains("X is a state already"));
  EXPECT_TRUE(told.wrong("append to").contains("expected something behind 'to'"));
  EXPECT_FALSE(told.wrong("").isEmpty());
}

TEST(TracePattern, tells_what_led_to_it_from_what_only_came_before) {
  // Wrong: "leads to" would be another word for "then".
  const LoadedRun& run = *example_run();
  const auto first = [&](const QString& text) -> PatternMatch {
    const auto pattern = TracePattern::parse(text, run);
    if (!pattern) return {};
    return PatternWalk(*pattern, run).walk(UINT32_MAX).value_or(PatternMatch());
  };
  const PatternMatch led = first("message.delivered by catalog leads to event.applied by catalog");
  ASSERT_EQ(led.size(), 2u);
  const std::vector<RecordId> causes = causes_of(run.trace(), *run.index, led[1], 2000);
  EXPECT_NE(std::ranges::find(causes, led[0]), causes.end());
  EXPECT_FALSE(first("event.applied by catalog then workload.ended by customer").empty());
  EXPECT_TRUE(first("event.applied by catalog leads to workload.ended by kitchen").empty())
      << "it never asks the catalogue";
  EXPECT_FALSE(first("MealsLoaded saying quantity").empty());
  EXPECT_TRUE(first("MealsLoaded saying nonsense").empty());
}

}  // namespace
}  // namespace crisper::gui
