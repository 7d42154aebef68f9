#include "core/design/views.hpp"

#include <set>

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

}  // namespace crisper
