#include "properties/explain/folds.hpp"

#include <cstddef>
#include <map>

namespace crisper::properties {

std::vector<StoryFold> folds_of(const std::vector<StoryPart>& parts) {
  std::map<std::string, std::size_t> alike;
  for (const StoryPart& each : parts) ++alike[each.form];
  const auto are_many = [&](const StoryPart& part) { return !part.form.empty() && alike[part.form] >= alike_at_all; };
  std::vector<StoryFold> folds;
  std::map<std::string, std::size_t> of_many;  // place of their fold, by form
  // Those that stand in a row, once the many have gone to their first.
  std::string form_of_row;
  std::vector<CausalGraph::Node> row;
  const auto end_row = [&] {
    if (row.size() >= alike_in_a_row && !form_of_row.empty()) {
      folds.push_back({.first = row.front(), .more = {row.begin() + 1, row.end()}});
    } else {
      for (const CausalGraph::Node each : row) folds.push_back({.first = each});
    }
    row.clear();
  };
  for (const StoryPart& each : parts) {
    if (are_many(each) && of_many.contains(each.form)) {
      folds[of_many[each.form]].more.push_back(each.node);
      continue;
    }
    if (are_many(each) || each.form != form_of_row) end_row();
    if (are_many(each)) {
      of_many[each.form] = folds.size();
      folds.push_back({.first = each.node});
      continue;
    }
    form_of_row = each.form;
    row.push_back(each.node);
  }
  end_row();
  return folds;
}

}  // namespace crisper::properties
