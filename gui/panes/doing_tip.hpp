// What a process does at one instant, as a tip.
#pragma once

#include <QString>

#include "gui/models/doing.hpp"

namespace crisper::gui {

QString doingTip(const LoadedRun& run, const RunState& state, ProcessNumber process);

}  // namespace crisper::gui
