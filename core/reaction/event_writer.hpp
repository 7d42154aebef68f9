// EventWriter: carries the events that a reaction makes into the event store.
#pragma once

#include "core/command/outbox.hpp"
#include "core/runtime/context.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

struct EventWriterOptions {
  ProcessId source;  ///< whose outbox it empties
  Duration poll{};   ///< the wait after an empty batch or a failure
  std::uint32_t batch = 1;
  Duration timeout{};  ///< of every call
  ProcessId tell{};    ///< who hears of what was stored, where nobody else publishes it; zero: nobody
};

/// A relay whose receiver answers appends one by one. Loops in its first turn and keeps nothing: what it can't know to
/// be stored is appended again, and refused by its id.
class EventWriter final : public Process {
 public:
  explicit EventWriter(EventWriterOptions options) : options_(options) {}
  Task<> start(Context& context) override;

 private:
  /// True once it is stored.
  Task<bool> append(Context& context, OutboxEntry entry);

  EventWriterOptions options_;
};

}  // namespace crisper
