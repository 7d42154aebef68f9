// TransactedStore: the event store's process, as whoever decides in its place when something is appended sees it.
#pragma once

#include <optional>
#include <vector>

#include "core/runtime/context.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

class TransactedStore {
 public:
  virtual ~TransactedStore() = default;
  /// Why an append is not admitted, whatever the streams hold.
  virtual std::optional<AppendError> inadmissible(const AppendEvents& append) const = 0;
  virtual AppendRequest request_of(const AppendEvents& append, ProcessId writer, SimTime now) const = 0;
  /// Makes it durable and visible.
  virtual Task<Result<std::vector<Payload>, AppendError>> make_durable(Context& context,
                                                                       const AppendRequest& request) = 0;
};

}  // namespace crisper
