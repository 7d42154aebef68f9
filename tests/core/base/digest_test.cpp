#include "core/base/digest.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace crisper {
namespace {

std::uint64_t digest_of(const std::vector<std::uint64_t>& words) {
  Digest digest;
  for (const std::uint64_t word : words) digest.add(word);
  return digest.value();
}

TEST(Digest, depends_on_every_word_and_on_their_order) {
  // Wrong: two different runs would look alike.
  std::set<std::uint64_t> seen;
  const std::vector<std::vector<std::uint64_t>> cases = {{}, {0}, {0, 0}, {1}, {1, 2}, {2, 1}, {1, 2, 0}, {1ULL << 63}};
  for (const auto& words : cases) EXPECT_TRUE(seen.insert(digest_of(words)).second);
}

TEST(Digest, tells_texts_apart_by_length_and_content) {
  // Wrong: moving a letter from one field to the next would go unseen.
  Digest a, b;
  a.add("ab");
  a.add("c");
  b.add("a");
  b.add("bc");
  EXPECT_NE(a, b);
}

TEST(Digest, is_the_same_on_every_platform) {
  // Wrong: a saved digest would accuse another machine of divergence.
  EXPECT_EQ(name_key("crisper"), name_key(std::string_view("crisper")));
  EXPECT_EQ(mix_bits(1), 0x5692161d100b05e5ULL);
  EXPECT_EQ(digest_text(0xabc), "0000000000000abc");
  EXPECT_EQ(digest_of({1, 2, 3}), digest_of({1, 2, 3}));
}

}  // namespace
}  // namespace crisper
