// CRISPER_FOR_EACH: a macro for each item of a list. For what is named once, and the language can't repeat.
#pragma once

#ifdef Q_MOC_RUN  // Qt's moc reads headers for its own macros and knows no __VA_OPT__
#define CRISPER_FOR_EACH(...)
#else

/// CRISPER_FOR_EACH(macro, a, b, c): macro(a) macro(b) macro(c). Up to thirty-two: a macro can't call itself, so there
/// is a step for each. The trick by which one seems to (reading the text again and again) costs every file 30 ms.
#define CRISPER_FOR_EACH(macro, ...) __VA_OPT__(CRISPER_EACH_1(macro, __VA_ARGS__))
#define CRISPER_EACH_1(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_2(macro, __VA_ARGS__))
#define CRISPER_EACH_2(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_3(macro, __VA_ARGS__))
#define CRISPER_EACH_3(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_4(macro, __VA_ARGS__))
#define CRISPER_EACH_4(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_5(macro, __VA_ARGS__))
#define CRISPER_EACH_5(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_6(macro, __VA_ARGS__))
#define CRISPER_EACH_6(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_7(macro, __VA_ARGS__))
#define CRISPER_EACH_7(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_8(macro, __VA_ARGS__))
#define CRISPER_EACH_8(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_9(macro, __VA_ARGS__))
#define CRISPER_EACH_9(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_10(macro, __VA_ARGS__))
#define CRISPER_EACH_10(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_11(macro, __VA_ARGS__))
#define CRISPER_EACH_11(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_12(macro, __VA_ARGS__))
#define CRISPER_EACH_12(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_13(macro, __VA_ARGS__))
#define CRISPER_EACH_13(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_14(macro, __VA_ARGS__))
#define CRISPER_EACH_14(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_15(macro, __VA_ARGS__))
#define CRISPER_EACH_15(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_16(macro, __VA_ARGS__))
#define CRISPER_EACH_16(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_17(macro, __VA_ARGS__))
#define CRISPER_EACH_17(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_18(macro, __VA_ARGS__))
#define CRISPER_EACH_18(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_19(macro, __VA_ARGS__))
#define CRISPER_EACH_19(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_20(macro, __VA_ARGS__))
#define CRISPER_EACH_20(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_21(macro, __VA_ARGS__))
#define CRISPER_EACH_21(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_22(macro, __VA_ARGS__))
#define CRISPER_EACH_22(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_23(macro, __VA_ARGS__))
#define CRISPER_EACH_23(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_24(macro, __VA_ARGS__))
#define CRISPER_EACH_24(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_25(macro, __VA_ARGS__))
#define CRISPER_EACH_25(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_26(macro, __VA_ARGS__))
#define CRISPER_EACH_26(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_27(macro, __VA_ARGS__))
#define CRISPER_EACH_27(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_28(macro, __VA_ARGS__))
#define CRISPER_EACH_28(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_29(macro, __VA_ARGS__))
#define CRISPER_EACH_29(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_30(macro, __VA_ARGS__))
#define CRISPER_EACH_30(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_31(macro, __VA_ARGS__))
#define CRISPER_EACH_31(macro, first, ...) macro(first) __VA_OPT__(CRISPER_EACH_32(macro, __VA_ARGS__))
#define CRISPER_EACH_32(macro, last) macro(last)

#endif
