// A written business, as `properties` knows it.
#include <algorithm>

#include "properties/domain/own_laws.hpp"
#include "properties/domain/written/law_of.hpp"
#include "properties/domain/written/laws/law_entries.hpp"

namespace crisper::written {

using properties::PropertyEntry;
using properties::PropertyInfo;

PropertyEntry laws::entry_of(const Law& law) {
  PropertyInfo info{.name = law.name, .meaning = law.meaning, .wants = {ObservationKind::event_appended}};
  const auto is_outside = [](const Aggregate& each) { return each.outside.has_value(); };
  if (std::ranges::any_of(law.aggregates, is_outside)) {
    info.wants = {ObservationKind::event_appended, ObservationKind::world_changed};
  }
  switch (law.claim) {
    case Law::Claim::always:
      return always_entry(info);
    case Law::Claim::eventually:
      return eventually_entry(info);
    case Law::Claim::sometimes:
      return sometimes_entry(info);
    case Law::Claim::never_twice:
      return never_twice_entry(info);
    case Law::Claim::within:
      info.of_time = true;
      return within_entry(info);
    case Law::Claim::on_sight:
      info.wants = {ObservationKind::event_appended, ObservationKind::query_answered, ObservationKind::client_decided,
                    ObservationKind::process_started, ObservationKind::consumer_joined};
      return on_sight_entry(info);
  }
  return always_entry(info);
}

}  // namespace crisper::written

namespace crisper::properties {

const PropertyEntry* find_law(const std::vector<PropertyEntry>& own, std::string_view name) {
  const auto found = std::ranges::find_if(own, [&](const PropertyEntry& each) { return each.info.name == name; });
  return found == own.end() ? find_property(name) : &*found;
}

std::vector<PropertyEntry> own_laws(const Domain& domain) {
  const auto* own = dynamic_cast<const written::WrittenDomain*>(&domain);
  if (!own) return {};
  std::vector<PropertyEntry> entries;
  for (const written::Law& law : own->model().laws) entries.push_back(written::laws::entry_of(law));
  entries.push_back(written::laws::within_bounds());
  entries.push_back(written::laws::views_match_events());
  for (PropertyEntry& each : entries) each.info.domain = own->model().name;
  return entries;
}

Patience own_patience(const Domain& domain) {
  const auto* own = dynamic_cast<const written::WrittenDomain*>(&domain);
  Patience patience{};
  if (!own) return patience;
  for (const written::Service& service : own->model().services) {
    patience.after_step = std::max({patience.after_step, service.patience, service.latency.average()});
  }
  for (const written::ProcessModel& process : own->model().processes) {
    patience.after_start = std::max(patience.after_start, process.within.value_or(Duration::zero()));
  }
  return patience;
}

}  // namespace crisper::properties
