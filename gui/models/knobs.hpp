// Knobs: every value of a scenario, with what may stand there: read off the scenario format's own description, so that
// a knob that comes to the format comes to the window.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace crisper::gui {

struct Knob {
  QString path;          ///< as `--set` takes it: design.ownership.strategy
  QString value;         ///< as the scenario has it; empty where it is left out
  QString initial{};     ///< its default; empty where there is none
  QString expected{};    ///< "a duration, at least 1ns"
  QString meaning{};
  QStringList choices{}; ///< empty: anything that fits what is expected
  QStringList choice_meanings{};

  bool isChanged() const { return !initial.isEmpty() && value != initial; }
};

/// Of a scenario as a run leaves it, with every value named. Empty where the text is no scenario.
std::vector<Knob> knobs_of(const std::string& scenario_yaml);

/// The scenario with one value changed, or why that can't be, with the nearest word that could.
Result<std::string, std::string> with_knob(const std::string& scenario_yaml, const QString& path, const QString& value);

/// Whether the same faults strike after this change: of a design, yes; other workloads, machines and faults draw anew.
bool keeps_the_plan(const QString& path);

}  // namespace crisper::gui
