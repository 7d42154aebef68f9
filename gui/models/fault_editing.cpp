#include "gui/models/fault_editing.hpp"

#include <algorithm>

#include "sim/faults/exact_duration.hpp"

namespace crisper::gui {
namespace {

/// A key moves a fault by this part of howLong().
constexpr int fault_steps = 5;

}  // namespace

FaultEditing::FaultEditing(Cursor& cursor, Workbench& bench, QObject* parent)
    : QObject(parent), cursor_(cursor), bench_(bench) {
  connect(&cursor, &Cursor::selectionChanged, this, [this] { is_in_hand_ = false; });
  connect(&bench, &Workbench::changed, this, [this] { is_in_hand_ = true; });
}

WhatIfResult FaultEditing::tried(Deed deed) const {
  const LoadedRun& run = *cursor_.run();
  const SimTime now{Duration(cursor_.timeNs())};
  switch (deed) {
    case Deed::drop: return drop_message(run, cursor_.delivery());
    case Deed::duplicate: return duplicate_message(run, cursor_.delivery());
    case Deed::delay: return delay_message(run, cursor_.delivery(), how_long_);
    case Deed::hold: return hold_message(run, cursor_.delivery(), how_long_);
    case Deed::first: return deliver_first(run, cursor_.delivery(), cursor_.at());
    case Deed::crash: return crash_process(run, cursor_.process(), now, how_long_);
    case Deed::pause: return pause_process(run, cursor_.process(), now, how_long_);
    case Deed::cut_off: return cut_off_process(run, cursor_.process(), now, how_long_);
    default: return triedOnFault(deed);
  }
}

WhatIfResult FaultEditing::triedOnFault(Deed deed) const {
  const LoadedRun& run = *cursor_.run();
  const std::optional<std::uint32_t> fault = chosenFault();
  if (!fault) return failure(std::string("no fault is at the cursor: F goes to the next"));
  const Duration by = how_long_ / fault_steps;
  switch (deed) {
    case Deed::later: return move_fault(run, *fault, by);
    case Deed::earlier: return move_fault(run, *fault, -by);
    case Deed::longer: return lengthen_fault(run, *fault, by);
    case Deed::shorter: return lengthen_fault(run, *fault, -by);
    default: return delete_fault(run, *fault);
  }
}

QString FaultEditing::whyNot(Deed deed) const {
  if (!cursor_.run()) return "no run is open";
  const WhatIfResult what = tried(deed);
  return what ? QString() : QString::fromStdString(what.error());
}

void FaultEditing::act(Deed deed) {
  if (!isReady()) return;
  const bool moves = deed == Deed::later || deed == Deed::earlier || deed == Deed::longer || deed == Deed::shorter;
  apply(tried(deed), moves ? chosenFault() : std::nullopt);
}

void FaultEditing::apply(const WhatIfResult& what, std::optional<std::uint32_t> fault) {
  edited_.reset();
  if (what && fault && *fault < what->plan.faults.size()) edited_ = what->plan.faults[*fault];
  bench_.apply(what);
}

std::optional<std::uint32_t> FaultEditing::chosenFault() const {
  const LoadedRun* run = cursor_.run();
  if (!run) return std::nullopt;
  if (edited_ && is_in_hand_ && run->folder.plan) {
    const std::vector<sim::Fault>& faults = run->folder.plan->plan.faults;
    const auto found = std::ranges::find(faults, *edited_);
    if (found != faults.end()) return static_cast<std::uint32_t>(found - faults.begin());
  }
  return fault_at(*run, cursor_.at(), cursor_.delivery(), cursor_.process());
}

void FaultEditing::edit(Edit how, std::uint32_t fault, Duration by) {
  if (isReady()) apply(how(*cursor_.run(), fault, by), fault);
}

void FaultEditing::setHowLong(const QString& text) {
  if (const auto span = sim::parse_duration(text.toStdString())) {
    how_long_ = *span;
  } else {
    emit said("expected a length of time, such as 500ms");
  }
}

}  // namespace crisper::gui
