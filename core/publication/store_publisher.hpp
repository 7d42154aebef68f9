// StorePublisher: one task that reads the store's feed in order, hands it to the log, and keeps how far it has come.
#pragma once

#include "core/runtime/context.hpp"
#include "core/runtime/kind_costs.hpp"

namespace crisper {

struct StorePublisherOptions {
  ProcessId event_store;
  ProcessId event_log;
  Duration poll{};  ///< the wait after an empty page or a failure
  std::uint32_t batch = 0;
  Duration timeout{};  ///< of every call
  KindCosts publish{};  ///< beside what a page takes by its role
};

/// Loops in its first turn. Its position is on its own disk, saved after what it covers is with the log: a crash
/// between the two publishes again.
class StorePublisher final : public Process {
 public:
  explicit StorePublisher(StorePublisherOptions options) : options_(options) {}
  Task<> start(Context& context) override;

 private:
  StorePublisherOptions options_;
};

}  // namespace crisper
