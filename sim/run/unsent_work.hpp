// UnsentWork: what of a client's script was not sent when a run was over.
#pragma once

#include <cstdint>

#include "core/message/ids.hpp"

namespace crisper::sim {

/// A client that has not sent all that it was to send.
struct UnsentWork {
  ProcessId client;
  std::uint64_t intents = 0;
  friend bool operator==(const UnsentWork&, const UnsentWork&) = default;
};

}  // namespace crisper::sim
