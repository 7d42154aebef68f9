// durably: records that must not be forgotten, however often the disk fails.
#pragma once

#include <vector>

#include "core/runtime/context.hpp"

namespace crisper {

/// Writes the records and returns once they are on disk. After a failure nobody knows what the device kept, so they are
/// written again: a journal may hold them twice, and whoever reads it back must bear that. Never gives up: a process
/// that can't write has nothing to say to anybody. `once_durable`: as Context::sync.
inline Task<> durably(Context& context, std::vector<Payload> records,
                      std::vector<Observation> once_durable = {}) {
  constexpr Duration pause = std::chrono::milliseconds(10);
  while (true) {
    for (const Payload& record : records) context.disk().append(record);
    const Result<void, DiskError> synced = co_await context.sync(once_durable);
    if (synced) co_return;
    co_await context.sleep(pause);
  }
}

}  // namespace crisper
