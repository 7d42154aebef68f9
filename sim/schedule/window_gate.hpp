// WindowGate: lets a scheduler choose the order of deliveries, within a window of time.
//
// It looks ahead instead of waiting: what is to arrive within the window can be chosen before it has arrived, so a
// packet that is alone is never late. Chosen packets that wait go on one nanosecond later, so that no two deliveries
// share an instant because of it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/schedule/delivery_gate.hpp"

namespace crisper::sim {

/// Each choice costs O(packets under way).
class WindowGate final : public DeliveryGate {
 public:
  /// The scheduler must outlive the gate.
  WindowGate(Scheduler& scheduler, ScheduleOptions options) : scheduler_(scheduler), options_(options) {}

  void open(GateKeeper& keeper) override { keeper_ = &keeper; }
  /// No process sees them come, so their order makes none: they would be half of all choices, and half of the plan.
  bool takes_control_packets() const override { return false; }
  void under_way(Cookie packet, const Ready& ready, bool certain, bool in_order) override;
  void foresee(AttemptId attempt, SimTime at) override;
  bool passes(AttemptId attempt) override;
  void gone(AttemptId attempt) override;

  std::uint64_t choices() const { return choices_; }

 private:
  struct Waiting {
    Cookie packet = 0;
    Ready ready;
    bool certain = false;  ///< ready.arrival is when it will be there
    bool in_order = false;
    bool at_gate = false;
  };

  static constexpr AttemptId nobody{};

  std::vector<Waiting>::iterator find(AttemptId attempt);
  /// Makes a choice if none stands and somebody waits. `arriving` is at the gate but not yet told to wait.
  void choose(AttemptId arriving = nobody);
  void list_candidates();

  Scheduler& scheduler_;
  ScheduleOptions options_;
  GateKeeper* keeper_ = nullptr;
  std::vector<Waiting> waiting_;  // by attempt
  std::size_t at_gate_ = 0;       // of them
  AttemptId choice_ = nobody;
  std::uint64_t choices_ = 0;
  std::vector<const Waiting*> candidates_;
  std::vector<Ready> ready_;
  std::vector<std::uint64_t> link_seen_;  // by link: the choice at which its first packet was met
};

}  // namespace crisper::sim
