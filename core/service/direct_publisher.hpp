// DirectPublisher: a service that sends on what it has stored, once it is stored. Nobody remembers what could not be
// sent.
#pragma once

#include <vector>

#include "core/runtime/context.hpp"

namespace crisper {

struct DirectPublisher {
  ProcessId to{};  ///< zero: nobody is told
  Duration call_timeout{};

  /// Sends these RecordedEvents, a few times where there is no answer.
  Task<> publish(Context& context, std::vector<Payload> events) const;
};

}  // namespace crisper
