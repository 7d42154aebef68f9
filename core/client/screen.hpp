// Screen: what a user had in view, and what for.
#pragma once

#include <cstdint>
#include <string>

#include "core/message/body.hpp"

namespace crisper {

/// With screen.used.
struct Screen {
  CRISPER_BODY(Screen);
  std::string view;
  std::uint64_t user = 0;
  std::int64_t wanted = 0;
  CRISPER_FIELDS(view, user, wanted)
};

}  // namespace crisper
