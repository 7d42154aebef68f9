// A comparison as rows of tables.
#pragma once

#include "gui/models/comparison.hpp"
#include "gui/models/table_spec.hpp"

namespace crisper::gui {

/// Client, command, fate and latency in both, and by how much the latency changed: one row for each command.
std::vector<TableRow> command_rows(const Comparison& comparison, const LoadedRun& a, const LoadedRun& b);
QStringList command_columns();

/// Properties whose verdict differs first, then every figure that is not the same in both.
std::vector<TableRow> delta_rows(const Comparison& comparison);
QStringList delta_columns();

/// Where the two part, in a sentence.
QString parting_words(const Comparison& comparison, const LoadedRun& a, const LoadedRun& b);

}  // namespace crisper::gui
