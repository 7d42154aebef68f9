// OpenWrites: what turns of one process have begun to write, and nobody knows yet to be on disk.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "core/runtime/durably.hpp"

namespace crisper {

/// For a reentrant process whose records may reach the disk in any order. A sync alone doesn't cover what another turn
/// has written: where the disk was full that is gone, and written again a while later.
class OpenWrites {
 public:
  /// As crisper::durably, and returns once all writes that were begun before are over, too: so whoever comes with
  /// nothing new may say that what is known is on disk.
  Task<> durably(Context& context, std::vector<Payload> records, std::vector<Observation> once_durable = {}) {
    const std::uint64_t number = ++last_;
    open_.insert(number);
    co_await crisper::durably(context, std::move(records), std::move(once_durable));
    open_.erase(number);
    while (!open_.empty() && *open_.begin() < number) co_await context.sleep(disk_retry_pause);
  }

 private:
  std::set<std::uint64_t> open_;
  std::uint64_t last_ = 0;
};

}  // namespace crisper
