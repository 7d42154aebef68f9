#include <gtest/gtest.h>

#include <limits>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

/// What SeatsHeld{7, seats} counts of `held`, when it changes this.
std::optional<CountChange> counted(const std::string& changes, Value seats) {
  const LittleShop shop;
  Entity& show = shop.model->entities[0];
  const MessageShape& held = *shop.model->find_event("SeatsHeld");
  const Scope said{.model = shop.model.get(), .locals = held.parameters, .entity = 0};
  Parsed<std::vector<Assignment>> parsed = parse_changes(changes, said);
  EXPECT_TRUE(parsed) << changes;
  show.events.push_back({&held, *parsed});
  show.counts = 1;
  EXPECT_EQ(show.fields[1].name, "held");
  const WrittenDomain domain(shop.model);
  return domain.counting()(StreamId::of(StreamCategory{1}, 3), written_payload(*shop.model, held, {7, seats}));
}

// Wrong: what is shared out among handlers is counted wrong, and they give away what isn't there.
TEST(written_counts, are_sums_of_what_events_say) {
  EXPECT_EQ(counted("held[booking] += seats", 5), (CountChange{7, 5}));
  EXPECT_EQ(counted("held[booking] -= seats, held[booking] += 1", 5), (CountChange{7, -4}));
  EXPECT_EQ(counted("free -= seats", 5), CountChange{});
  EXPECT_EQ(counted("held[booking] = seats", 5), std::nullopt);
  EXPECT_EQ(counted("held[booking] += free", 5), std::nullopt);
}

// Wrong: changes of two items are taken for a change of one.
TEST(written_counts, are_of_one_item) {
  EXPECT_EQ(counted("held[booking] += seats, held[8] -= seats", 5), std::nullopt);
  EXPECT_EQ(counted("held[booking] += seats, held[7] += seats", 5), (CountChange{7, 10}));
}

// Wrong: a sum beyond 64 bits is a small one, or a change without a value counts.
TEST(written_counts, are_nothing_where_numbers_grow_too_large) {
  EXPECT_EQ(counted("held[booking] += seats, held[booking] += 1", most), std::nullopt);
  EXPECT_EQ(counted("held[booking] += seats * 2", most), std::nullopt);
  EXPECT_EQ(counted("held[booking] += 1 / seats", 0), std::nullopt);
  EXPECT_EQ(counted("held[booking] += seats", most), (CountChange{7, most}));
}

}  // namespace
}  // namespace crisper::written
