#include <gtest/gtest.h>

#include "core/ownership/escrow/quota_ledger.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

constexpr QuotaAccount first{71};
constexpr QuotaAccount second{72};
const QuotaKey meals{fridge(3), 1};

AuditEntry ledger(QuotaAccount account, std::int64_t lent, std::int64_t returned) {
  return {.kind = AuditKind::quota_ledger,
          .process = lock_service,
          .payload = Payload::of(QuotaEntry{.key = meals, .account = account, .lent = lent, .returned = returned})};
}

AuditEntry book(ProcessId holder, QuotaAccount account, QuotaBook book) {
  return {.kind = AuditKind::quota_book,
          .process = holder,
          .message = MessageId{account.value},
          .payload = Payload::of(std::move(book))};
}

/// Handler 1 loads ten meals and gives seven of them back; handler 2 is lent four, and sells one.
Story ten_meals(Design design = {}) {
  Story story("quotas_add_up", std::move(design));
  story.appended(fridge(3), MealsLoaded{meal(1), 10}, handler_1);
  story.say({.kind = ObservationKind::quota_lent, .process = lock_service, .stream = fridge(3), .a = 4});
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_2).stored(1, 1).stored(2, 2);
  return story;
}

TEST(QuotasAddUp, passes_when_the_books_and_the_stock_agree) {
  // Wrong: a correct run of escrow would be called broken.
  Story story = ten_meals();
  story.holds(ledger(first, 0, 7)).holds(ledger(second, 4, 0));
  story.holds(book(handler_1, first, {.key = meals, .returned = 7, .settled = 10}));
  story.holds(book(handler_2, second, {.key = meals, .lent = 4, .settled = -1})).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(QuotasAddUp, counts_what_is_set_aside_as_the_store_knows_it) {
  // Wrong: a holder that crashed between its append and its book would be called a thief.
  Story story = ten_meals();
  story.holds(ledger(first, 0, 7)).holds(ledger(second, 4, 0));
  story.holds(book(handler_1, first, {.key = meals, .returned = 7, .settled = 10}));
  story.holds(
      book(handler_2, second, {.key = meals, .lent = 4, .pending = {{.command = CommandId{2}, .need = 1}}}));
  story.ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(QuotasAddUp, fails_when_what_was_given_back_is_still_in_the_book) {
  // Wrong: a return that a crash made the holder forget would be lent out twice.
  Story story = ten_meals();
  story.holds(ledger(first, 0, 7)).holds(ledger(second, 4, 0));
  story.holds(book(handler_1, first, {.key = meals, .returned = 0, .settled = 10}));
  story.holds(book(handler_2, second, {.key = meals, .lent = 4, .settled = -1})).ended_audited();
  EXPECT_EQ(story.reason(), "handler-1 gave back 7 of meal 1 of fridge-3, and its own books say 0");
}

TEST(QuotasAddUp, fails_when_more_is_held_than_there_is) {
  // Wrong: a sale that no book knows would be sold once more.
  Story story = ten_meals();
  story.holds(ledger(first, 0, 7)).holds(ledger(second, 4, 0));
  story.holds(book(handler_1, first, {.key = meals, .returned = 7, .settled = 10}));
  story.holds(book(handler_2, second, {.key = meals, .lent = 4})).ended_audited();
  EXPECT_EQ(story.reason(), "the quotas of meal 1 of fridge-3 add up to 10, and the stored events leave 9 for sale");
}

TEST(QuotasAddUp, tells_what_a_holder_stranded_and_fails_nobody_for_it) {
  // Wrong: a design that keeps its quotas in memory would fail for what it says of itself.
  Story story = ten_meals();
  story.holds(ledger(first, 0, 7)).holds(ledger(second, 4, 0));
  story.holds(book(handler_1, first, {.key = meals, .returned = 7, .settled = 10})).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  EXPECT_EQ(story.property().notes().front().count, 3u);
}

TEST(QuotasAddUp, expects_no_more_than_the_stock_where_quotas_are_in_memory) {
  // Wrong: a holder that loaded a fridge and crashed before it lent anything would make the sum look wrong.
  Design design;
  design.ownership.quota = QuotaMemory::volatile_;
  Story forgotten = ten_meals(design);
  forgotten.holds(ledger(second, 4, 0)).holds(book(handler_2, second, {.key = meals, .lent = 4, .settled = -1}));
  forgotten.ended_audited();
  EXPECT_EQ(forgotten.verdict(), Verdict::pass) << forgotten.reason();
  Story minted = ten_meals(design);
  minted.holds(book(handler_1, first, {.key = meals, .settled = 10})).ended_audited();
  EXPECT_EQ(minted.verdict(), Verdict::fail) << "more is held than is for sale";
}

TEST(QuotasAddUp, passes_over_a_holder_that_has_not_read_its_book) {
  // Wrong: every run that ends soon after a crash of a handler would be unknown.
  Story story = ten_meals();
  story.holds({.kind = AuditKind::unread, .process = handler_2}).holds(ledger(second, 4, 0)).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(QuotasAddUp, leaves_open_what_a_holder_that_is_down_has) {
  // Wrong: what nobody can say would be called stranded.
  Story story = ten_meals();
  story.holds({.kind = AuditKind::process_down, .process = handler_2}).holds(ledger(second, 4, 0));
  story.ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(QuotasAddUp, says_nothing_where_nothing_is_lent) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("quotas_add_up");
  story.appended(fridge(3), MealsLoaded{meal(1), 10}).stored(1).ended_audited();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
