// What a written business says merges.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

using Said = std::vector<Value>;

/// A shop whose SeatsHeld merges as `line` says.
struct MergingShop : LittleShop {
  explicit MergingShop(std::string_view line) {
    const MessageShape& held = *model->find_event("SeatsHeld");
    Parsed<MergesWith> with = parse_merging(line, held, *model);
    EXPECT_TRUE(with) << line;
    if (with) model->entities[0].events.push_back({.shape = &held, .changes = {}, .merges = {*with}});
  }
  Payload event(const char* name, Said said) const {
    return written_payload(*model, *model->find_event(name), std::move(said));
  }
  bool merge(const Payload& decided, const Payload& stored, std::uint8_t category = 1) const {
    const Merging merging = WrittenDomain(model).merging();
    return merging(StreamId::of(StreamCategory{category}, 3), {.decided = decided, .stored = stored});
  }
  bool held_merge(Said decided, Said stored) const {
    return merge(event("SeatsHeld", std::move(decided)), event("SeatsHeld", std::move(stored)));
  }
};

// Wrong: what conflicts is stored without being decided again, or what merges is decided again.
TEST(written_merges, are_what_is_written_and_no_more) {
  const MergingShop shop("SeatsRefused");
  const Payload held = shop.event("SeatsHeld", {7, 2});
  const Payload refused = shop.event("SeatsRefused", {8, 30, 20});
  EXPECT_TRUE(shop.merge(held, refused));
  EXPECT_FALSE(shop.merge(refused, held)) << "it is one's decision to come behind the other, not the other's";
  EXPECT_FALSE(shop.merge(held, held));
  EXPECT_FALSE(shop.merge(held, shop.event("Over", {0})));
  EXPECT_FALSE(shop.merge(held, refused, 2)) << "a stream of something else";
  EXPECT_FALSE(shop.merge(held, {})) << "no event of the business";
}

// Wrong: two who want one seat both have it.
TEST(written_merges, may_look_at_what_both_say) {
  EXPECT_TRUE(MergingShop("SeatsHeld").held_merge({7, 2}, {7, 2}));
  const MergingShop booking("SeatsHeld unless same booking");
  EXPECT_FALSE(booking.held_merge({7, 2}, {7, 3}));
  EXPECT_TRUE(booking.held_merge({7, 2}, {8, 2}));
  const MergingShop all("SeatsHeld unless same booking and seats");
  EXPECT_TRUE(all.held_merge({7, 2}, {7, 3}));
  EXPECT_FALSE(all.held_merge({7, 2}, {7, 2}));
}

// Wrong: arguments are compared by their place.
TEST(written_merges, compare_arguments_by_their_names) {
  LittleShop shop;
  shop.add("Moved(seats, booking)", true);
  const MessageShape& held = *shop.model->find_event("SeatsHeld");
  const Parsed<MergesWith> with = parse_merging("Moved unless same booking", held, *shop.model);
  ASSERT_TRUE(with);
  EXPECT_EQ(with->unless_same, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}));
}

// Wrong: a design that merges asks the store for what came between, for nothing.
TEST(written_merges, are_none_where_nothing_is_written) {
  const LittleShop shop;
  EXPECT_FALSE(WrittenDomain(shop.model).merging());
}

// Wrong: a slip of the hand is a declaration.
TEST(written_merges, say_what_is_wrong_and_where) {
  const LittleShop shop;
  const MessageShape& held = *shop.model->find_event("SeatsHeld");
  const auto parsed = [&](std::string_view line) { return parse_merging(line, held, *shop.model); };
  EXPECT_EQ(problem_of(parsed("SeatHeld")), "0: this entity has no event 'SeatHeld'");
  EXPECT_EQ(parsed("SeatHeld").error().near.front(), "SeatsHeld");
  EXPECT_EQ(problem_of(parsed("hold")), "0: this entity has no event 'hold'") << "a command";
  EXPECT_EQ(problem_of(parsed("SeatsHeld unless booking")), "17: expected 'same', and 'booking' stands there");
  EXPECT_EQ(problem_of(parsed("SeatsHeld unless same boking")),
            "22: SeatsHeld and SeatsHeld don't both say 'boking'");
  EXPECT_EQ(parsed("SeatsHeld unless same boking").error().near, (std::vector<std::string>{"booking", "seats"}));
  EXPECT_EQ(problem_of(parsed("SeatsRefused unless same free")),
            "25: SeatsHeld and SeatsRefused don't both say 'free'");
  EXPECT_EQ(problem_of(parsed("SeatsHeld or Over")), "10: expected the end of the line, and 'or' stands there");
}

}  // namespace
}  // namespace crisper::written
