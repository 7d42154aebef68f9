#include "core/domain/written/cells.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/domain/written/decider.hpp"

namespace crisper::written {
namespace {

std::vector<std::string> names_of(const View& view) {
  std::vector<std::string> names;
  for (const Field& each : view.columns) names.push_back(each.name);
  return names;
}

/// The columns that these change.
std::vector<CellChange> changed_columns(const View& view, RowKey row, const ViewRule& rule,
                                        const std::vector<Value>& locals, const std::function<Value(RowKey)>& now) {
  EntityState state;
  for (std::size_t i = 0; i < view.columns.size(); ++i) state.singles.push_back(now(cell_of(view, row, i)));
  Frame frame{.locals = locals.data(), .state = &state};
  apply(rule.changes, state, frame);
  std::vector<CellChange> changes;
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    CellChange change{.cell = cell_of(view, row, i), .value = state.singles[i], .adds = true};
    bool any = false;
    for (const Assignment& each : rule.changes) {
      if (each.slot != i) continue;
      any = true;
      change.adds = change.adds && each.how == Assignment::How::add && !reads_state(each.value);
    }
    if (any) changes.push_back(change);
  }
  return changes;
}

}  // namespace

Parsed<Looked> parse_looked(std::string_view text, const Model& model) {
  const std::size_t dot = text.find('.');
  const std::string name(text.substr(0, dot));
  const auto view = std::ranges::find(model.views, name, &View::name);
  if (view == model.views.end()) {
    std::vector<std::string> names;
    for (const View& each : model.views) names.push_back(each.name);
    return failure(Problem{0, "no view is called '" + name + "'", name, std::move(names)});
  }
  Looked looked{.view = static_cast<std::size_t>(view - model.views.begin()), .column = 0, .type = number_type};
  if (view->columns.empty()) {
    if (dot == std::string_view::npos) return looked;
    return failure(Problem{dot, name + " shows one number, and has no columns"});
  }
  if (dot == std::string_view::npos) {
    return failure(Problem{0, name + " has columns: say which, as in " + name + "." + view->columns.front().name});
  }
  const std::string column(text.substr(dot + 1));
  const auto field = std::ranges::find(view->columns, column, &Field::name);
  if (field == view->columns.end()) {
    return failure(Problem{dot + 1, name + " has no column '" + column + "'", column, names_of(*view)});
  }
  looked.column = field->slot;
  looked.type = field->type;
  return looked;
}

RowKey cell_of(const View& view, RowKey row, std::size_t column) {
  if (!view.columns.empty()) row.item = row.item * view.columns.size() + column;
  return row;
}

std::size_t column_of(const View& view, RowKey cell) {
  return view.columns.empty() ? 0 : static_cast<std::size_t>(cell.item % view.columns.size());
}

RowKey row_of_cell(const View& view, RowKey cell) {
  if (!view.columns.empty()) cell.item /= view.columns.size();
  return cell;
}

std::optional<RowKey> row_of(const ViewRule& rule, const std::vector<Value>& locals) {
  Frame frame{.locals = locals.data()};
  const Value part = compute(rule.part, frame);
  const Value item = rule.item.empty() ? 0 : compute(rule.item, frame);
  if (frame.spoilt) return std::nullopt;
  return RowKey{.part = static_cast<std::uint64_t>(part), .item = static_cast<std::uint64_t>(item)};
}

Value value_after(const ViewRule& rule, std::vector<Value> locals, Value now) {
  locals.push_back(now);
  Frame frame{.locals = locals.data()};
  return compute(rule.value, frame);
}

std::vector<CellChange> changes_of(const View& view, const ViewRule& rule, std::vector<Value> locals,
                                   const std::function<Value(RowKey)>& now) {
  const std::optional<RowKey> row = row_of(rule, locals);
  if (!row) return {};
  if (!view.columns.empty()) return changed_columns(view, *row, rule, locals, now);
  const Value before = now(*row);
  return {{.cell = *row, .value = value_after(rule, std::move(locals), before), .adds = rule.adds}};
}

}  // namespace crisper::written
