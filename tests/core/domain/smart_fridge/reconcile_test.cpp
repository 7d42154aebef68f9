#include "core/domain/smart_fridge/reconcile.hpp"

#include <gtest/gtest.h>

#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

const MealReserved two_reserved{.order = order, .meal = soup, .quantity = 2};

struct Said {
  std::uint64_t number = 1;
  ReportKind kind = ReportKind::total;
  Quantity said = 0;
  SourceTrust trust = SourceTrust::full;
  bool newer_only = false;
};

ReconcileStock report(Said what) {
  return {.number = what.number,
          .kind = what.kind,
          .counts = {{.meal = soup, .said = what.said}},
          .trust = what.trust,
          .tolerance = 2,
          .newer_only = what.newer_only};
}

FridgeReported told(Said what, Quantity expected) {
  return {.number = what.number,
          .kind = what.kind,
          .counts = {{.meal = soup, .said = what.said, .expected = expected}}};
}

TEST(Reconcile, takes_a_total_for_what_lies_there_reserved_meals_included) {
  // Wrong: somebody's reserved meal would be taken for one too many.
  const Said five{.said = 5};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, two_reserved).when(report(five)).then(told(five, 5)));
  const Said three{.said = 3};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, two_reserved)
                  .when(report(three))
                  .then(told(three, 5), MealsRemoved{.meal = soup, .quantity = 2}));
}

TEST(Reconcile, finds_meals_only_where_the_source_is_trusted_so_far) {
  // Wrong: a report far above the count would change nothing, or nonsense would fill the fridge.
  const Said more{.said = 7};
  EXPECT_TRUE(given<FridgeDecider>(five_soups)
                  .when(report(more))
                  .then(told(more, 5), MealsFound{.meal = soup, .quantity = 2}));
  Said shrink = more;
  shrink.trust = SourceTrust::shrink;
  EXPECT_TRUE(given<FridgeDecider>(five_soups).when(report(shrink)).then(told(shrink, 5)));
  const Said nonsense{.said = 400, .trust = SourceTrust::bounded};
  EXPECT_TRUE(given<FridgeDecider>(five_soups)
                  .when(report(nonsense))
                  .then(told(nonsense, 5), ReportDoubted{.meal = soup, .said = 400, .expected = 5}));
  const Said nobody{.said = 0, .trust = SourceTrust::none};
  EXPECT_TRUE(given<FridgeDecider>(five_soups).when(report(nobody)).then(told(nobody, 5)));
}

TEST(Reconcile, never_takes_what_is_promised) {
  // Wrong: a report would break what a customer was told.
  const Said empty{.said = 0};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, two_reserved)
                  .when(report(empty))
                  .then(told(empty, 5), MealsRemoved{.meal = soup, .quantity = 3}));
}

TEST(Reconcile, counts_a_delta_as_often_as_it_comes_and_a_running_sum_once) {
  // R15. Wrong: what tells the kinds apart under duplication would be gone.
  const Said delta{.kind = ReportKind::delta, .said = -1};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(delta, 5), MealsRemoved{.meal = soup, .quantity = 1})
                  .when(report(delta))
                  .then(told(delta, 4), MealsRemoved{.meal = soup, .quantity = 1}));
  const Said running{.kind = ReportKind::running, .said = -1};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(running, 5), MealsRemoved{.meal = soup, .quantity = 1})
                  .when(report(running))
                  .then(told(running, 4)));
}

TEST(Reconcile, believes_what_a_second_report_confirms) {
  // Wrong: a book that is far off would be doubted for ever, or one report that is nonsense be believed.
  const Said first{.number = 1, .kind = ReportKind::running, .said = 40, .trust = SourceTrust::confirmed};
  const ConfirmationAwaited awaited{.meal = soup, .report = 1, .by = 40};
  EXPECT_TRUE(given<FridgeDecider>(five_soups).when(report(first)).then(told(first, 5), awaited));

  Said second = first;
  second.number = 2;
  second.said = 42;  // as far off as the tolerance allows
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(first, 5), awaited)
                  .when(report(second))
                  .then(told(second, 5), MealsFound{.meal = soup, .quantity = 42}));
  second.said = 43;
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(first, 5), awaited)
                  .when(report(second))
                  .then(told(second, 5), ConfirmationAwaited{.meal = soup, .report = 2, .by = 43}));
  // What is small needs nobody's word.
  second.said = -2;
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(first, 5), awaited)
                  .when(report(second))
                  .then(told(second, 5), MealsRemoved{.meal = soup, .quantity = 2}));
}

