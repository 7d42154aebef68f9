#include "properties/search/shrink/ddmin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/digest.hpp"
#include "core/base/rng.hpp"

namespace crisper::properties {
namespace {

using Does = std::function<bool(const Part&)>;

struct Counted {
  Does does;
  std::size_t questions = 0;

  FirstThatDoes ask() {
    return [this](std::size_t count, const std::function<Part(std::size_t)>& part) -> std::optional<std::size_t> {
      for (std::size_t n = 0; n < count; ++n) {
        ++questions;
        if (does(part(n))) return n;
      }
      return std::nullopt;
    };
  }
};

Part all(std::size_t size) {
  Part part(size);
  for (std::size_t i = 0; i < size; ++i) part[i] = i;
  return part;
}

/// Every part with one element less, tried one after the other.
bool is_minimal(const Part& part, const Does& does) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    Part less = part;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    if (does(less)) return false;
  }
  return true;
}

void expect_minimal(std::size_t size, const Does& does, const std::string& what) {
  Counted counted{does};
  const Part part = ddmin(size, counted.ask());
  EXPECT_TRUE(does(part)) << what;
  EXPECT_TRUE(is_minimal(part, does)) << what;
  EXPECT_TRUE(std::ranges::is_sorted(part)) << what;
  EXPECT_EQ(ddmin(size, counted.ask()), part) << what << ": twice the same";
}

TEST(Ddmin, finds_those_that_are_all_needed) {
  // Wrong: what is called minimal holds something that nobody needs, or lacks something.
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Rng rng(seed);
    const std::size_t size = 1 + rng.below(60);
    std::set<std::size_t> needed;
    for (std::uint64_t left = rng.below(5); left > 0; --left) needed.insert(rng.below(size));
    const Does does = [&](const Part& part) {
      return std::ranges::all_of(needed, [&](std::size_t each) { return std::ranges::binary_search(part, each); });
    };
    Counted counted{does};
    EXPECT_EQ(ddmin(size, counted.ask()), Part(needed.begin(), needed.end())) << seed;
  }
}

TEST(Ddmin, ends_where_no_single_element_can_go_however_wild_the_question) {
  // Wrong: a failure that comes and goes as things are left out would end in a case that is not minimal.
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const std::size_t size = 1 + Rng(seed).below(24);
    const Part whole = all(size);
    const Does does = [&](const Part& part) {
      if (part == whole) return true;
      Digest digest;
      digest.add(seed);
      for (const std::size_t each : part) digest.add(static_cast<std::uint64_t>(each));
      return digest.value() % 7 == 0;
    };
    expect_minimal(size, does, std::to_string(seed));
  }
}

TEST(Ddmin, finds_one_among_thousands_with_few_questions) {
  // Wrong: a long run would take a question for every command in it.
  for (const std::size_t guilty : {0u, 1u, 2500u, 4999u}) {
    Counted counted{[&](const Part& part) { return std::ranges::binary_search(part, guilty); }};
    EXPECT_EQ(ddmin(5000, counted.ask()), Part{guilty});
    EXPECT_LE(counted.questions, 40u);
  }
}

TEST(Ddmin, of_what_does_it_anyway_leaves_nothing) {
  // Wrong: a run that fails without any command would keep one.
  Counted counted{[](const Part&) { return true; }};
  EXPECT_EQ(ddmin(100, counted.ask()), Part{});
  EXPECT_EQ(counted.questions, 1u);
  EXPECT_EQ(ddmin(0, counted.ask()), Part{});
}

}  // namespace
}  // namespace crisper::properties
