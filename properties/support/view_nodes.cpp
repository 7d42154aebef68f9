#include "properties/support/view_nodes.hpp"

#include <algorithm>
#include <utility>

#include "core/design/views.hpp"

namespace crisper::properties {

ViewNodes::ViewNodes(std::string view, const Design& design, const Names& names)
    : names_(names), view_(std::move(view)), from_the_beginning_(lasting_read_nodes(view_, design)) {}

void ViewNodes::meet(ProcessId process) {
  if (parts_.find(process)) return;
  const bool is_node = std::ranges::find(from_the_beginning_, names_.process(process)) != from_the_beginning_.end();
  parts_[process] = is_node ? Part::takes_events : Part::none;
}

void ViewNodes::shows(ProcessId process) {
  Part& part = parts_[process];
  if (part == Part::none) part = Part::takes_events;
}

void ViewNodes::joined(ProcessId process) {
  // catalog-2 is a node of catalog; seats is none of seat.
  const std::string& name = names_.process(process);
  const bool is_numbered = name.starts_with(view_ + "-") && name.size() > view_.size() + 1 &&
                           name.find_first_not_of("0123456789", view_.size() + 1) == std::string::npos;
  if (name == view_ || is_numbered) parts_[process] = Part::takes_events;
}

void ViewNodes::left(ProcessId process) {
  if (has(process)) parts_[process] = Part::shows_only;
}

bool ViewNodes::has(ProcessId process) const {
  const Part* part = parts_.find(process);
  return part && *part != Part::none;
}

std::vector<ProcessId> ViewNodes::that_take_events() const {
  std::vector<ProcessId> all;
  for (const auto& [process, part] : parts_) {
    if (part == Part::takes_events) all.push_back(process);
  }
  return all;
}

}  // namespace crisper::properties
