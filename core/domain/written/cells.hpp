// Cells: what a view of a written business shows. A row has one number, or several columns; each of them is a cell, and
// that is what the pipeline calls a row: clients ask for one, and a view sets one at a time.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/written/model.hpp"
#include "core/domain/written/tokens.hpp"
#include "core/subscription/row_key.hpp"

namespace crisper::written {

/// A view, and which of its columns; of a view without columns the first and only one.
struct Looked {
  std::size_t view = 0;
  std::size_t column = 0;
  Type type;  ///< of what is seen there
};

/// `availability`, or `availability.free` where it has columns.
Parsed<Looked> parse_looked(std::string_view text, const Model& model);

RowKey cell_of(const View& view, RowKey row, std::size_t column);
std::size_t column_of(const View& view, RowKey cell);
RowKey row_of_cell(const View& view, RowKey cell);

/// The row of a view that an event concerns; nothing where its numbers grow beyond 64 bits.
std::optional<RowKey> row_of(const ViewRule& rule, const std::vector<Value>& locals);

/// What a row of a view without columns shows after an event; `now`: what it shows before.
Value value_after(const ViewRule& rule, std::vector<Value> locals, Value now);

/// What a cell shows after an event.
struct CellChange {
  RowKey cell;
  Value value = 0;
  bool adds = false;  ///< whatever the order of events, the sum is the same
};

/// All that an event changes, each cell once. `now`: what a cell shows before it. Locals: the key of the event's
/// entity, then what the event says.
std::vector<CellChange> changes_of(const View& view, const ViewRule& rule, std::vector<Value> locals,
                                   const std::function<Value(RowKey)>& now);

}  // namespace crisper::written
