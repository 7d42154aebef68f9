#include "properties/domain/entity_fold.hpp"

#include <gtest/gtest.h>

#include "sim/domain/registry.hpp"
#include "tests/properties/domain/written/told_law.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using properties::EntityChange;
using properties::entity_fold;

const StreamId show{StreamId::of(StreamCategory{1}, 1)};

class FoldedShop {
 public:
  std::optional<EntityChange> take(StreamId stream, std::string_view event) { return fold_->take(stream, event); }

 private:
  sim::Scenario scenario_ = sim::parsed(std::string(shop_with_laws));
  std::unique_ptr<Domain> domain_ = sim::make_domain(scenario_);
  std::unique_ptr<properties::EntityFold> fold_ = entity_fold(*domain_);
};

// Wrong: a window shows another state than the business has, or says that something changed that didn't.
TEST(written_entity_fold, tells_what_an_event_changed_and_what_it_left) {
  FoldedShop shop;
  std::optional<EntityChange> opened = shop.take(show, "Opened{seats=5}");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->before, "free 0");
  EXPECT_EQ(opened->after, "free 5");
  EXPECT_EQ(opened->whole, "free 5, big 0, held {}");
  const std::optional<EntityChange> held = shop.take(show, "Held{booking=7 seats=2}");
  ASSERT_TRUE(held);
  EXPECT_EQ(held->before, "free 5, held {}");
  EXPECT_EQ(held->after, "free 3, held {booking-7: 2}");
  const std::optional<EntityChange> sold = shop.take(show, "Sold{booking=8}");
  ASSERT_TRUE(sold);
  EXPECT_EQ(sold->before + sold->after, "") << "there was no such booking";
  EXPECT_EQ(sold->whole, "free 3, big 0, held {booking-7: 2}");
}

// Wrong: two entities share a state.
TEST(written_entity_fold, keeps_streams_apart) {
  FoldedShop shop;
  shop.take(show, "Opened{seats=5}");
  const auto other = shop.take(StreamId::of(StreamCategory{1}, 2), "Opened{seats=1}");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->after, "free 1");
}

// Wrong: a sum over events of which one could not be read is shown as the state.
TEST(written_entity_fold, says_nothing_more_of_a_state_once_an_event_can_not_be_read) {
  for (const char* strange : {"Closed{}", "Opened{seats=many}", "Opened{seats=1 more=2}", "Opened", "Opened{", ""}) {
    FoldedShop shop;
    EXPECT_FALSE(shop.take(show, strange)) << strange;
    EXPECT_FALSE(shop.take(show, "Opened{seats=5}")) << strange;
  }
}

// Wrong: a business that tells of rows would be asked for states that nobody can read.
TEST(written_entity_fold, is_none_for_a_business_that_the_program_has) {
  EXPECT_EQ(entity_fold(*sim::make_domain(sim::parsed("engine: fast\n"))), nullptr);
}

}  // namespace
}  // namespace crisper::written
