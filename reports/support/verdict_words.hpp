// Verdicts as a terminal shows them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "properties/verdict.hpp"

namespace crisper::reports {

constexpr std::string_view colour_of(properties::Verdict verdict) {
  switch (verdict) {
    case properties::Verdict::pass: return "\x1b[32m";
    case properties::Verdict::unknown: return "\x1b[33m";
    case properties::Verdict::fail: return "\x1b[31m";
  }
  return {};
}

/// "PASS", painted or not.
inline std::string verdict_word(properties::Verdict verdict, bool colour) {
  std::string word(name_of(verdict));
  std::ranges::transform(word, word.begin(),
                         [](char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return colour ? std::string(colour_of(verdict)) + word + "\x1b[0m" : word;
}

}  // namespace crisper::reports
