#include "properties/names.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

// Wrong: what a business says of its states is not what reasons call them, or others are called so too.
TEST(Names, streams_are_called_as_the_business_says) {
  Names names;
  names.add(StreamCategory{1}, "show");
  names.add(StreamCategory{2}, "booking");
  names.add(StreamCategory{2}, StreamWords{"no. ", " of the bookings"});
  EXPECT_EQ(names.stream(StreamId::of(StreamCategory{1}, 3)), "show-3");
  EXPECT_EQ(names.stream(StreamId::of(StreamCategory{2}, 7)), "no. 7 of the bookings");
  EXPECT_EQ(names.stream(StreamId::of(StreamCategory{3}, 7)), "state-3.7");
  EXPECT_EQ(names.category(StreamCategory{2}), "booking");
  EXPECT_EQ(names.stream_words(StreamCategory{1}), nullptr);
}

// Wrong: people are told of a column by its place, or of an item of another view by a column's name.
TEST(Names, columns_are_called_by_their_names) {
  Names names;
  names.add(ProcessId{1}, {"seats", "projection"});
  names.add(ProcessId{2}, {"seats-2", "projection"});
  names.add(ProcessId{3}, {"takings", "projection"});
  names.add(ProcessId{4}, {"seats-sold", "projection"});
  EXPECT_EQ(names.item(ProcessId{1}, 1), "item 1");
  names.add_columns("seats", {"free", "held"});
  names.add_columns("takings", {});
  EXPECT_EQ(names.item(ProcessId{1}, 0), "free");
  EXPECT_EQ(names.item(ProcessId{2}, 1), "held");
  EXPECT_EQ(names.item(ProcessId{1}, 7), "held of item 3");
  EXPECT_EQ(names.item(ProcessId{3}, 1), "item 1");
  EXPECT_EQ(names.item(ProcessId{4}, 1), "item 1") << "another view, of which nobody named columns";
}

}  // namespace
}  // namespace crisper::properties
