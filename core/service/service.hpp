// Service: carries out commands on the states it owns. How, and in which process, is up to the design.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/command/protocol.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// What became of one attempt to carry out a command.
enum class Outcome : std::uint8_t {
  handled,    ///< its events are stored, or it has none
  rejected,   ///< decided against; nothing changed
  try_again,  ///< nobody knows: somebody must try later
};

class Service {
 public:
  virtual ~Service() = default;

  /// `dispatched` is a DispatchedCommand.
  virtual Task<Outcome> carry_out(Context& context, Payload dispatched) = 0;
  /// A message that reached the process the service lives in, and was for the service.
  virtual Task<> receive(Context& context, const Envelope& envelope);
  /// As Process::inspect: what it holds in the process that it lives in.
  virtual void inspect(Audit& audit) const;
};

using ServiceFactory = std::function<std::unique_ptr<Service>()>;

}  // namespace crisper
