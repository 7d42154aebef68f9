// What each pane shows, and the SQL that says what it should.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"
#include "gui/models/table_spec.hpp"
#include "tests/gui/panes/designs.hpp"

namespace crisper::gui::by_sql {

struct PaneCheck {
  const char* pane;   ///< the name of its dock, or of what stands around the docks: "diagram", "timeline", "story"
  const char* what;   ///< what of it
  /// What it shows. A cell "?" is none that it shows: a pane that says nothing says nothing wrong.
  Rows (*shown)(const Recorded& of, const RunState& state);
  /// The same by SQL, from what TraceSql has.
  const char* sql;
  bool whole_run = false;   ///< it shows the same at any instant
  bool in_order = false;    ///< the order of rows is part of what it says
};

/// One list for each file of this folder that has some.
std::span<const PaneCheck> table_checks();
std::span<const PaneCheck> queue_checks();
std::span<const PaneCheck> process_checks();
std::span<const PaneCheck> picture_checks();
std::span<const PaneCheck> word_checks();
std::vector<PaneCheck> all_checks();

/// The cells of a table of the window; lines of a column's name don't matter.
Rows cells_of(const TableSpec& table, const Recorded& of, const RunState& state);

inline std::string text(const QString& cell) { return cell.toStdString(); }
inline std::string text(std::int64_t number) { return std::to_string(number); }

}  // namespace crisper::gui::by_sql
