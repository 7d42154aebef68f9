#include "properties/capacity/load_watch.hpp"

#include <algorithm>

namespace crisper::properties {

namespace {

const KindSet ends_of_commands = CommandEnds::kinds();
const KindSet kinds_of_waits = StateWaits::kinds();

}  // namespace

std::string flow_measure(std::string_view flow, std::string_view part) {
  return "load." + std::string(flow) + "." + std::string(part);
}

void LoadWatch::begin(const Names& names) {
  busiest_.emplace(names);
  names_ = &names;
}

bool LoadWatch::wants(ObservationKind kind) const {
  using enum ObservationKind;
  switch (kind) {
    case command_submitted:
    case command_enqueued:
    case command_dispatched: return true;
    default: return ends_of_commands.contains(kind) || kinds_of_waits.contains(kind) || Busiest::is_wanted(kind);
  }
}

void LoadWatch::observe(const Observation& seen, ObservationId id) {
  using enum ObservationKind;
  if (Busiest::is_wanted(seen.kind)) busiest_->observe(seen, id);
  mailboxes_.note(seen);
  if (ends_of_commands.contains(seen.kind)) commands_.note(seen);
  if (kinds_of_waits.contains(seen.kind)) {
    for (const StateWaits::Ended& each : waits_.note(seen)) {
      owned_.push_back({.came = each.since, .left = seen.at, .done = each.entered});
    }
  }
  switch (seen.kind) {
    case command_submitted:
      // What is sent again is no new load: after too much of it clients ask for long, and nothing comes any more.
      if (seen.a == 1) sent(seen.at);
      return;
    case command_enqueued:
      if (!queued_.find(seen.message)) queued_[seen.message] = {.came = seen.at};
      return;
    case command_dispatched:
      if (Stay* stay = queued_.find(seen.message); stay && seen.a == 1) stay->left = seen.at;
      return;
    default: return;
  }
}

void LoadWatch::sent(SimTime at) {
  if (first_sent_ == sim_never) first_sent_ = at;
  if (load_from_ == sim_never && at > first_sent_) load_from_ = at;
  last_sent_ = at;
}

std::vector<Stay> LoadWatch::command_stays() const {
  std::vector<Stay> stays;
  for (const auto& [id, command] : commands_) {
    if (command.accepted == sim_never) continue;
    stays.push_back({.came = command.accepted,
                     .left = std::max(command.accepted, command.ended),
                     .done = command.decided});
  }
  return stays;
}

void LoadWatch::end(const RunResult& result) {
  busiest_->finish(result.ended);
  work_ = busiest_->shares_of_work();
  hands_ = busiest_->share_in_hands();
  busiest_.reset();
  std::vector<Stay> in_queue;
  for (const auto& [id, stay] : queued_) in_queue.push_back(stay);
  const std::vector<Stay> commands = command_stays();
  for (const SimTime since : waits_.open()) owned_.push_back({.came = since});
  const FlowWindow window{.from = load_from_, .to = last_sent_, .run_end = result.ended};
  mailbox_means_ = mailboxes_.means(window, *names_);
  names_ = nullptr;
  const auto add = [&](std::string_view name, const std::vector<Stay>& stays) {
    if (stays.empty()) return;
    if (const auto means = flow_means(stays, window)) flows_[std::string(name)] = *means;
  };
  add(flow_of_commands, commands);
  add(flow_of_queue, in_queue);
  add(flow_of_ownership, owned_);
}

void LoadWatch::tell(Metrics& metrics) const {
  for (const auto& [name, means] : flows_) {
    metrics.rates[flow_measure(name, "there")] = means.there;
    metrics.rates[flow_measure(name, "arrivals")] = means.arrivals;
    metrics.rates[flow_measure(name, "departures")] = means.departures;
    metrics.rates[flow_measure(name, "stay_s")] = means.stay_s;
    if (means.carried) metrics.rates[flow_measure(name, "carried")] = *means.carried;
  }
  for (const auto& [name, share] : work_) metrics.rates[std::string(work_measure) + name] = share;
  for (const auto& [name, waiting] : mailbox_means_) metrics.rates[std::string(mailbox_measure) + name] = waiting;
  if (hands_) metrics.rates[std::string(hands_measure)] = *hands_;
}

Result<ScenarioRun, std::string> run_under_load(const sim::Scenario& scenario, const ScenarioRunOptions& options) {
  LoadWatch watch;
  ScenarioRunOptions watched = options;
  watched.watches.push_back(&watch);
  Result<ScenarioRun, std::string> run = run_scenario(scenario, watched);
  if (run) watch.tell(run->result.metrics);
  return run;
}

}  // namespace crisper::properties
