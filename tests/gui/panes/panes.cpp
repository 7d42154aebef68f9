#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {

std::vector<PaneCheck> all_checks() {
  std::vector<PaneCheck> all;
  for (const auto& checks : {table_checks(), queue_checks(), process_checks(), picture_checks(), word_checks()}) {
    all.insert(all.end(), checks.begin(), checks.end());
  }
  return all;
}

Rows cells_of(const TableSpec& table, const Recorded& of, const RunState& state) {
  Rows rows;
  for (const TableRow& row : table.rows(*of.made.run, state)) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (const QString& each : row.cells) cells.push_back(text(each));
    cells.resize(static_cast<std::size_t>(table.columns.size()));
  }
  return rows;
}

}  // namespace crisper::gui::by_sql
