// EventLog: the published events in one order, distributed to consumers.
#pragma once

#include <vector>

#include "core/log/distributor.hpp"

namespace crisper {

/// Answers Delivery of RecordedEvents (from relays; what comes twice is logged twice) and what its distributor does.
/// Appends are on disk before they are answered or sent on.
class EventLog final : public Process, private EventSource {
 public:
  explicit EventLog(const DistributorFactory& distributor) : distributor_(distributor(*this)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  Task<> append(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  LogOffset head() const override { return LogOffset{static_cast<std::int64_t>(events_.size())}; }
  std::vector<Payload> read(LogOffset after, std::uint32_t limit) const override;

  std::vector<Payload> events_;
  std::unique_ptr<Distributor> distributor_;
};

}  // namespace crisper
