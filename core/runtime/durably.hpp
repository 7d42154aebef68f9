// durably: records that must not be forgotten, however often the disk fails.
#pragma once

#include <span>
#include <vector>

#include "core/runtime/context.hpp"

namespace crisper {

constexpr Duration disk_retry_pause = std::chrono::milliseconds(10);

/// Syncs until the device says that what was written is durable, or (failed: full) that it is gone. While it says that
/// it doesn't know, nobody may: to take the writes for lost would be to lose what a crash may keep. `once_durable`: as
/// Context::sync; stays where it is until this is over.
inline Task<Result<void, DiskError>> sync_or_lose(Context& context, std::span<const Observation> once_durable = {}) {
  Result<void, DiskError> synced = co_await context.sync(once_durable);
  while (!synced && synced.error() == DiskError::io_error) {
    co_await context.sleep(disk_retry_pause);
    synced = co_await context.sync();  // what was to be observed is known
  }
  co_return synced;
}

/// Writes the records and returns once they are on disk, again where the disk was full. Never gives up: a process that
/// can't write has nothing to say to anybody. `once_durable`: as Context::sync.
inline Task<> durably(Context& context, std::vector<Payload> records,
                      std::vector<Observation> once_durable = {}) {
  while (true) {
    for (const Payload& record : records) context.disk().append(record);
    const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
    if (synced) co_return;
    co_await context.sleep(disk_retry_pause);
  }
}

}  // namespace crisper
