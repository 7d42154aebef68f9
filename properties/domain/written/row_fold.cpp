// What events make of the rows of a written business's views, by the rules as they are written.
#include "properties/domain/row_fold.hpp"

#include <algorithm>

#include "core/domain/written/cells.hpp"
#include "core/domain/written/written_domain.hpp"
#include "properties/domain/own_laws.hpp"
#include "properties/domain/written/told_values.hpp"

namespace crisper::written {
namespace {

using properties::CellAfter;
using properties::ShownCell;
using properties::TracedEvent;

bool rule_reads_local(const ViewRule& rule, std::size_t slot) {
  return reads_local(rule.part, slot) || reads_local(rule.item, slot) || reads_local(rule.value, slot) ||
         std::ranges::any_of(rule.changes, [&](const Assignment& each) {
           return reads_local(each.key, slot) || reads_local(each.value, slot);
         });
}

/// Whether the texts of its events say all that its rules ask for. The first local is the key of the event's entity.
bool can_be_read(const View& view) {
  return std::ranges::all_of(view.rules, [](const ViewRule& rule) {
    const std::vector<bool> told = told_parameters(*rule.event);
    for (std::size_t i = 0; i < told.size(); ++i) {
      if (!told[i] && rule_reads_local(rule, i + 1)) return false;
    }
    return true;
  });
}

bool adds(const View& view, const ViewRule& rule) {
  if (view.columns.empty()) return rule.adds;
  return std::ranges::all_of(rule.changes, [](const Assignment& each) {
    return each.how == Assignment::How::add && !reads_state(each.value);
  });
}

bool is_node_of(std::string_view process, std::string_view view) {
  if (!process.starts_with(view)) return false;
  std::string_view rest = process.substr(view.size());
  if (rest.empty()) return true;
  const std::string_view area = "-area-";  // as area_name calls them; read nodes are numbered
  rest.remove_prefix(rest.starts_with(area) ? area.size() : 1);
  return process[view.size()] == '-' && !rest.empty() &&
         rest.find_first_not_of("0123456789") == std::string_view::npos;
}

class WrittenRows final : public properties::RowFold {
 public:
  explicit WrittenRows(std::shared_ptr<const Model> model) : model_(std::move(model)) {
    for (const View& view : model_->views) {
      readable_.push_back(can_be_read(view));
      sums_.push_back(std::ranges::all_of(view.rules, [&](const ViewRule& each) { return adds(view, each); }));
    }
  }

  std::size_t views() const override { return model_->views.size(); }

  std::optional<std::size_t> view_of(std::string_view process) const override {
    const std::vector<View>& all = model_->views;
    auto found = std::ranges::find(all, process, [](const View& each) { return std::string_view(each.name); });
    if (found == all.end()) {
      found = std::ranges::find_if(all, [&](const View& each) { return is_node_of(process, each.name); });
    }
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
  }

  std::vector<CellAfter> after(std::size_t number, const TracedEvent& event, const Before& before) const override {
    const View& view = model_->views[number];
    const auto rule = std::ranges::find_if(
        view.rules, [&](const ViewRule& each) { return std::string_view(each.event->name) == event.type; });
    if (!readable_[number] || rule == view.rules.end()) return {};
    const std::optional<std::vector<Value>> said = told_values(*model_, *rule->event, event.text);
    if (!said) return {};
    std::vector<Value> locals{static_cast<Value>(StreamId{static_cast<std::uint64_t>(event.stream)}.number())};
    locals.insert(locals.end(), said->begin(), said->end());
    std::vector<CellAfter> cells;
    const auto now = [&](RowKey cell) { return before(shown(view, cell)); };
    for (const CellChange& each : changes_of(view, *rule, std::move(locals), now)) {
      cells.push_back({.cell = shown(view, each.cell), .value = each.value});
    }
    return cells;
  }

  bool is_sum(std::size_t view) const override { return sums_[view]; }

  ShownCell row_of(std::size_t number, ShownCell cell) const override {
    const View& view = model_->views[number];
    const auto columns = std::max<std::uint64_t>(1, view.columns.size());
    const auto item = static_cast<std::uint64_t>(cell.item);
    cell.item = static_cast<std::int64_t>(item - item % columns);
    return cell;
  }

  std::optional<std::string> name_of(std::size_t number, std::int64_t item) const override {
    const View& view = model_->views[number];
    const RowKey cell{.part = 0, .item = static_cast<std::uint64_t>(item)};
    std::string name = view.columns.empty() ? std::string() : view.columns[column_of(view, cell)].name;
    if (view.row.size() < 2) return name;
    if (!name.empty()) name += ", ";
    return name + view.row[1] + " " +
           model_->text_of(view.row_types[1], static_cast<Value>(row_of_cell(view, cell).item));
  }

  std::string told(std::size_t view, std::int64_t item, std::int64_t value) const override {
    return model_->text_of(type_of(view, item), value);
  }
  bool is_number(std::size_t view, std::int64_t item) const override {
    return type_of(view, item).kind == Kind::number;
  }

 private:
  static ShownCell shown(const View& view, RowKey cell) {
    const StreamId stream = StreamId::of(Model::category_of(view.row_types.front().of), cell.part);
    return {.stream = static_cast<std::int64_t>(stream.value), .item = static_cast<std::int64_t>(cell.item)};
  }
  Type type_of(std::size_t number, std::int64_t item) const {
    const View& view = model_->views[number];
    const RowKey cell{.part = 0, .item = static_cast<std::uint64_t>(item)};
    return view.columns.empty() ? number_type : view.columns[column_of(view, cell)].type;
  }

  std::shared_ptr<const Model> model_;
  std::vector<bool> readable_;
  std::vector<bool> sums_;
};

}  // namespace
}  // namespace crisper::written

namespace crisper::properties {

std::shared_ptr<const RowFold> own_row_fold(const Domain& domain) {
  const auto* own = dynamic_cast<const written::WrittenDomain*>(&domain);
  return own ? std::make_shared<written::WrittenRows>(own->shared_model()) : nullptr;
}

}  // namespace crisper::properties
