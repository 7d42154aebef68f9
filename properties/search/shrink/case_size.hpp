// CaseSize: how large a case and its run are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "properties/scenario_run.hpp"
#include "properties/search/shrink/run_case.hpp"

namespace crisper::properties {

struct CaseSize {
  std::size_t steps = 0;
  std::size_t clients = 0;
  std::size_t faults = 0;
  std::uint64_t messages = 0;    ///< that arrived in the run and carried a command or an event
  std::uint64_t deliveries = 0;  ///< of messages of any sort: also questions, answers, locks, polls that found nothing
  friend bool operator==(const CaseSize&, const CaseSize&) = default;
};

/// "1 step by 1 client, 1 fault, 10 messages with a command or event (34 of any sort)"
std::string text_of(const CaseSize& size);

/// Of the case itself; its run is not known here.
CaseSize size_of(const RunCase& each);

/// Counts what arrives. A message carries a command or an event if another body is inside its own: so does what
/// submits, queues, hands out, appends, publishes or delivers them; an acknowledgement or an empty answer to a poll
/// does not.
class MessageCount final : public RunWatch {
 public:
  void begin(const Names&) override {}
  void end(const RunResult&) override {}
  bool wants(ObservationKind kind) const override;
  void observe(const Observation& observation, ObservationId id) override;

  std::uint64_t count() const { return count_; }

 private:
  std::set<MessageId> carrying_;
  std::string text_;
  std::uint64_t count_ = 0;
};

}  // namespace crisper::properties
