// CRISPER_BODY: the two lines that every message body repeats, its name and its equality.
#pragma once

#include <string_view>

#include "core/message/fields.hpp"

#define CRISPER_BODY(Body)                        \
  static constexpr std::string_view name = #Body; \
  friend bool operator==(const Body&, const Body&) = default
