#include "properties/capacity/mailbox_waits.hpp"

#include <gtest/gtest.h>

#include "core/observe/observation.hpp"

namespace crisper::properties {
namespace {

constexpr ProcessId busy{1}, other{2};

SimTime second(int n) { return sim_start + std::chrono::seconds(n); }

Observation into_the_mailbox(std::uint64_t message, int at) {
  return {.kind = ObservationKind::message_delivered,
          .at = second(at),
          .process = busy,
          .peer = other,
          .message = MessageId{message},
          .b = 1};
}
Observation dropped(std::uint64_t message, int at, DropReason reason) {
  return {.kind = ObservationKind::message_dropped,
          .at = second(at),
          .process = other,
          .peer = busy,
          .message = MessageId{message},
          .b = static_cast<std::int64_t>(reason)};
}

/// How many waited on average over ten seconds.
double waiting(const MailboxWaits& waits) {
  Names names;
  names.add(busy, {"busy", "service"});
  const auto means = waits.means({.from = sim_start, .to = second(10), .run_end = second(10)}, names);
  const auto found = means.find("busy");
  return found == means.end() ? 0 : found->second;
}

// Wrong: what a full mailbox threw out counts as waiting to the end, and the process is told as the one that holds up.
TEST(MailboxWaits, what_is_thrown_out_waits_no_longer) {
  MailboxWaits waits;
  for (std::uint64_t n = 1; n <= 4; ++n) waits.note(into_the_mailbox(n, 0));
  EXPECT_DOUBLE_EQ(waiting(waits), 4);
  for (std::uint64_t n = 1; n <= 2; ++n) waits.note(dropped(n, 5, DropReason::mailbox_full));
  EXPECT_DOUBLE_EQ(waiting(waits), 3) << "two for ten seconds, two for five";
}

// Wrong: a copy that the network loses takes the one along that is there.
TEST(MailboxWaits, what_is_lost_on_its_way_was_never_there) {
  MailboxWaits waits;
  waits.note(into_the_mailbox(1, 0));
  waits.note(dropped(1, 2, DropReason::loss));
  waits.note(dropped(2, 2, DropReason::mailbox_full));
  EXPECT_DOUBLE_EQ(waiting(waits), 1);
}

}  // namespace
}  // namespace crisper::properties
