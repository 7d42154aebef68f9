// StrongId: a number that means one thing, so that a process can't be passed where a stream is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace crisper {

/// An opaque number of one meaning. `Tag` only tells the types apart; `Rep` is an unsigned or signed integer.
template <class Tag, class Rep = std::uint64_t>
struct StrongId {
  Rep value{};

  friend constexpr bool operator==(StrongId, StrongId) = default;
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

/// For unordered containers outside `core` and for lookups (never iteration) inside it; stable on every platform.
struct StrongIdHash {
  template <class Tag, class Rep>
  constexpr std::size_t operator()(StrongId<Tag, Rep> id) const {
    auto x = static_cast<std::uint64_t>(id.value) + 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>(x ^ (x >> 31));
  }
};

}  // namespace crisper
