// Busiest: who worked most while commands were on their way, and what waited before it: what a limit on a measurement
// that was breached is told with.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

/// A process works while it is inside a turn, a state or work, and waits for no answer: what others make it wait for is
/// their work. One that takes several messages at once is nobody's bottleneck, and clients are not part of the design.
/// The time is from zero to the last word on a command; without any, to the end of the run.
class Busiest final : public Observer {
 public:
  /// `names` outlives this.
  explicit Busiest(const Names& names) : names_(names) {}

  bool wants(ObservationKind kind) const override;
  void observe(const Observation& seen, ObservationId id) override;
  void finish(SimTime end);

  /// After finish(): "the busiest was event-store, at work for 97 % of 3.2s; up to 41 messages waited before it, one of
  /// them for 1.2s". Empty where nobody did anything.
  std::string words() const;

 private:
  using Span = std::pair<SimTime, SimTime>;
  struct Process {
    bool is_client = false;
    bool takes_several = false;
    bool takes_commands = false;  ///< the command queue stands before it
    std::uint32_t turns = 0;
    std::uint32_t states = 0;  ///< and work in a first turn
    SimTime since{};
    std::vector<std::pair<MessageId, SimTime>> sent{};  ///< in this turn: some are requests
    std::vector<Span> waits{};                          ///< for answers, in this turn
    Duration worked{};          ///< until the last word on a command that it knows of
    Duration worked_since{};    ///< after that
    std::uint64_t last_word = 0;
    std::int64_t mailbox_peak = 0;
    Duration mailbox_wait{};  ///< the longest
  };

  Process& of(ProcessId process);
  void enter(Process& process, bool turn, SimTime at);
  void leave(Process& process, bool turn, SimTime at);
  void leave_all(Process& process, SimTime at);
  void close(Process& process, SimTime at);
  void had_answer(Process& process, MessageId request, SimTime at);

  const Names& names_;
  std::vector<Process> processes_;  ///< by id
  std::int64_t queue_peak_ = 0;
  std::uint64_t last_word_ = 0;  ///< how many there were
  SimTime last_word_at_ = sim_start;
};

}  // namespace crisper::properties
