// Merging: which events may stand behind others that nobody knew of when they were decided.
#pragma once

#include <functional>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// Two events of one stream, in the words of today's release.
struct Overtaken {
  const Payload& decided;  ///< without knowing of the other
  const Payload& stored;   ///< which stands before it now
};

/// Whether the first would have been decided just so had the other been known: then they merge, else they conflict.
/// Empty: all conflict. Pure; must not depend on anything that may be gone when it is asked.
using Merging = std::function<bool(StreamId stream, const Overtaken& pair)>;

}  // namespace crisper
