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
  connect(&bench, &Workbench::changed, this, [this] { edited_at_ = cursor_.at(); });
}

void FaultEditing::drop() {
  if (isReady()) bench_.apply(drop_message(*cursor_.run(), cursor_.delivery()));
}

void FaultEditing::duplicate() {
  if (isReady()) bench_.apply(duplicate_message(*cursor_.run(), cursor_.delivery()));
}

void FaultEditing::delay() {
  if (isReady()) bench_.apply(delay_message(*cursor_.run(), cursor_.delivery(), how_long_));
}

void FaultEditing::hold() {
  if (isReady()) bench_.apply(hold_message(*cursor_.run(), cursor_.delivery(), how_long_));
}

void FaultEditing::deliverFirst() {
  if (isReady()) bench_.apply(deliver_first(*cursor_.run(), cursor_.delivery(), cursor_.at()));
}

void FaultEditing::crash() {
  if (isReady()) bench_.apply(crash_process(*cursor_.run(), cursor_.process(), now(), how_long_));
}

void FaultEditing::pause() {
  if (isReady()) bench_.apply(pause_process(*cursor_.run(), cursor_.process(), now(), how_long_));
}

void FaultEditing::cutOff() {
  if (isReady()) bench_.apply(cut_off_process(*cursor_.run(), cursor_.process(), now(), how_long_));
}

void FaultEditing::remove() {
  if (!isReady()) return;
  if (const auto fault = chosenOrSaid()) bench_.apply(delete_fault(*cursor_.run(), *fault));
}

void FaultEditing::move(int direction) { editChosen(move_fault, direction * how_long_ / fault_steps); }
void FaultEditing::stretch(int direction) { editChosen(lengthen_fault, direction * how_long_ / fault_steps); }

std::optional<std::uint32_t> FaultEditing::chosenFault() const {
  const LoadedRun* run = cursor_.run();
  if (!run) return std::nullopt;
  if (edited_ && cursor_.at() == edited_at_ && run->folder.plan) {
    const std::vector<sim::Fault>& faults = run->folder.plan->plan.faults;
    const auto found = std::ranges::find(faults, *edited_);
    if (found != faults.end()) return static_cast<std::uint32_t>(found - faults.begin());
  }
  return fault_at(*run, cursor_.at(), cursor_.delivery(), cursor_.process());
}

std::optional<std::uint32_t> FaultEditing::chosenOrSaid() {
  const auto fault = chosenFault();
  if (!fault) emit said("no fault is at the cursor: F goes to the next");
  return fault;
}

void FaultEditing::editChosen(Edit how, Duration by) {
  if (!isReady()) return;
  if (const auto fault = chosenOrSaid()) edit(how, *fault, by);
}

void FaultEditing::edit(Edit how, std::uint32_t fault, Duration by) {
  if (!isReady()) return;
  const WhatIfResult what = how(*cursor_.run(), fault, by);
  if (what && fault < what->plan.faults.size()) edited_ = what->plan.faults[fault];
  bench_.apply(what);
}

void FaultEditing::setHowLong(const QString& text) {
  if (const auto span = sim::parse_duration(text.toStdString())) {
    how_long_ = *span;
  } else {
    emit said("expected a length of time, such as 500ms");
  }
}

}  // namespace crisper::gui