TEST(Reconcile, takes_no_repetition_and_no_delta_for_a_confirmation) {
  // Wrong: a message that comes twice would confirm itself.
  Said said{.number = 1, .kind = ReportKind::running, .said = -40, .trust = SourceTrust::confirmed};
  ConfirmationAwaited awaited{.meal = soup, .report = 1, .by = -40};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(said, 5), awaited).when(report(said)).then(told(said, 5), awaited));

  said.kind = ReportKind::delta;
  Said next = said;
  next.number = awaited.report + 1;
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(said, 5), awaited)
                  .when(report(next))
                  .then(told(next, 5), ConfirmationAwaited{.meal = soup, .report = 2, .by = -40}));
}

TEST(Reconcile, forgets_what_awaits_confirmation_when_a_report_says_otherwise) {
  // Wrong: two pieces of nonsense, with the truth between them, would confirm each other.
  const Said first{.number = 1, .kind = ReportKind::running, .said = 40, .trust = SourceTrust::confirmed};
  Said truth = first, third = first;
  truth.number = 2;
  truth.said = 0;
  third.number = 3;
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(first, 5), ConfirmationAwaited{.meal = soup, .report = 1, .by = 40},
                                   told(truth, 5))
                  .when(report(third))
                  .then(told(third, 5), ConfirmationAwaited{.meal = soup, .report = 3, .by = 40}));
}

TEST(Reconcile, ignores_what_is_no_newer_where_numbers_count) {
  // Wrong: a late total would overwrite a newer one, or numbers would say nothing.
  const Said third{.number = 3, .said = 5};
  Said second{.number = 2, .said = 1, .newer_only = true};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(third, 5)).when(report(second)).then());
  second.newer_only = false;
  EXPECT_TRUE(given<FridgeDecider>(five_soups, told(third, 5))
                  .when(report(second))
                  .then(told(second, 5), MealsRemoved{.meal = soup, .quantity = 4}));
}

TEST(Reconcile, goes_on_from_a_snapshot_as_from_the_whole_stream) {
  // Wrong: a running sum would be taken off the book again after a snapshot.
  FridgeDecider::State state;
  for (const Payload& event : {Payload::of(five_soups), Payload::of(told({.number = 4, .said = -1}, 5)),
                               Payload::of(MealsRemoved{.meal = soup, .quantity = 1})}) {
    state = FridgeDecider::evolve(std::move(state), event);
  }
  const FridgeDecider::State back = FridgeDecider::restore(FridgeDecider::save(state, 2), 2);
  EXPECT_EQ(back.last_report, 4U);
  EXPECT_EQ(back.by_reports, state.by_reports);
  EXPECT_EQ(back.stock, state.stock);
}

TEST(Reconcile, awaits_a_confirmation_from_a_snapshot_as_from_the_whole_stream) {
  // Wrong: after a snapshot the second word would be taken for the first.
  FridgeDecider::State state;
  for (const Payload& event : {Payload::of(five_soups), Payload::of(told({.number = 4, .said = 40}, 5)),
                               Payload::of(ConfirmationAwaited{.meal = soup, .report = 4, .by = 40})}) {
    state = FridgeDecider::evolve(std::move(state), event);
  }
  const FridgeDecider::State back = FridgeDecider::restore(FridgeDecider::save(state, 2), 2);
  EXPECT_EQ(back.awaited, state.awaited);
  ASSERT_EQ(back.awaited.size(), 1U);
  EXPECT_EQ(back.last_report, 4U);
}

TEST(Reconcile, writes_off_what_nobody_waits_for) {
  // Wrong: a meal that is thrown away would stay for sale, or one that is promised could be.
  EXPECT_TRUE(given<FridgeDecider>(five_soups, two_reserved)
                  .when(WriteOff{.meal = soup, .quantity = 3})
                  .then(MealsWrittenOff{.meal = soup, .quantity = 3}));
  EXPECT_TRUE(given<FridgeDecider>(five_soups, two_reserved)
                  .when(WriteOff{.meal = soup, .quantity = 4})
                  .then_rejected("not so many that nobody waits for"));
}

}  // namespace
}  // namespace crisper::smart_fridge
