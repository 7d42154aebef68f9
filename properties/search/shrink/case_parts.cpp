#include "properties/search/shrink/case_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <utility>

#include "core/base/in_a_row.hpp"
#include "core/base/rng.hpp"
#include "core/design/assemble.hpp"
#include "properties/explain/fault_words.hpp"
#include "properties/search/shrink/script_amounts.hpp"
#include "sim/domain/registry.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

using sim::Fault;
using sim::FaultKind;

constexpr std::int64_t long_ns = 10'000'000'000;  ///< amounts up to this are tried, and up to ten times their own
constexpr std::size_t choices_max = 12;
constexpr std::size_t other_seeds = 6;
constexpr std::size_t draws = 6;
constexpr std::uint64_t packets_further = 8;
constexpr std::int64_t percent_least = 1000;  ///< up to so many, or ten times its own

/// All of its digits, as one reads them: "60.29ms" and not "60290us"; a plan takes it in this form, too.
std::string as_time(std::int64_t ns) {
  constexpr std::int64_t second = 1'000'000'000, millisecond = 1'000'000, microsecond = 1'000;
  const std::int64_t size = std::abs(ns);
  const auto [unit, name] = size >= second        ? std::pair(second, "s")
                            : size >= millisecond ? std::pair(millisecond, "ms")
                            : size >= microsecond ? std::pair(microsecond, "us")
                                                  : std::pair(std::int64_t{1}, "ns");
  if (size % unit == 0) return sim::exact_text(Duration(ns));
  std::string digits = std::to_string(unit + size % unit).substr(1);  // with the zeros before it
  digits.erase(digits.find_last_not_of('0') + 1);
  return fmt::format("{}{}.{}{}", ns < 0 ? "-" : "", size / unit, digits, name);
}
std::string as_number(std::int64_t number) { return std::to_string(number); }

std::int64_t many_of(std::int64_t value, std::int64_t least) { return std::max(value * 10, least); }

struct Machine {
  std::string process;
  std::string role;
};

std::vector<Machine> machines_of(const RunCase& each) {
  std::vector<Machine> machines;
  const std::unique_ptr<Domain> domain = sim::make_domain(each.scenario);
  const System system = assemble_checked(each.scenario.design, *domain, {});
  for (const ProcessSpec& spec : system.processes()) {
    machines.push_back({spec.name, spec.role});
  }
  return machines;
}

class Parts {
 public:
  Parts(const RunCase& each, SimTime failed_at)
      : case_(each), machines_(machines_of(each)), late_(to_ns(failed_at.time_since_epoch())) {}

  std::vector<CasePart> all() {
    for (std::size_t place = 0; place < case_.plan.faults.size(); ++place) add_fault(place);
    add_script();
    add_seed();
    return std::move(parts_);
  }

 private:
  /// Where a fault keeps a number.
  template <class Set>
  void add_to_fault(std::size_t place, const std::string& what, std::int64_t value, std::int64_t low,
                    std::int64_t high, std::string (*text)(std::int64_t), Set set) {
    parts_.push_back({.name = fmt::format("fault {}, {}: {}", place + 1, fault_title(case_.plan.faults[place]), what),
                      .value = value,
                      .low = low,
                      .high = high,
                      .text = text,
                      .with = [place, set](RunCase changed, std::int64_t to) -> std::optional<RunCase> {
                        if (place >= changed.plan.faults.size()) return std::nullopt;
                        set(changed.plan.faults[place], to);
                        return changed;
                      }});
  }

