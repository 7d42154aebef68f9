// GroupCommit: a journal that turns of one process write while others do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "core/runtime/durably.hpp"

namespace crisper {

/// For a reentrant process whose records have an order. One write is under way at a time, and takes along all that has
/// come since the last: so what a crash leaves is what was written up to some moment, also after a full disk, where
/// everyone writes again. A turn that has to wait looks every disk_retry_pause whether it is over.
class GroupCommit {
 public:
  /// Returns once these and all that was given before them are on disk: with no records, once what is known is.
  /// `once_durable`: as durably's; who says it may be another turn, so it must bring its correlation with it.
  Task<> durably(Context& context, std::vector<Payload> records, std::vector<Observation> once_durable = {}) {
    const std::uint64_t number = ++given_;
    std::ranges::move(records, std::back_inserter(records_));
    std::ranges::move(once_durable, std::back_inserter(once_durable_));
    while (durable_ < number) {
      if (is_writing_) {
        co_await context.sleep(disk_retry_pause);
        continue;
      }
      is_writing_ = true;
      const std::uint64_t through = given_;
      std::vector<Payload> all = std::exchange(records_, {});
      std::vector<Observation> said = std::exchange(once_durable_, {});
      co_await crisper::durably(context, std::move(all), std::move(said));
      durable_ = through;
      is_writing_ = false;
    }
  }

 private:
  std::vector<Payload> records_;  ///< given, and not yet being written
  std::vector<Observation> once_durable_;
  std::uint64_t given_ = 0;  ///< how many turns gave something, nothing being something, too
  std::uint64_t durable_ = 0;
  bool is_writing_ = false;
};

}  // namespace crisper
