// R51: a log that is the store, and forgets: retention, compaction, an archive behind the same door, and views that are
// built anew from both.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

constexpr const char* nothing_lost = "[no_event_lost]";
constexpr const char* all_is_well = "[no_event_lost, projection_matches_log, run_completed]";

/// A catalogue that is down for two seconds, in the middle of the work or from its beginning.
DeliverySettings log_with(const std::string& choices, const char* properties = all_is_well,
                          const char* down = "200ms") {
  return {.publication = "{method: log_is_truth, poll: 10ms, " + choices + "}",
          .properties = properties,
          .faults = "  - {crash: catalog, at: " + std::string(down) + ", restart_after: 2s}\n",
          .random_faults = false};
}

TEST(LogIsTruth, loses_visibly_what_it_retains_for_less_time_than_a_consumer_is_behind) {
  // Hazard: retention shorter than lag. Wrong: events that left the log before a consumer came back would be missed by
  // nobody; or an archive, or a longer retention, would not help.
  const RunResult lost = delivered(log_with("retention: 500ms, archive: off", nothing_lost), 3);
  EXPECT_EQ(lost.verdict, Verdict::fail);
  EXPECT_NE(lost.reason.find("was given up: catalog will never have it"), std::string::npos) << lost.reason;
  EXPECT_EQ(delivered(log_with("retention: 500ms, archive: on"), 3).verdict, Verdict::pass);
  EXPECT_EQ(delivered(log_with("retention: 1h, archive: off"), 3).verdict, Verdict::pass);
}

TEST(LogIsTruth, loses_visibly_what_compaction_takes_from_who_counts_every_event) {
  // Wrong: a log that keeps the last event of each stream would pass for one that keeps them all.
  const RunResult lost = delivered(log_with("compaction: on, compact_after: 500ms, archive: off", nothing_lost), 3);
  EXPECT_EQ(lost.verdict, Verdict::fail) << lost.reason;
  EXPECT_EQ(delivered(log_with("compaction: on, compact_after: 500ms, archive: on"), 3).verdict, Verdict::pass);
}

TEST(LogIsTruth, builds_a_view_anew_from_archive_and_log_as_the_live_one_would_be) {
  // Wrong: a view that begins when most of its events are in the archive is another than one that was there from the
  // start.
  const DeliverySettings late = log_with("retention: 300ms, archive: on", all_is_well, "1ms");
  for (std::uint64_t number = 1; number <= 20; ++number) {
    const RunResult result = delivered(late, number);
    EXPECT_EQ(result.verdict, Verdict::pass) << number << ": " << result.reason;
  }
}

TEST(LogIsTruth, loses_nothing_whatever_crashes_while_events_move_into_the_archive) {
  // Wrong: an event that left the log and hadn't reached the archive's disk is nowhere.
  for (const char* choices : {"retention: 100ms", "retention: 10s, compaction: on, compact_after: 100ms"}) {
    expect_none_fails({.publication = "{method: log_is_truth, poll: 10ms, batch: 5, " + std::string(choices) + "}",
                       .properties = "[no_event_lost, projection_matches_log, run_completed, event_applied_once]"},
                      50);
  }
}

}  // namespace
}  // namespace crisper::properties
