// CRISPER_FOR_EACH: a macro for each item of a list. For what is named once, and the language can't repeat.
#pragma once

/// CRISPER_FOR_EACH(macro, a, b, c): macro(a) macro(b) macro(c); up to sixty of them. A step leaves the next one
/// unfinished, and what is left is read again: D. Mazieres, "Recursive macros with C++20 __VA_OPT__", 2021.
#define CRISPER_FOR_EACH(macro, ...) __VA_OPT__(CRISPER_READ_64(CRISPER_FOR_EACH_STEP(macro, __VA_ARGS__)))
#define CRISPER_FOR_EACH_STEP(macro, first, ...) \
  macro(first) __VA_OPT__(CRISPER_FOR_EACH_AGAIN CRISPER_PARENTHESES(macro, __VA_ARGS__))
#define CRISPER_FOR_EACH_AGAIN() CRISPER_FOR_EACH_STEP
#define CRISPER_PARENTHESES ()
#define CRISPER_READ_64(...) CRISPER_READ_16(CRISPER_READ_16(CRISPER_READ_16(CRISPER_READ_16(__VA_ARGS__))))
#define CRISPER_READ_16(...) CRISPER_READ_4(CRISPER_READ_4(CRISPER_READ_4(CRISPER_READ_4(__VA_ARGS__))))
#define CRISPER_READ_4(...) CRISPER_READ_1(CRISPER_READ_1(CRISPER_READ_1(CRISPER_READ_1(__VA_ARGS__))))
#define CRISPER_READ_1(...) __VA_ARGS__
