#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/counted.hpp"
#include "core/base/enum_words.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "reports/view/view_answers.hpp"

namespace crisper::reports {
namespace {

std::string names_of(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& each : names) text += (text.empty() ? "" : ", ") + each;
  return text;
}

AddressedConcern task_structure(const ViewFacts& facts) {
  std::size_t processes = 0, kinds = 0;
  std::string pools;
  for (const DesignBox& box : facts.design.picture.boxes) {
    const sim::Element& first = facts.design.graph.elements[box.members.front()];
    if (first.is_client) continue;
    processes += box.members.size();
    ++kinds;
    if (box.members.size() > 1)
      pools += fmt::format("{}{} of role {}", pools.empty() ? "" : ", ", box.members.size(), first.role);
  }
  return {"Task structure",
          fmt::format(
              "{} in {} kinds, each sequential inside{}: it handles one message after the other, and shares no "
              "memory with anybody. {}",
              counted(processes, "process", "processes"), kinds, facts.but_interleaved(),
              pools.empty() ? "There is one of each." : "Pools: " + pools + "; of all others there is one."),
          "process model"};
}

AddressedConcern mapping(const ViewFacts& facts) {
  std::map<std::string, std::size_t> hosts;
  for (const sim::Element& each : facts.design.graph.elements) {
    if (!each.is_client && !each.host.empty()) ++hosts[each.host];
  }
  if (hosts.empty())
    return {"Mapping of elements to tasks", "Hosts are not known: " + facts.hosts_trouble, "process model"};
  const auto fullest = std::ranges::max_element(hosts, {}, [](const auto& each) { return each.second; });
  return {"Mapping of elements to tasks",
          fmt::format("Each functional element is one process on one of {}; the fullest, {}, has {} of them.",
                      counted(hosts.size(), "host"), fullest->first, fullest->second),
          "process model"};
}

AddressedConcern communication(const ViewFacts& facts) {
  const std::vector<sim::Channel> channels = facts.design.channels();
  std::string ways;
  for (const sim::Mechanism each : values_of<sim::Mechanism>) {
    ways += fmt::format("{}{} {} ({})", ways.empty() ? "" : ", ",
                        std::ranges::count(channels, each, &sim::Channel::mechanism), name_of(each), meaning_of(each));
  }
  return {"Interprocess communication",
          fmt::format("Messages only; of the channels {}. Events reach their consumers by {}: {}.", ways,
                      entry_of(facts.design_of().publication.method).name,
                      entry_of(facts.design_of().publication.method).meaning),
          facts.evidence("no_event_lost")};
}

AddressedConcern state_management(const ViewFacts& facts) {
  const auto& ownership = entry_of(facts.design_of().ownership.strategy);
  const std::string has = ownership.has == Possession::state ? "in the memory of its one owner, and in the event store"
                                                             : "in the event store; who works on one reads it first";
  return {
      "State management",
      fmt::format("A state is its events, {}. Views are made of events, each by one process. {} were appended in the "
                  "runs, {} were refused.",
                  has, counted(facts.count(ObservationKind::event_appended), "event"),
                  facts.count(ObservationKind::append_refused)),
      facts.evidence("acknowledged_is_durable")};
}

AddressedConcern integrity(const ViewFacts& facts) {
  const OwnershipDesign& design = facts.design_of().ownership;
  const auto& entry = entry_of(design.strategy);
  std::string how = fmt::format("{}: {}.", entry.name, entry.meaning);
  if (entry.leases) {
    how += fmt::format(" A right ends after {}; fencing is {}, so the store {} who has lost it.", to_text(design.lease),
                       design.fencing ? "on" : "off", design.fencing ? "refuses" : "takes an append of");
  }
  if (design.strategy == OwnershipStrategy::optimistic && design.on_conflict == OnConflict::merge) {
    how += fmt::format(" What the business says merges isn't decided again: {} did.",
                       counted(facts.count(ObservationKind::append_merged), "append"));
  }
  if (const auto wait = contention_of(facts.source.base).wait_p99) {
    how += fmt::format(" 99 of 100 waits for a state took at most {}.", to_text(*wait));
  }
  return {"Synchronisation and integrity", how, facts.evidence("single_writer")};
}

AddressedConcern start_and_end(const ViewFacts& facts) {
  const bool ends = facts.source.base.quiet;
  return {
      "Start-up and shut-down",
      fmt::format("All start at once, in no order that anybody relies on: who finds nobody asks again. {} starts were "
                  "seen, those after a crash among them. To stop is to have nothing open: the base run {}.",
                  facts.count(ObservationKind::process_started),
                  ends ? "came to rest by itself" : "was cut with work still open"),
      facts.evidence("run_completed")};
}

AddressedConcern task_failure(const ViewFacts& facts) {
  if (facts.crashes == 0) return {"Task failure", "No run crashed a process, so nothing is known of it.", "none"};
  return {"Task failure",
          fmt::format(
              "One process of each kind crashed once, in a run of its own, and was started again: {} of {} such runs "
              "pass. A process loses its memory and its mailbox; its disk stays.",
              facts.crashes_passed, facts.crashes),
          "the table of crashes"};
}

AddressedConcern reentrancy(const ViewFacts& facts) {
  const std::string together = names_of(facts.interleaved);
  return {"Re-entrancy",
          together.empty()
              ? "No process was seen to begin a message while another of its own waited: no code has to be "
                "re-entrant."
              : "Only these begin a message while another of their own waits for something: " + together +
                    ". All others need not be re-entrant.",
          "turns that overlapped in the runs; lint: interleaved_turns"};
}

}  // namespace

std::vector<AddressedConcern> concerns_of(const ViewFacts& facts) {
  return {task_structure(facts), mapping(facts),       communication(facts), state_management(facts),
          integrity(facts),      start_and_end(facts), task_failure(facts),  reentrancy(facts)};
}

}  // namespace crisper::reports
