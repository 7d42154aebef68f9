// A text with a few small mistakes in it, as a slip of the hand or a bad merge makes them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/rng.hpp"

namespace crisper::written {

inline std::string mutated(std::string text, Rng rng) {
  static const std::vector<std::string> pieces{
      "->",   "(",   ")",    "[",       "]",     ",",    ":",       "-",       "+=",        "\"",
      "{",    "}",   "show", "booking", "held[", " in ", "nothing", "if ",     "otherwise", "9223372036854775807",
      "0",    "/ 0", "sum(", "\n",      "  ",    "not ", "..",      "map of ", "@",         "\t",
      "and ", "."};
  const std::uint64_t mistakes = 1 + rng.below(4);
  for (std::uint64_t n = 0; n < mistakes && !text.empty(); ++n) {
    const std::size_t at = rng.below(text.size());
    const std::size_t length = std::min<std::size_t>(1 + rng.below(12), text.size() - at);
    switch (rng.below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, pieces[rng.below(pieces.size())]);
        break;
      case 2:
        text.insert(rng.below(text.size()), text.substr(at, length));
        break;
      case 3:
        text[at] = static_cast<char>(rng.below(256));
        break;
      default:
        text.replace(at, length, pieces[rng.below(pieces.size())]);
    }
  }
  return text;
}

}  // namespace crisper::written
