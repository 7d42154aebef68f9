#include "gui/models/fault_edits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crisper::gui {
namespace {

using sim::Fault;
using sim::FaultKind;

tl::unexpected<std::string> no_such_edit(std::string why) { return failure(std::move(why)); }

/// How long a fault lasts; nothing where it has no end of its own.
std::optional<Duration> length_of(const Fault& fault) {
  return fault.kind == FaultKind::crash ? fault.restart_after : fault.lasting;
}

bool names(const std::string& word, const ProcessInfo& process) {
  return word == process.name || word == process.role || word == process.host;
}

bool strikes(const Fault& fault, const ProcessInfo& process) {
  return names(fault.to, process) || (sim::is_link_fault(fault.kind) && names(fault.from, process));
}

/// The plan with one fault as it is now, to be changed; or why that can't be.
struct Edit {
  sim::FaultPlan plan;
  Fault* fault = nullptr;
};
Result<Edit, std::string> edit_of(const LoadedRun& run, std::uint32_t fault) {
  if (!run.folder.plan) return no_such_edit("no plan.yaml lies beside this trace, so its faults can't be changed");
  Edit edit{run.folder.plan->plan};
  if (fault >= edit.plan.faults.size()) return no_such_edit("the plan beside this trace is not that of its run");
  edit.fault = &edit.plan.faults[fault];
  return edit;
}

/// The packet before or after this one on its link.
Result<const Delivery*, std::string> neighbour(const LoadedRun& run, const Fault& fault, bool after) {
  const Delivery* best = nullptr;
  const TraceData& trace = run.trace();
  for (const Delivery& d : trace.deliveries) {
    if (d.duplicate || d.nth == 0 || trace.name_of(d.from) != fault.from || trace.name_of(d.to) != fault.to) continue;
    if (after ? d.nth <= fault.nth : d.nth >= fault.nth) continue;
    if (!best || (after ? d.nth < best->nth : d.nth > best->nth)) best = &d;
  }
  if (!best) return no_such_edit(fmt::format("there is no packet {} it on that link", after ? "after" : "before"));
  return best;
}

}  // namespace

std::string fault_name(const Fault& fault) {
  const bool on_link = sim::is_link_fault(fault.kind) && !fault.from.empty();
  if (!on_link) return fmt::format("{} of {}", crisper::name_of(fault.kind), fault.to);
  return fmt::format("{} from {} to {}", crisper::name_of(fault.kind), fault.from, fault.to);
}

std::vector<FaultSpan> fault_spans(const LoadedRun& run) {
  std::vector<FaultSpan> spans;
  if (!run.folder.plan) return spans;
  const std::vector<Fault>& faults = run.folder.plan->plan.faults;
  for (std::uint32_t i = 0; i < faults.size(); ++i) {
    const Fault& fault = faults[i];
    if (sim::is_message_fault(fault.kind)) continue;
    const std::int64_t begin = to_ns(fault.at);
    const std::optional<Duration> length = length_of(fault);
    const std::int64_t end = length ? begin + length->count() : run.space->end_ns();
    for (ProcessNumber p = 1; p < run.trace().processes.size(); ++p) {
      if (strikes(fault, run.trace().processes[p])) spans.push_back({i, fault.kind, begin, end, p});
    }
  }
  return spans;
}

std::optional<std::uint32_t> fault_at(const LoadedRun& run, RecordId at, Index delivery, ProcessNumber process) {
  if (at != 0 && run.trace().record(at).kind == ObservationKind::fault_fired && run.trace().said_of(at)) {
    return static_cast<std::uint32_t>(run.trace().said_of(at)->a);
  }
  if (delivery != nowhere) {
    const std::vector<Strike> strikes = run.index->strikes_on(delivery);
    if (!strikes.empty()) return strikes.front().plan_index;
  }
  const std::int64_t now = run.trace().at(at);
  for (const FaultSpan& span : fault_spans(run)) {
    if (span.process == process && span.begin <= now && now <= span.end) return span.fault;
  }
  return std::nullopt;
}

WhatIfResult move_fault(const LoadedRun& run, std::uint32_t fault, Duration by) {
  auto edit = edit_of(run, fault);
  if (!edit) return no_such_edit(edit.error());
  Fault& changed = *edit->fault;
  if (sim::is_message_fault(changed.kind) && changed.nth != 0) {
    const auto packet = neighbour(run, changed, by > Duration::zero());
    if (!packet) return no_such_edit(packet.error());
    changed.nth = (*packet)->nth;
    changed.at = SimTime(Duration(run.trace().sent_at(**packet)));
    std::string label = fmt::format("{} on packet {}", fault_name(changed), changed.nth);
    return WhatIf{std::move(edit->plan), std::move(label)};
  }
  changed.at = std::max(sim_start, changed.at + by);
  std::string label = fmt::format("{} at {}", fault_name(changed), to_text(changed.at));
  return WhatIf{std::move(edit->plan), std::move(label)};
}

WhatIfResult lengthen_fault(const LoadedRun& run, std::uint32_t fault, Duration by) {
  auto edit = edit_of(run, fault);
  if (!edit) return no_such_edit(edit.error());
  Fault& changed = *edit->fault;
  Duration* length = &changed.amount;
  if (!sim::is_message_fault(changed.kind)) {
    std::optional<Duration>& lasts = changed.kind == FaultKind::crash ? changed.restart_after : changed.lasting;
    if (!lasts) lasts = Duration(std::max<std::int64_t>(1, run.space->end_ns() - to_ns(changed.at)));
    length = &*lasts;
  } else if (changed.kind == FaultKind::loss || changed.kind == FaultKind::corrupt) {
    return no_such_edit("a message that is lost can't be lost for longer");
  }
  if (*length + by <= Duration::zero()) return no_such_edit("shorter than that it would not be; Shift+X takes it out");
  *length += by;
  return WhatIf{edit->plan, fmt::format("{} for {}", fault_name(changed), to_text(*length))};
}

WhatIfResult delete_fault(const LoadedRun& run, std::uint32_t fault) {
  auto edit = edit_of(run, fault);
  if (!edit) return no_such_edit(edit.error());
  std::string label = "without " + fault_name(*edit->fault);
  edit->plan.faults.erase(edit->plan.faults.begin() + fault);
  return WhatIf{std::move(edit->plan), std::move(label)};
}

}  // namespace crisper::gui
