#include "core/design/views.hpp"

#include <set>

#include "core/command/area_design.hpp"
#include "core/reaction/event_counts.hpp"
#include "core/service/own_events.hpp"

namespace crisper {

std::vector<std::string> subscribers_of(const Design& design, const Domain& domain) {
  std::set<std::string> known;
  for (const auto& view : domain.projections()) known.insert(view->name());
  for (const auto& saga : domain.sagas()) known.insert(saga->name());
  for (const auto& reaction : domain.reactions()) known.insert(reaction->name());
  std::vector<std::string> names;
  for (const auto& [name, consumer] : design.consumers) {
    if (!known.contains(name) && name != own_events_consumer) names.push_back(name);
  }
  return names;
}

std::vector<std::shared_ptr<const ProjectionDefinition>> views_of(const Design& design, const Domain& domain) {
  std::vector<std::shared_ptr<const ProjectionDefinition>> views = domain.projections();
  for (const std::string& name : subscribers_of(design, domain)) views.push_back(std::make_shared<EventCounts>(name));
  return views;
}

std::string read_node_name(const std::string& view, std::uint32_t number) {
  return view + (number == 1 ? "" : "-" + std::to_string(number));
}

std::vector<std::string> lasting_read_nodes(const std::string& view, const Design& design) {
  const auto chosen = design.consumers.find(view);
  std::vector<std::string> names;
  if (chosen != design.consumers.end() && chosen->second.per_area) {
    for (std::uint32_t area = 1; area <= design.areas.count; ++area) names.push_back(area_name(view, area));
    return names;
  }
  // Of read nodes that come and go, only the first is always there.
  const bool all_stay = chosen != design.consumers.end() && chosen->second.read_scale.empty();
  for (std::uint32_t number = 1; number <= (all_stay ? chosen->second.read_nodes : 1); ++number) {
    names.push_back(read_node_name(view, number));
  }
  return names;
}

std::vector<std::string> consumers_of(const Design& design, const Domain& domain) {
  std::vector<std::string> names;
  for (const auto& definition : views_of(design, domain)) {
    for (std::string& node : lasting_read_nodes(definition->name(), design)) names.push_back(std::move(node));
  }
  for (const auto& definition : domain.sagas()) names.push_back(definition->name());
  for (const auto& reaction : domain.reactions()) names.push_back(reaction->name());
  return names;
}

}  // namespace crisper
