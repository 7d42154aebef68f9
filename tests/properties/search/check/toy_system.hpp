// ToySystem: a few automata that send each other messages, small enough to try everything without any cleverness.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "properties/search/check/controlled_run.hpp"

namespace crisper::properties::check {

struct ToySend {
  std::uint32_t to = 0;
  std::uint32_t what = 0;
  friend bool operator==(const ToySend&, const ToySend&) = default;
};

/// What a process does with a message, by its state and the message.
struct ToyReaction {
  std::uint32_t next_state = 0;
  std::vector<ToySend> sends;
  bool touches_history = false;
  friend bool operator==(const ToyReaction&, const ToyReaction&) = default;
};

struct ToySpec {
  static constexpr std::uint32_t states = 3;
  static constexpr std::uint32_t messages = 2;
  using Process = std::array<std::array<ToyReaction, messages>, states>;

  std::vector<Process> processes;
  std::vector<ToySend> at_start;       ///< by nobody; each on a channel of its own
  std::uint32_t lifetime = 3;          ///< so many messages may follow from each other
  bool in_order = true;                ///< per pair
  std::vector<ToySend> alarms;         ///< when time passes: one after the other
  bool may_crash = false;              ///< after each step: the state is 0 again
};

class ToySystem final : public ControlledRun {
 public:
  explicit ToySystem(ToySpec spec) : spec_(std::move(spec)) {}
  void execute(Chooser& chooser) override;

  /// Of the last execution: what each process and the history went through, in order. Equal for equivalent executions
  /// and for no others.
  using Class = std::vector<std::vector<std::uint64_t>>;
  const Class& told() const { return told_; }
  /// And what it came to.
  const std::vector<std::uint32_t>& final_states() const { return states_; }
  bool stopped() const { return stopped_; }

 private:
  struct Pending {
    Step step;
    ToySend message;
    std::uint32_t lives = 0;
    bool doubled = false;
  };

  void send(Chooser& chooser, std::uint32_t from, const ToySend& message, std::uint32_t lives, std::uint32_t born);
  void deliver(Chooser& chooser, const Pending& pending, std::uint32_t born);
  std::vector<Step> possible() const;

  ToySpec spec_;
  std::vector<std::uint32_t> states_;
  std::vector<Pending> pending_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> sent_;
  std::uint32_t rung_ = 0;
  Class told_;
  bool stopped_ = false;
};

}  // namespace crisper::properties::check
