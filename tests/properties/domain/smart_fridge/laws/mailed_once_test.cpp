#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation mail(std::uint64_t order) {
  return {.kind = ObservationKind::effect_performed,
          .process = payment,
          .stream = order_stream(order),
          .a = static_cast<std::int64_t>(EffectKind::mail),
          .b = 1};
}

TEST(MailedOnce, fails_when_a_mail_is_sent_again) {
  // Wrong: a replay that sends old mails once more would go unnoticed.
  Story story("mailed_once");
  story.appended(order_stream(7), OrderCompleted{order(7)}).say(mail(7)).say(mail(7)).ended_quiet();
  EXPECT_EQ(story.reason(), "a customer was sent the mail about order-7 twice");
}

TEST(MailedOnce, fails_when_a_mail_is_missing) {
  // Wrong: a mail that a crash swallowed would be missed by nobody but the customer.
  Story story("mailed_once");
  story.appended(order_stream(7), OrderCompleted{order(7)}).say(mail(7));
  story.appended(order_stream(8), OrderCancelled{order(8), CancelReason::sold_out}).ended_quiet();
  EXPECT_EQ(story.reason(), "order-8 is done, and its customer got no mail");
}

TEST(MailedOnce, leaves_open_what_is_on_its_way_and_passes_when_all_have_come) {
  // Wrong: a run that was cut short would be blamed, or a good one not be passed.
  Story open("mailed_once");
  open.appended(order_stream(7), OrderCompleted{order(7)}).say(mail(7));
  open.appended(order_stream(8), OrderCompleted{order(8)}).ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::unknown);
  Story good("mailed_once");
  good.appended(order_stream(7), OrderCompleted{order(7)}).say(mail(7)).charged(7, 900).ended_quiet();
  EXPECT_EQ(good.verdict(), Verdict::pass);
}

TEST(MailedOnce, says_nothing_where_nobody_is_mailed) {
  // Wrong: a design without mails would pass, or fail.
  Story story("mailed_once");
  story.appended(order_stream(7), OrderCompleted{order(7)}).charged(7, 900).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(MailedOnce, in_real_runs_sees_that_no_mail_was_ever_sent) {
  // Wrong: a receptor that gives up on every event would pass for a design that sends no mails.
  const std::string common =
      "workload: {orders: {rate: 40/s, count: 12, customers: 4, fridges: 2, meals: 1}, restock: {initial: 20}}\n"
      "smart_fridge: {mail: on}\n";
  const PropertyResult none = of_real_run(
      "crisper: 1\nname: no mail\ndesign: {consumers: {order-mails: {failures: {poison: 100%, attempts: 2, then: "
      "skip}}}}\n" + common,
      "mailed_once");
  EXPECT_EQ(none.verdict, Verdict::fail) << none.reason;
  const PropertyResult down =
      of_real_run("crisper: 1\nname: down\nfaults: [{crash: order-mails, at: 0s}]\n" + common, "mailed_once");
  EXPECT_EQ(down.verdict, Verdict::unknown);
  EXPECT_NE(down.reason.find("with order-mails down: 12 mails"), std::string::npos) << down.reason;
  EXPECT_EQ(of_real_run("crisper: 1\nname: mail\n" + common, "mailed_once").verdict, Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
