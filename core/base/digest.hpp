// Digest: a 64-bit fingerprint of a sequence of values, the same on every platform.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crisper {

/// Mixes 64 bits into 64 well-spread bits (the finaliser of SplitMix64, Steele et al. 2014).
constexpr std::uint64_t mix_bits(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// FNV-1a with a final mix: names known at compile time become keys at compile time.
constexpr std::uint64_t name_key(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix_bits(hash);
}

/// An order-sensitive fold of words. Not for secrets: it detects accidents, not adversaries.
class Digest {
 public:
  /// One 64 x 64 -> 128 bit multiplication, its halves folded together (the "mum" of wyhash, Wang Yi 2019).
  constexpr void add(std::uint64_t word) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(state_ ^ word) * 0x9e3779b97f4a7c15ULL;
    state_ = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ 0x2545f4914f6cdd1dULL;
  }
  constexpr void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    add(name_key(text));
  }
  constexpr std::uint64_t value() const { return mix_bits(state_); }

  friend constexpr bool operator==(Digest, Digest) = default;

 private:
  std::uint64_t state_ = 0x6a09e667f3bcc909ULL;
};

/// Of one text, as of a file.
constexpr std::uint64_t digest_of_text(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.value();
}

/// Sixteen lower-case hexadecimal digits.
std::string digest_text(std::uint64_t digest);

}  // namespace crisper
