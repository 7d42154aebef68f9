#include "reports/wiring_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "reports/support/text_table.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/scenario/distribution_format.hpp"

namespace crisper::reports {
namespace {

using Align = TextTable::Align;

/// More of one kind than these are counted.
constexpr std::size_t told_one_by_one_max = 32;

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), told_one_by_one_max); ++i) {
    text += (i == 0 ? "" : ", ") + words[i];
  }
  if (words.size() > told_one_by_one_max) text += fmt::format(" and {} more", words.size() - told_one_by_one_max);
  return text;
}

std::string hosts_text(const sim::Platform& platform, const sim::Wiring& wiring) {
  TextTable table({Align::left, Align::right, Align::right, Align::right});
  table.add({"host", "cores", "speed", "processes"});
  for (const sim::HostSpec& host : platform.hosts) {
    const auto here = std::ranges::count(wiring.processes, host.name, &sim::FaultTarget::host);
    table.add({host.name, fmt::format("{}", host.cores), fmt::format("{:g}", host.speed), fmt::format("{}", here)});
  }
  return table.text("  ");
}

std::string processes_text(const sim::Scenario& scenario, const sim::Wiring& wiring) {
  TextTable table({Align::left, Align::left, Align::left, Align::left});
  table.add({"process", "role", "host", "settings of its role"});
  std::map<std::string, std::size_t> told;
  const auto settings_of = [&](const std::string& role) {
    const auto chosen = scenario.design.roles.find(role);
    if (chosen == scenario.design.roles.end()) return std::string();
    const Distribution& turn = chosen->second.service_time;
    std::string text = fmt::format("{} a turn", turn.is_constant() ? to_text(turn.mean) : sim::exact_text(turn));
    const MailboxSpec& mailbox = chosen->second.mailbox;
    if (mailbox != MailboxSpec{}) text += fmt::format(", {} in its mailbox", mailbox.capacity);
    if (chosen->second.memory) text += fmt::format(", {} KiB", chosen->second.memory->budget_bytes / 1024);
    return text;
  };
  for (const sim::FaultTarget& each : wiring.processes) {
    if (++told[each.role] <= told_one_by_one_max) {
      table.add({each.process, each.role, each.host.empty() ? "-" : each.host, settings_of(each.role)});
    }
  }
  std::string text = table.text("  ");
  for (const auto& [role, count] : told) {
    if (count > told_one_by_one_max) {
      text += fmt::format("  and {} more of the role {}\n", count - told_one_by_one_max, role);
    }
  }
  for (const LaterProcesses& each : wiring.later) {
    text += fmt::format("  {} (role {}) are started while it runs, on the host of whoever starts them{}\n", each.name,
                        each.role, settings_of(each.role).empty() ? "" : ": " + settings_of(each.role));
  }
  return text;
}

std::string meant_text(const std::string& name, const sim::Wiring& wiring) {
  if (name.empty()) return "everybody";
  const sim::Meant meant = sim::meant_by(name, wiring);
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (!meant.processes.empty()) add(listed(meant.processes));
  if (!meant.hosts.empty()) add("all on " + listed(meant.hosts));
  if (!meant.later.empty()) add("what comes of " + listed(meant.later));
  return fmt::format("{}: {}", name, text.empty() ? "nobody" : text);
}

std::string fault_text(const sim::FaultSpec& fault, const sim::Wiring& wiring) {
  const std::string kind(name_of(fault.kind));
  if (!sim::is_link_fault(fault.kind)) return fmt::format("{} of {}", kind, meant_text(fault.to, wiring));
  return fmt::format("{} from {}\n       to {}", kind, meant_text(fault.from, wiring), meant_text(fault.to, wiring));
}

}  // namespace

std::string wiring_text(const sim::Scenario& scenario, const sim::Platform& platform, const sim::Wiring& wiring) {
  const Design& design = scenario.design;
  std::string text = fmt::format("{}\n  domain {}, ownership {}, publication {}\n", scenario.name, scenario.domain,
                                 entry_of(design.ownership.strategy).name, entry_of(design.publication.method).name);
  text += fmt::format("\n{}\n{}", counted(platform.hosts.size(), "host"), hosts_text(platform, wiring));
  text += fmt::format("\n{}\n{}", counted(wiring.processes.size(), "process", "processes"),
                      processes_text(scenario, wiring));
  if (scenario.faults.empty()) return text;
  text += fmt::format("\n{}\n", counted(scenario.faults.size(), "fault"));
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    text += fmt::format("  {:>2}  {}\n", i, fault_text(scenario.faults[i], wiring));
  }
  return text;
}

}  // namespace crisper::reports
