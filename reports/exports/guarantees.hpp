// Guarantees: what a design promises of a channel, and whether runs bore it out: which property judges it, and in how
// many runs it was seen to hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/exports/shown_design.hpp"

namespace crisper::reports {

enum class Standing : std::uint8_t {
  proven,        ///< a property that judges it held in every run that it looked at, and there was one
  assumed,       ///< nothing that has run judges it
  contradicted,  ///< a property that judges it failed
};
std::string_view standing_word(Standing standing);

struct Guarantee {
  std::string_view about;  ///< "delivery", "order", "repetition"
  std::string claim;       ///< what the design promises
  Standing standing = Standing::assumed;
  std::string property{};    ///< which judges it; empty: none does
  std::uint64_t runs = 0;    ///< in which it held
  std::uint64_t failed = 0;  ///< in which it did not
  std::string reason{};      ///< of the contradiction
};

/// Of a channel between boxes. A property judges all channels of its kind together.
std::vector<Guarantee> guarantees_of(const sim::Channel& channel, const ShownDesign& design);

}  // namespace crisper::reports
