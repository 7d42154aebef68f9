#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Two meals loaded and one reserved, all of it shown.
Story shown_well() {
  Story story("projection_matches_log");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published().shows(catalog, fridge(3), meal(1), 2).applied(catalog);
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1}).published();
  story.shows(catalog, fridge(3), meal(1), 1).applied(catalog);
  return story;
}

TEST(ProjectionMatchesLog, fails_when_a_row_is_wrong) {
  // Wrong: an event applied twice would leave the catalogue wrong for ever, and pass.
  Story story = shown_well();
  story.shows(catalog, fridge(3), meal(1), 0).applied(catalog).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog shows 0 for meal 1 of fridge-3, the events make it 1");
}

TEST(ProjectionMatchesLog, fails_when_a_row_is_missing) {
  // Wrong: an event that was never applied to its row would pass.
  Story story = shown_well();
  story.appended(fridge(4), MealsLoaded{meal(2), 5}).published();
  story.ignored(catalog, IgnoreReason::not_interesting).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog does not show meal 2 of fridge-4");
}

TEST(ProjectionMatchesLog, fails_when_a_row_comes_from_nowhere) {
  // Wrong: an effect without an event would pass.
  Story story = shown_well();
  story.shows(catalog, fridge(9), meal(1), 3).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog shows 3 for meal 1 of fridge-9, of which the log knows nothing");
}

TEST(ProjectionMatchesLog, fails_when_a_crash_undid_what_a_consumer_showed) {
  // Wrong: the old word on a row would stand, though nothing of it is left on the consumer's disk.
  Story older = shown_well();
  older.restarted(catalog).shows(catalog, fridge(3), meal(1), 2).ended_quiet();
  EXPECT_EQ(older.reason(), "catalog shows 2 for meal 1 of fridge-3, the events make it 1");
  Story gone = shown_well();
  gone.restarted(catalog).ended_quiet();
  EXPECT_EQ(gone.reason(), "catalog shows 0 for meal 1 of fridge-3, the events make it 1");
}

