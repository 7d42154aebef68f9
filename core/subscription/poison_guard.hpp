// PoisonGuard: what a consumer does about events that it fails on: tries again after a pause that grows, and in the end
// stops there, skips the event, or sets it aside.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

/// Journal record: a dead letter, kept for a person to look at.
struct EventParked {
  CRISPER_BODY(EventParked);
  LoggedEvent event;
  CRISPER_FIELDS(event)
};

enum class Fitness : std::uint8_t {
  fit,      ///< its effect can be taken
  skipped,  ///< given up; nothing is kept of it
  parked,   ///< given up; kept as a dead letter
};

class PoisonGuard {
 public:
  explicit PoisonGuard(const FailureDesign& design) : design_(design) {}

  /// Whether anything can fail at all: where nothing can, admit() need not be called.
  bool is_needed() const { return design_.poison != Probability{} || design_.flaky != Probability{}; }
  /// False where the record is not its own.
  bool restore(const Payload& change);
  void snapshot(std::vector<Payload>& records) const;
  /// Tries until it succeeds or gives up; sleeps between. Never returns where the policy is to stop.
  Task<Fitness> admit(Context& context, const LoggedEvent& event);
  /// Keeps it as a dead letter: the record that must become durable.
  Payload set_aside(const LoggedEvent& event);
  void inspect(Audit& audit) const;

 private:
  bool fails(Context& context, const RecordedEvent& event) const;

  FailureDesign design_;
  std::vector<Payload> dead_letters_;
  std::set<StreamId> parked_;  ///< park_key: streams of which something is set aside
};

}  // namespace crisper