  void add_fault(std::size_t place) {
    const Fault& fault = case_.plan.faults[place];
    const auto add_time = [&](const std::string& what, std::int64_t value, std::int64_t low, auto set) {
      add_to_fault(place, what, value, low, many_of(value, long_ns), as_time, set);
    };
    const bool has_amount = fault.kind == FaultKind::delay || fault.kind == FaultKind::reorder ||
                            fault.kind == FaultKind::duplicate || fault.kind == FaultKind::slow_sync ||
                            fault.kind == FaultKind::late_reply ||
                            (fault.kind == FaultKind::clock_skew && fault.amount != Duration::zero());
    if (has_amount) {
      add_time("its amount", to_ns(fault.amount), 0, [](Fault& each, std::int64_t ns) { each.amount = Duration(ns); });
    }
    if (fault.drift_ppm != 0) {
      add_to_fault(place, "its drift in parts per million", fault.drift_ppm, 0, fault.drift_ppm * 10, as_number,
                   [](Fault& each, std::int64_t ppm) { each.drift_ppm = ppm; });
    }
    if (fault.kind == FaultKind::slow || fault.kind == FaultKind::bandwidth) {
      add_to_fault(
          place, "its percent", fault.percent, 1, many_of(fault.percent, percent_least), as_number,
          [](Fault& each, std::int64_t percent) { each.percent = static_cast<std::uint32_t>(percent); });
    }
    if (fault.lasting) {
      add_time("how long it lasts", to_ns(*fault.lasting), 1,
               [](Fault& each, std::int64_t ns) { each.lasting = Duration(ns); });
    }
    if (fault.restart_after) {
      add_time("how long until the restart", to_ns(*fault.restart_after), 1,
               [](Fault& each, std::int64_t ns) { each.restart_after = Duration(ns); });
    }
    if (fault.kind == FaultKind::lost_unsynced_writes || fault.kind == FaultKind::torn_write) {
      add_draw(place);
    }
    if (sim::is_message_fault(fault.kind)) {
      add_packet(place);
    } else {
      const std::int64_t at = to_ns(fault.at.time_since_epoch());
      add_to_fault(place, "when it begins", at, 0, std::max(2 * at, late_), as_time,
                   [](Fault& each, std::int64_t ns) { each.at = sim_start + Duration(ns); });
    }
    if (sim::is_link_fault(fault.kind)) {
      add_machine(place, "from whom", fault.from, true, [](Fault& each, std::string to) { each.from = std::move(to); });
      add_machine(place, "to whom", fault.to, true, [](Fault& each, std::string to) { each.to = std::move(to); });
    } else {
      add_machine(place, "whom it strikes", fault.to, false, [](Fault& each, std::string to) {
        each.to = std::move(to);
        each.newcomers = false;
      });
    }
  }

  void add_packet(std::size_t place) {
    const Fault& fault = case_.plan.faults[place];
    if (fault.nth == 0) return;
    add_choice(fmt::format("fault {}, {}: which packet of this link", place + 1, fault_title(fault)),
               std::to_string(fault.nth), packets_around(fault.nth), sim::is_message_fault(fault.kind),
               [place](RunCase changed, const std::string& to) -> std::optional<RunCase> {
                 if (place >= changed.plan.faults.size()) return std::nullopt;
                 changed.plan.faults[place].nth = std::stoull(to);
                 return changed;
               });
  }
  void add_draw(std::size_t place) {
    const Fault& fault = case_.plan.faults[place];
    std::vector<std::string> others;
    Rng rng = Rng(case_.seed).fork("other draws");
    while (others.size() < draws) others.push_back(std::to_string(rng.next()));
    add_choice(fmt::format("fault {}, {}: what the crash leaves, as drawn", place + 1, fault_title(fault)),
               std::to_string(fault.draw), others, false,
               [place](RunCase changed, const std::string& to) -> std::optional<RunCase> {
                 if (place >= changed.plan.faults.size()) return std::nullopt;
                 changed.plan.faults[place].draw = std::stoull(to);
                 return changed;
               });
  }
  static std::vector<std::string> packets_around(std::uint64_t nth) {
    std::vector<std::string> packets;
    const std::uint64_t last = nth + packets_further;
    for (std::uint64_t each = last > choices_max ? last - choices_max : 1; each <= last; ++each) {
      if (each != nth) packets.push_back(std::to_string(each));
    }
    return packets;
  }

