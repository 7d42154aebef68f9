// LoadWatch: what a search for a capacity measures of a run beside its metrics: the flow of commands while clients send
// them, where they wait, and who was at work for how much of the time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/capacity/flow.hpp"
#include "properties/capacity/mailbox_waits.hpp"
#include "properties/metrics/busiest.hpp"
#include "properties/scenario_run.hpp"
#include "properties/support/command_ends.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/state_waits.hpp"

namespace crisper::properties {

/// Where commands are, or a part of that.
inline constexpr std::string_view flow_of_commands = "commands";    ///< accepted, and not come to an end
inline constexpr std::string_view flow_of_queue = "queue";          ///< in the command queue, not yet with a handler
inline constexpr std::string_view flow_of_ownership = "ownership";  ///< asked to operate on a state, and wait for it

/// "load.commands.there": as RunSummary has it.
std::string flow_measure(std::string_view flow, std::string_view part);
inline constexpr std::string_view work_measure = "load.work.";    ///< and the name of a process
inline constexpr std::string_view hands_measure = "load.hands";  ///< of all handlers together
inline constexpr std::string_view mailbox_measure = "load.mailbox.";  ///< and the name of a process: messages that wait

class LoadWatch final : public RunWatch {
 public:
  void begin(const Names& names) override;
  bool wants(ObservationKind kind) const override;
  void observe(const Observation& seen, ObservationId id) override;
  void end(const RunResult& result) override;

  /// After end(): adds rates: `load.FLOW.there`, `.arrivals`, `.departures`, `.stay_s`, `.carried`; `load.work.PROCESS`
  /// and `load.hands`, shares of the time; `load.mailbox.PROCESS`, how many messages wait there on average. What wasn't
  /// there isn't told.
  void tell(Metrics& metrics) const;

 private:
  void sent(SimTime at);
  std::vector<Stay> command_stays() const;

  std::optional<Busiest> busiest_;
  const Names* names_ = nullptr;
  MailboxWaits mailboxes_;
  CommandEnds commands_;
  OrderedTable<MessageId, Stay> queued_;
  StateWaits waits_;
  std::vector<Stay> owned_;  ///< waits for states that are over
  std::map<std::string, FlowMeans> flows_;
  std::map<std::string, double> work_;
  std::optional<double> hands_;
  std::map<std::string, double> mailbox_means_;
  // Of what clients sent for the first time:
  SimTime first_sent_ = sim_never;
  /// What is sent at the first moment sets the stage: fridges are filled, and the load begins a while later.
  SimTime load_from_ = sim_never;
  SimTime last_sent_ = sim_start;
};

/// As run_scenario, with what this measures among the run's rates.
Result<ScenarioRun, std::string> run_under_load(const sim::Scenario& scenario, const ScenarioRunOptions& options);

}  // namespace crisper::properties
