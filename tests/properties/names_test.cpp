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

}  // namespace
}  // namespace crisper::properties