TEST(ProjectionMatchesLog, passes_when_a_consumer_finds_its_rows_again_after_a_crash) {
  // Wrong: every restart of a consumer would be called a loss.
  Story story = shown_well();
  story.restarted(catalog).shows(catalog, fridge(3), meal(1), 1).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(ProjectionMatchesLog, fails_when_a_consumer_stands_still_behind_the_log) {
  // Wrong: a consumer that waits for ever for a hole to close would pass.
  Story story = shown_well();
  story.appended(fridge(3), MealsLoaded{meal(1), 4}).published().at(60s).ended_at_horizon();
  EXPECT_EQ(story.reason(), "catalog did not catch up: it reached offset 2 of 3");
}

TEST(ProjectionMatchesLog, counts_an_event_once_that_the_log_has_twice) {
  // Wrong: a relay that publishes again after a crash would make the right view look wrong.
  Story story = shown_well();
  story.published(2).ignored(catalog, IgnoreReason::duplicate, 2).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(ProjectionMatchesLog, passes_when_the_view_is_what_the_events_add_up_to) {
  // Wrong: a correct run would be called broken.
  Story story = shown_well();
  story.appended(fridge(3), ReservationReleased{order(7), meal(1), 1}).published();
  story.shows(catalog, fridge(3), meal(1), 2).applied(catalog);
  story.appended(fridge(3), MealsRemoved{meal(1), 2}).published();
  story.shows(catalog, fridge(3), meal(1), 0).applied(catalog).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

AuditEntry row(std::int64_t value) {
  return {.kind = AuditKind::view_row,
          .process = catalog,
          .message = MessageId{1},
          .stream = fridge(3),
          .a = value};
}

TEST(ProjectionMatchesLog, believes_the_rows_and_not_what_their_consumer_said) {
  // Wrong: a view that announces the right value and keeps another would pass.
  Story wrong = shown_well();
  wrong.stored(1).stored(2).holds(row(2)).ended_audited();
  EXPECT_EQ(wrong.reason(), "catalog shows 2 for meal 1 of fridge-3, the events make it 1");
  Story missing = shown_well();
  missing.stored(1).stored(2).ended_audited();
  EXPECT_EQ(missing.reason(), "catalog shows 0 for meal 1 of fridge-3, the events make it 1");
  Story right = shown_well();
  right.stored(1).stored(2).holds(row(1)).ended_audited();
  EXPECT_EQ(right.verdict(), Verdict::pass) << right.reason();
}

TEST(ProjectionMatchesLog, counts_what_is_stored_whether_or_not_anybody_published_it) {
  // Wrong: a view and a log that miss the same event would agree, and pass.
  Story story = shown_well();
  story.appended(fridge(3), MealsLoaded{meal(1), 4}).stored(1).stored(2).stored(3).holds(row(1)).ended_audited();
  EXPECT_EQ(story.reason(), "catalog shows 1 for meal 1 of fridge-3, the events make it 5");
}

TEST(ProjectionMatchesLog, blames_no_view_for_what_the_store_has_lost) {
  // Wrong: two laws would fail where one thing went wrong, and the wrong one would be read first.
  Story story = shown_well();
  story.stored(1).holds(row(1)).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(ProjectionMatchesLog, leaves_open_a_view_that_was_on_its_way) {
  // Wrong: a view that lags by a message would be called wrong.
  Story story = shown_well();
  story.appended(fridge(3), MealsLoaded{meal(1), 4}).published().ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(ProjectionMatchesLog, says_nothing_where_nobody_keeps_a_view) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("projection_matches_log");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
  story.ignored(refill, IgnoreReason::not_interesting).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
  Story open("projection_matches_log");
  open.appended(fridge(3), MealsLoaded{meal(1), 2}).published().ended_at_horizon();
  EXPECT_TRUE(open.property().judgement().vacuous) << "whether or not the run came to rest";
}

TEST(ProjectionMatchesLog, fails_when_a_catalogue_has_taken_no_event_at_all) {
  // Wrong: the worst of all views, which shows nothing, would be judged by nobody.
  Story story("projection_matches_log");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published().ignored(catalog, IgnoreReason::given_up).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog does not show meal 1 of fridge-3");
  Story sold("projection_matches_log");
  sold.appended(fridge(3), MealsLoaded{meal(1), 2}).published().ignored(catalog, IgnoreReason::given_up);
  sold.appended(fridge(3), MealsRemoved{meal(1), 2}).published().ignored(catalog, IgnoreReason::given_up);
  sold.ended_quiet();
  EXPECT_TRUE(sold.property().judgement().vacuous) << "nothing is to be shown";
}

TEST(ProjectionMatchesLog, expects_nothing_of_who_is_down_or_waits_for_one) {
  // Wrong: the same view that stopped would be wrong or not, by when it stopped; or a view that stands still for no
  // reason would be excused.
  const auto late = [](Story story, ProcessId down) {
    story.appended(fridge(3), MealsLoaded{meal(1), 4}).published().at(60s);
    story.holds({.kind = AuditKind::process_down, .process = down}).ended_at_horizon();
    return story;
  };
  for (const ProcessId down : {catalog, event_log}) {
    const Story story = late(shown_well(), down);
    EXPECT_EQ(story.verdict(), Verdict::unknown);
    EXPECT_TRUE(story.reason().ends_with("catalog had come to offset 2 of 3")) << story.reason();
  }
  const Story from_the_beginning = late(Story("projection_matches_log"), catalog);
  EXPECT_TRUE(from_the_beginning.reason().ends_with("catalog had come to offset 0 of 1"))
      << from_the_beginning.reason();
  EXPECT_EQ(late(shown_well(), handler_1).verdict(), Verdict::fail);
}

/// Twelve orders, and this of the design and the faults.
std::string twelve_orders(const std::string& design, const std::string& more = "") {
  return "crisper: 1\nname: twelve\ndesign: {" + design +
         "}\nworkload: {orders: {rate: 40/s, count: 12, customers: 4, fridges: 2, meals: 1}, "
         "restock: {initial: 20}}\nrun: {settle: 300ms}\n" +
         more;
}

TEST(ProjectionMatchesLog, in_real_runs_sees_a_catalogue_that_no_event_reaches) {
  // Wrong: what a catalogue gives up, every event of it, would pass.
  for (const char* then : {"skip", "park", "park_key"}) {
    for (const char* method : {"", ", publication: {method: consumer_polling}"}) {
      const std::string poison = std::string("{poison: 100%, attempts: 2, then: ") + then + "}";
      const RunResult run = real_run(twelve_orders("consumers: {catalog: {failures: " + poison + "}}" + method));
      EXPECT_EQ(run.verdict, Verdict::fail) << then << method;
      EXPECT_TRUE(run.reason.starts_with("projection_matches_log: catalog does not show")) << run.reason;
    }
  }
  EXPECT_EQ(real_run(twelve_orders("")).verdict, Verdict::pass);
}

TEST(ProjectionMatchesLog, in_real_runs_says_the_same_of_a_read_node_whenever_it_stopped) {
  // Wrong: a view that is down from the beginning would be open, and one that stops a little later would be wrong.
  for (const char* at : {"0s", "150ms"}) {
    const std::string faults = std::string("faults: [{crash: catalog-2, at: ") + at + "}]\n";
    const PropertyResult run =
        of_real_run(twelve_orders("consumers: {catalog: {read_nodes: 3}}", faults), "projection_matches_log");
    EXPECT_EQ(run.verdict, Verdict::unknown) << at << run.reason;
    EXPECT_NE(run.reason.find(", with catalog-2 down: catalog-2 had come to offset "), std::string::npos)
        << run.reason;
  }
  const RunResult paused = real_run(twelve_orders("", "faults: [{pause: catalog, at: 0s}]\n"));
  EXPECT_TRUE(paused.reason.starts_with("projection_matches_log: ")) << paused.reason;
  EXPECT_NE(paused.reason.find(", with catalog paused: catalog had come to offset 0 of "), std::string::npos)
      << paused.reason;
}

}  // namespace
}  // namespace crisper::properties
