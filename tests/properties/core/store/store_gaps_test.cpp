// Hazards 1, 2, 3 and 15: a store whose sequence numbers events at their insert, and readers that meet the gaps.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

constexpr const char* polling = "{method: consumer_polling, poll: 5ms}";

DeliverySettings gaps(const std::string& how, const std::string& publication = polling) {
  return {.publication = publication,
          .event_store = "{position: at_insert, commit: 1ms..80ms, " + how + "}",
          .properties = "[no_event_lost]",
          .random_faults = false};
}

TEST(GapsInTheStore, that_readers_do_not_look_for_hide_what_is_committed_late) {
  // Hazard 1. Wrong: a reader that passes a position before its transaction commits would seem to have everything.
  EXPECT_GT(first_failure(gaps("gaps: none"), 40), 0u);
  EXPECT_GT(first_failure(gaps("gaps: none", "{method: single_publisher, poll: 5ms}"), 40), 0u);
  EXPECT_GT(first_failure(gaps("gaps: none", "{method: store_subscription}"), 40), 0u);
}

TEST(GapsInTheStore, are_harmless_where_the_store_tells_which_transactions_are_open) {
  // R39. Wrong: a design that asks the store properly would lose events, or stand still at a number rolled back.
  for (const char* publication : {polling, "{method: single_publisher, poll: 5ms}", "{method: store_subscription}"}) {
    DeliverySettings settings = gaps("gaps: exact", publication);
    settings.properties = "[no_event_lost, run_completed, stream_versions_contiguous, projection_matches_log]";
    settings.random_faults = true;
    expect_none_fails(settings, 30);
  }
}

TEST(GapsInTheStore, that_are_given_up_too_early_lose_the_slow_commit) {
  // Hazard 2. Wrong: a timeout shorter than a commit would look safe.
  EXPECT_GT(first_failure(gaps("gaps: high_water, gap_timeout: 10ms"), 60), 0u);
  expect_none_fails(gaps("gaps: high_water, gap_timeout: 200ms"), 30);
}

TEST(GapsInTheStore, that_are_waited_for_without_end_stop_the_reader) {
  // Hazard 3. Wrong: a number that was rolled back would stop nobody.
  DeliverySettings settings = gaps("gaps: wait");
  settings.properties = "[projection_matches_log]";
  EXPECT_GT(first_failure(settings, 60), 0u);
}

TEST(GapsInTheStore, lose_rows_of_an_outbox_that_is_swept_by_position) {
  // Hazard 15. Wrong: a cleanup up to the highest published row would spare the row that was committed since.
  EXPECT_GT(first_failure(gaps("gaps: exact", "{method: outbox, poll: 5ms}"), 100), 0u);
  expect_none_fails(gaps("gaps: exact", "{method: outbox, poll: 5ms, claim: rows}"), 40);
}

}  // namespace
}  // namespace crisper::properties
