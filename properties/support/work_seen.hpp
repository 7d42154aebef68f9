// WorkSeen: whether a run did anything of what it was made for, and whether what is open may still go on. Judges may
// each have seen something in a run that saw nothing of its purpose.
#pragma once

#include <cstdint>
#include <string>

#include "core/observe/observation.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/patience.hpp"

namespace crisper::properties {

class WorkSeen final : public Observer {
 public:
  explicit WorkSeen(const Patience& patience) : patience_(patience) {}

  bool wants(ObservationKind kind) const override;
  void observe(const Observation& seen, ObservationId id) override;

  /// Why the run says nothing, though it may be over; empty where it says something.
  std::string nothing_seen() const;
  /// Commands that clients sent, and of these how many they stopped waiting for.
  std::uint64_t commands() const { return commands_; }
  std::uint64_t given_up() const { return given_up_; }
  /// Whether a timer may still help what is open at this time.
  bool may_go_on(SimTime at) const {
    return at - last_step_ < patience_.after_step || (started_any_ && at - last_start_ < patience_.after_start);
  }

 private:
  Patience patience_;
  SimTime last_step_ = sim_start;  ///< or when that was possible again after a process had long been away
  SimTime last_start_ = sim_start;
  bool started_any_ = false;
  OrderedTable<ProcessId, SimTime> away_;
  std::uint64_t carried_out_ = 0;  ///< commands decided, events stored, questions answered
  std::uint64_t asked_ = 0;        ///< by clients
  std::uint64_t commands_ = 0;     ///< among these
  std::uint64_t given_up_ = 0;     ///< among these
  std::uint64_t answered_ = 0;     ///< with anything but a dead letter
  std::uint64_t ended_ = 0;        ///< commands
  std::uint64_t dead_letters_ = 0;
};

}  // namespace crisper::properties