  /// Others of its role; with everybody else after them, unless only those are wanted.
  template <class Set>
  void add_machine(std::size_t place, const std::string& what, const std::string& now, bool role_only, Set set) {
    const auto own = std::ranges::find(machines_, now, &Machine::process);
    if (own == machines_.end()) return;  // a pattern, a host, or somebody who is made during the run
    std::vector<std::string> others;
    for (const bool same_role : {true, false}) {
      if (!same_role && role_only) break;
      for (const Machine& each : machines_) {
        const bool fits = (each.role == own->role) == same_role && each.process != now;
        if (fits && others.size() < choices_max) others.push_back(each.process);
      }
    }
    add_choice(fmt::format("fault {}, {}: {}", place + 1, fault_title(case_.plan.faults[place]), what), now, others,
               sim::is_message_fault(case_.plan.faults[place].kind),
               [place, set](RunCase changed, const std::string& to) -> std::optional<RunCase> {
                 if (place >= changed.plan.faults.size()) return std::nullopt;
                 set(changed.plan.faults[place], to);
                 return changed;
               });
  }

  template <class With>
  void add_choice(std::string name, const std::string& now, std::vector<std::string> others, bool is_aim, With with) {
    if (others.empty()) return;
    others.insert(others.begin(), now);
    parts_.push_back({.name = std::move(name),
                      .choices = others,
                      .is_aim = is_aim,
                      .text = [others](std::int64_t which) { return others[static_cast<std::size_t>(which)]; },
                      .with = [others, with](RunCase changed, std::int64_t which) {
                        return with(std::move(changed), others[static_cast<std::size_t>(which)]);
                      }});
  }

  /// Times one by one, since what races is a matter of these; numbers together with those that are the same thing.
  void add_script() {
    const std::vector<ScriptAmount> amounts = script_amounts(case_.scenario);
    std::vector<std::string> told;
    for (const ScriptAmount& amount : amounts) {
      const std::optional<std::int64_t> number = amount.number();
      if (!number && amount.paths.size() > 1) continue;
      if (number && std::ranges::find(told, amount.paths.front()) != told.end()) continue;
      told.insert(told.end(), amount.paths.begin(), amount.paths.end());
      if (number) {
        add_amount(amount, *number, many_of(*number, 10), as_number);
      } else if (const auto time = sim::parse_duration(amount.text)) {
        const std::int64_t ns = to_ns(*time);
        add_amount(amount, ns, std::max(2 * ns, late_), as_time);
      }
    }
  }

  void add_amount(const ScriptAmount& amount, std::int64_t value, std::int64_t high,
                  std::string (*text)(std::int64_t)) {
    parts_.push_back({.name = fmt::format("{}: the {}", steps_of(amount), amount.key()),
                      .value = value,
                      .low = 0,
                      .high = high,
                      .text = text,
                      .with = [amount, text](RunCase changed, std::int64_t to) {
                        return with_amount(std::move(changed), amount, text(to));
                      }});
  }

  /// "step 2 (customer-1)", "steps 1 and 3".
  std::string steps_of(const ScriptAmount& amount) const {
    std::vector<std::size_t> steps;
    for (const std::string& path : amount.paths) {
      constexpr std::string_view before = "workload.script.";
      const std::size_t step = std::stoul(path.substr(before.size()));
      if (steps.empty() || steps.back() != step) steps.push_back(step);
    }
    if (steps.size() == 1) {
      return fmt::format("step {} ({})", steps[0] + 1, (*case_.scenario.workload.script)[steps[0]].client);
    }
    std::vector<std::string> numbers;
    for (const std::size_t step : steps) numbers.push_back(std::to_string(step + 1));
    return "steps " + in_a_row(numbers);
  }

  void add_seed() {
    std::vector<std::string> others;
    Rng rng = Rng(case_.seed).fork("other seeds");
    while (others.size() < other_seeds) others.push_back(std::to_string(rng.below(1'000'000) + 1));
    add_choice("the seed", std::to_string(case_.seed), others, false,
               [](RunCase changed, const std::string& to) -> std::optional<RunCase> {
                 changed.seed = changed.scenario.seed = std::stoull(to);
                 return changed;
               });
  }

  const RunCase& case_;
  std::vector<Machine> machines_;
  std::int64_t late_;
  std::vector<CasePart> parts_;
};

}  // namespace

std::vector<CasePart> parts_of(const RunCase& each, SimTime failed_at) { return Parts(each, failed_at).all(); }

}  // namespace crisper::properties
