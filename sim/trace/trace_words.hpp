// TraceWords: the enumerations that `a` or `b` of an observation may hold, by the names that its kind gives them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/enum_words.hpp"

namespace crisper::sim {

struct TraceWords {
  std::string_view list;  ///< the enumeration, as `kind.a` and `kind.b` name it
  std::span<const EnumWord> words;
};

/// All of them: a test asks for each that a kind names.
std::span<const TraceWords> trace_words();

/// The word for a number that a kind says is one of `list`; empty where it is none, or the number is no value of it.
std::string_view trace_word(std::string_view list, std::int64_t value);

}  // namespace crisper::sim
