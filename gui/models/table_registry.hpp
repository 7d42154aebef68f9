// All tables of the window.
#pragma once

#include <vector>

#include "gui/models/table_spec.hpp"

namespace crisper::gui {

namespace tables {
const TableSpec& properties();
const TableSpec& views();
const TableSpec& projections();
const TableSpec& queues();
const TableSpec& commands();
const TableSpec& locks();
const TableSpec& streams();
const TableSpec& processes();
const TableSpec& messages();
const TableSpec& faults();
const TableSpec& explanation();
const TableSpec& instances();
const TableSpec& next();
const TableSpec& channels();
}  // namespace tables

inline std::vector<const TableSpec*> all_tables() {
  return {&tables::properties(), &tables::views(),   &tables::projections(), &tables::queues(),   &tables::commands(),
          &tables::locks(),      &tables::streams(), &tables::processes(),   &tables::messages(), &tables::faults(),
          &tables::explanation(), &tables::instances(), &tables::next(),
          &tables::channels()};
}

}  // namespace crisper::gui
