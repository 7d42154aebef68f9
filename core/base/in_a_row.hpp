// in_a_row: several words as one part of a sentence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crisper {

/// "a", "a and b", "a, b and c"; `joint` stands before the last.
inline std::string in_a_row(const std::vector<std::string>& words, std::string_view joint = "and") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + std::string(joint) + " " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace crisper
