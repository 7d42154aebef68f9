// Delivery: how a relay hands items over, and how a receiver says that they are safe.
#pragma once

#include <cstdint>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// Items for one receiver, in the order in which they were written. A request: the answer is Received.
struct Delivery {
  CRISPER_BODY(Delivery);
  std::int64_t first = 0;      ///< place of the first item in its outbox; the others follow without a gap
  std::vector<Payload> items;
  CRISPER_FIELDS(first, items)
};

/// All items are durable with the receiver, or were so already.
struct Received {
  CRISPER_BODY(Received);
  CRISPER_FIELDS()
};

}  // namespace crisper
