// Distributor: how a process that has events in order (the log, the event store) gets them to consumers without being
// asked for each. FanOut and HandOverDesk are the ways.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// What its process has to give.
class EventSource {
 public:
  virtual ~EventSource() = default;
  /// The offset of the last event that may be given.
  virtual LogOffset head() const = 0;
  /// What follows this offset, in order, at most `limit`.
  virtual std::vector<Payload> read(LogOffset after, std::uint32_t limit) const = 0;
};

/// Its process shows it the journal at the start, passes on what it doesn't understand, and calls push() when there is
/// more to give.
class Distributor {
 public:
  virtual ~Distributor() = default;
  /// A record of the process's journal; ignored unless it is its own.
  virtual void restore(Context& context, const Payload& record) = 0;
  virtual Task<> receive(Context& context, const Envelope& envelope) = 0;
  virtual void push(Context& context) = 0;
};

/// The source outlives what it makes.
using DistributorFactory = std::function<std::unique_ptr<Distributor>(const EventSource&)>;

}  // namespace crisper
