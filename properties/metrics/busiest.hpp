// Busiest: who worked most while commands were on their way, and what waited before it: what a limit on a measurement
// that was breached is told with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fifo.hpp"
#include "core/base/lookup_table.hpp"
#include "core/observe/observation.hpp"
#include "properties/names.hpp"
#include "properties/support/commands_in_hands.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

/// Of the time; who works less than this could do more.
inline constexpr double busy_near_limit = 0.7;

/// A process works while it is inside a turn, a state or work, and waits for no answer: what others make it wait for is
/// their work. Of one that takes several messages at once, each counts. Clients are not part of the design. Where
/// nobody works much, handlers may be taken up by commands that wait for others; else it is told how long messages
/// travel.
/// The time is from zero to the last word on a command; without any, to the end of the run.
class Busiest final : public Observer {
 public:
  /// `names` outlives this.
  explicit Busiest(const Names& names) : names_(names) {}

  static bool is_wanted(ObservationKind kind);
  bool wants(ObservationKind kind) const override { return is_wanted(kind); }
  void observe(const Observation& seen, ObservationId id) override;
  void finish(SimTime end);

  /// After finish(): "The busiest was event-store, at work for 97 % of 3.2s; up to 41 messages waited in its mailbox,
  /// the longest for 1.2s". Empty where nobody did anything.
  std::string words() const;

  /// After finish(): for which share of the time each process was at work, by name. Without clients, without those who
  /// take several messages at once, which no share limits, and without those below a hundredth.
  std::map<std::string, double> shares_of_work() const;
  /// After finish(): for which share of the time the handlers had a command in hands, at work or waiting for others;
  /// nothing where there are none.
  std::optional<double> share_in_hands() const;

  /// How many messages it keeps in mind: those under way, and those that may be sent again.
  std::size_t on_the_way() const { return on_the_way_.size(); }

 private:
  using Span = std::pair<SimTime, SimTime>;
  /// Or what is done in the first turn, which has no message.
  struct Turn {
    MessageId message;
    SimTime since{};
    std::vector<std::pair<MessageId, SimTime>> sent{};  ///< some are requests
    std::vector<Span> waits{};                          ///< for answers
  };
  struct Process {
    bool is_client = false;
    bool takes_commands = false;  ///< the command queue stands before it
    std::vector<Turn> turns{};    ///< those under way
    std::uint32_t states = 0;     ///< and work in a first turn
    std::size_t at_once_peak = 0;
    Duration worked{};        ///< until the last word on a command that it knows of
    Duration worked_since{};  ///< after that
    std::uint64_t last_word = 0;
    std::int64_t mailbox_peak = 0;
    Duration mailbox_wait{};  ///< the longest
  };
  /// What went from one process to another.
  struct Way {
    std::uint64_t messages = 0;
    Duration sum{};
    void add(Duration took) {
      ++messages;
      sum += took;
    }
    Duration mean() const { return messages == 0 ? Duration::zero() : sum / static_cast<std::int64_t>(messages); }
  };
  struct Sent {
    SimTime at{};  ///< first: what a session sends again is on the way for all that time
    ProcessId by;
    SimTime lost_at = sim_never;  ///< never, or since then nothing of it was sent
  };
  struct Lost {
    SimTime at{};
    MessageId message;
  };

  Process& of(ProcessId process);
  void said(const Observation& seen, Process& process);
  void sent(const Observation& seen, Process& process);
  void arrived(const Observation& seen, Process& process);
  void lost(const Observation& seen);
  void forget_lost(SimTime now);
  void enter(Process& process, SimTime at);
  void leave(Process& process, SimTime at);
  void end_turn(Process& process, MessageId message, SimTime at);
  void leave_all(Process& process, SimTime at);
  void close(Process& process, Turn& turn, SimTime at);
  void had_answer(Process& process, MessageId request, SimTime at);

  std::string words_of(ProcessId id, const Process& process, Duration whole) const;
  std::string words_of_handlers(Duration whole) const;
  std::string words_of_ways() const;

  const Names& names_;
  std::vector<Process> processes_;  ///< by id
  CommandsInHands hands_;
  Duration taken_up_{};  ///< of all handlers
  LookupTable<MessageId, Sent> on_the_way_;
  Fifo<Lost> lost_;
  OrderedTable<ProcessLink, Way> ways_;
  std::int64_t queue_peak_ = 0;
  std::uint64_t last_word_ = 0;  ///< how many there were
  SimTime last_word_at_ = sim_start;
};

}  // namespace crisper::properties
