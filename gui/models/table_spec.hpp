// TableSpec: a table that shows one side of a run at one instant. A new table is one file that defines one, and one
// line in table_registry.hpp.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

/// How a row should be looked at; shown by colour and by a sign of its own.
enum class Tone : std::uint8_t { plain, good, bad, warning, muted };

struct TableRow {
  QStringList cells;
  Tone tone = Tone::plain;
  RecordId jump = 0;              ///< where a click on the row goes; zero: nowhere
  ProcessNumber process = 0;      ///< what a click selects, if anything
  Index delivery = nowhere;
  QString explanation{};          ///< one sentence, as a tool tip
};

struct TableSpec {
  const char* name;     ///< for programs: "locks"
  const char* title;    ///< for people
  const char* empty;    ///< said where there are no rows, while no run is open, too
  QStringList columns;
  /// The rows at this instant.
  std::vector<TableRow> (*rows)(const LoadedRun& run, const RunState& state);
  bool wraps = false;   ///< long texts take more than one line
  /// Why there are no rows at this instant of this run; null: `empty` says it all.
  QString (*why_empty)(const LoadedRun& run, const RunState& state) = nullptr;
};

}  // namespace crisper::gui
