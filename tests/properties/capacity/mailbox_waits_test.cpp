#include "properties/capacity/mailbox_waits.hpp"

#include <gtest/gtest.h>

#include "core/observe/observation.hpp"

namespace crisper::properties {
namespace {

constexpr ProcessId mailbox_owner{1}, mailbox_sender{2};

SimTime mailbox_time(int n) { return sim_start + std::chrono::seconds(n); }

Observation into_the_mailbox(std::uint64_t message, int at) {
  return {.kind = ObservationKind::message_delivered,
          .at = mailbox_time(at),
          .process = mailbox_owner,
          .peer = mailbox_sender,
          .message = MessageId{message},
          .b = 1};
}
Observation thrown_away(std::uint64_t message, int at, DropReason reason) {
  return {.kind = ObservationKind::message_dropped,
          .at = mailbox_time(at),
          .process = mailbox_sender,
          .peer = mailbox_owner,
          .message = MessageId{message},
          .b = static_cast<std::int64_t>(reason)};
}

/// How many waited on average over ten seconds.
double mean_in_mailbox(const MailboxWaits& waits) {
  Names names;
  names.add(mailbox_owner, {"busy", "service"});
  const auto means = waits.means({.from = sim_start, .to = mailbox_time(10), .run_end = mailbox_time(10)}, names);
  const auto found = means.find("busy");
  return found == means.end() ? 0 : found->second;
}

// Wrong: what a full mailbox threw out counts as waiting to the end, and the process is told as the one that holds up.
TEST(MailboxWaits, what_is_thrown_out_waits_no_longer) {
  MailboxWaits waits;
  for (std::uint64_t n = 1; n <= 4; ++n) waits.note(into_the_mailbox(n, 0));
  EXPECT_DOUBLE_EQ(mean_in_mailbox(waits), 4);
  for (std::uint64_t n = 1; n <= 2; ++n) waits.note(thrown_away(n, 5, DropReason::mailbox_full));
  EXPECT_DOUBLE_EQ(mean_in_mailbox(waits), 3) << "two for ten seconds, two for five";
}

// Wrong: a copy that the network loses takes the one along that is there.
TEST(MailboxWaits, what_is_lost_on_its_way_was_never_there) {
  MailboxWaits waits;
  waits.note(into_the_mailbox(1, 0));
  waits.note(thrown_away(1, 2, DropReason::loss));
  waits.note(thrown_away(2, 2, DropReason::mailbox_full));
  EXPECT_DOUBLE_EQ(mean_in_mailbox(waits), 1);
}

// Wrong: a process that ends would leave what waited for it there, or take along what had gone elsewhere.
TEST(MailboxWaits, what_waits_for_a_process_that_ends_waits_no_longer) {
  MailboxWaits waits;
  Observation elsewhere = into_the_mailbox(1, 0);
  elsewhere.process = mailbox_sender;
  waits.note(elsewhere);
  for (std::uint64_t n = 1; n <= 3; ++n) waits.note(into_the_mailbox(n, 0));
  waits.note({.kind = ObservationKind::process_ended, .at = mailbox_time(2), .process = mailbox_sender});
  EXPECT_DOUBLE_EQ(mean_in_mailbox(waits), 3);
  waits.note({.kind = ObservationKind::process_ended, .at = mailbox_time(5), .process = mailbox_owner});
  EXPECT_DOUBLE_EQ(mean_in_mailbox(waits), 1.5) << "three for five seconds of ten";
}

}  // namespace
}  // namespace crisper::properties
