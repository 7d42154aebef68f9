#include "gui/models/what_if.hpp"

#include <fmt/format.h>

#include <optional>

#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

using sim::Fault;
using sim::FaultKind;

tl::unexpected<std::string> impossible(std::string why) { return failure(std::move(why)); }

/// So much later that it comes behind, and nothing else changes places.
constexpr Duration just_after = std::chrono::microseconds(1);

constexpr const char* no_plan = "no plan.yaml lies beside this trace, so its faults can't be changed";

std::string message_words(const LoadedRun& run, const Delivery& d) {
  return fmt::format("{} from {} to {}", run.trace().types[d.type], run.trace().name_of(d.from),
                     run.trace().name_of(d.to));
}

WhatIfResult with(const LoadedRun& run, Fault fault, std::string label) {
  if (!run.folder.plan) return impossible(no_plan);
  WhatIf what{run.folder.plan->plan, std::move(label)};
  what.plan.faults.push_back(std::move(fault));
  return what;
}

WhatIfResult without(const LoadedRun& run, std::uint32_t plan_index, std::string label) {
  if (!run.folder.plan) return impossible(no_plan);
  WhatIf what{run.folder.plan->plan, std::move(label)};
  if (plan_index >= what.plan.faults.size()) return impossible("the plan beside this trace is not that of its run");
  what.plan.faults.erase(what.plan.faults.begin() + plan_index);
  return what;
}

std::optional<Strike> strike_of(const LoadedRun& run, Index delivery, FaultKind kind) {
  for (const Strike& strike : run.index->strikes_on(delivery)) {
    if (strike.kind == kind) return strike;
  }
  return std::nullopt;
}

WhatIfResult strike_message(const LoadedRun& run, Index delivery, FaultKind kind, Duration amount, const char* verb) {
  if (delivery == nowhere) return impossible("no message is selected");
  const Delivery& d = run.trace().deliveries[delivery];
  if (d.from == d.to) return impossible("a process's reminder to itself crosses no network");
  if (d.nth == 0) return impossible("this trace does not say which packet of its link this message is");
  if (d.duplicate) return impossible("this is a copy that a fault made; change its original, or drop the copy");
  if (strike_of(run, delivery, kind)) {
    return impossible(fmt::format("it is struck by {} already", crisper::name_of(kind)));
  }
  return with(run,
              Fault{.kind = kind,
                    .from = run.trace().name_of(d.from),
                    .to = run.trace().name_of(d.to),
                    .nth = d.nth,
                    .at = SimTime(Duration(run.trace().sent_at(d))),
                    .amount = amount},
              fmt::format("{} {}", verb, message_words(run, d)));
}

WhatIfResult strike_process(const LoadedRun& run, ProcessNumber process, Fault fault, const char* verb) {
  if (process == 0 || process >= run.trace().processes.size()) return impossible("no process is selected");
  fault.to = run.trace().name_of(process);
  std::string label = fmt::format("{} {} at {}", verb, fault.to, to_text(fault.at));
  return with(run, std::move(fault), std::move(label));
}

}  // namespace

WhatIfResult drop_message(const LoadedRun& run, Index delivery) {
  if (delivery == nowhere) return impossible("no message is selected");
  const Delivery& d = run.trace().deliveries[delivery];
  if (!d.duplicate) return strike_message(run, delivery, FaultKind::loss, {}, "drop");
  const std::optional<Strike> copied = strike_of(run, delivery, FaultKind::duplicate);
  if (!copied) return impossible("the trace does not say which fault made this copy");
  return without(run, copied->plan_index, "drop the second " + message_words(run, d));
}

WhatIfResult duplicate_message(const LoadedRun& run, Index delivery) {
  return strike_message(run, delivery, FaultKind::duplicate, std::chrono::milliseconds(1), "duplicate");
}

WhatIfResult delay_message(const LoadedRun& run, Index delivery, Duration by) {
  return strike_message(run, delivery, FaultKind::delay, by, "delay");
}

WhatIfResult hold_message(const LoadedRun& run, Index delivery, Duration by) {
  return strike_message(run, delivery, FaultKind::reorder, by, "hold back");
}

WhatIfResult deliver_first(const LoadedRun& run, Index delivery, RecordId now) {
  if (delivery == nowhere) return impossible("no message is selected");
  if (!run.folder.plan) return impossible(no_plan);
  const TraceData& trace = run.trace();
  const Delivery& first = trace.deliveries[delivery];
  if (first.sent > now || first.arrived == 0 || first.arrived <= now) {
    return impossible("this message is not under way at the cursor");
  }
  WhatIf what{run.folder.plan->plan, "deliver first " + message_words(run, first)};
  for (const Index other : run.machine->state_at(now).in_flight) {
    const Delivery& d = trace.deliveries[other];
    if (other == delivery || d.to != first.to || d.arrived == 0 || d.arrived >= first.arrived) continue;
    if (d.from == d.to || d.nth == 0 || d.duplicate || strike_of(run, other, FaultKind::reorder)) {
      return impossible(fmt::format("{} comes before it and can't be held back", message_words(run, d)));
    }
    what.plan.faults.push_back(Fault{.kind = FaultKind::reorder,
                                     .from = trace.name_of(d.from),
                                     .to = trace.name_of(d.to),
                                     .nth = d.nth,
                                     .at = SimTime(Duration(trace.sent_at(d))),
                                     .amount = Duration(trace.arrived_at(first) - trace.arrived_at(d)) + just_after});
  }
  if (what.plan.faults.size() == run.folder.plan->plan.faults.size()) {
    return impossible("it is the first to arrive already");
  }
  return what;
}

WhatIfResult crash_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration restart_after) {
  return strike_process(run, process, Fault{.kind = FaultKind::crash, .at = at, .restart_after = restart_after},
                        "crash");
}

WhatIfResult pause_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration lasting) {
  return strike_process(run, process, Fault{.kind = FaultKind::pause, .at = at, .lasting = lasting}, "pause");
}

WhatIfResult cut_off_process(const LoadedRun& run, ProcessNumber process, SimTime at, Duration lasting) {
  return strike_process(run, process, Fault{.kind = FaultKind::partition, .at = at, .lasting = lasting}, "cut off");
}

}  // namespace crisper::gui
