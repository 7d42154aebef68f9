// Relay: takes messages out of an outbox and hands them to their receivers, at least once and in order.
#pragma once

#include <utility>

#include "core/command/outbox.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/kind_costs.hpp"

namespace crisper {

struct RelayOptions {
  ProcessId source;  ///< answers FetchOutbox
  Duration poll{};   ///< the wait after an empty fetch or a failure
  std::uint32_t batch = 0;
  Duration timeout{};  ///< of every call
  KindCosts publish{};  ///< of an outbox of events: of each, beside what a batch takes by the relay's role
};

/// A process that loops in its first turn. It keeps nothing: after a crash it begins with what the outbox says is
/// unpublished, so what was handed over but not yet marked is handed over again.
class Relay final : public Process {
 public:
  explicit Relay(RelayOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;

 private:
  /// Hands the batch over, receiver by receiver; returns the last sequence that is safe.
  Task<std::int64_t> deliver(Context& context, std::vector<OutboxEntry> entries);

  RelayOptions options_;
};

}  // namespace crisper
