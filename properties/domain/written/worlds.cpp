// How businesses that scenarios describe are drawn for random scenarios.
#include <algorithm>
#include <memory>

#include "core/domain/written/written_domain.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "properties/generators/draws.hpp"
#include "sim/domain/registry.hpp"
#include "sim/domain/written/workload.hpp"

namespace crisper::written {
namespace {

using namespace properties::gen;

/// Those who come to it in its own scenario: for a shorter time, and more or less often.
sim::Chosen any_workload(const sim::Scenario& business, const Model& model, bool several_states) {
  auto workload = business.workload.generated.as<Workload>();
  workload.lasting = drawn_ms(500, 4000);
  std::erase_if(workload.actors, [&](const Actor& actor) {
    return !several_states && std::ranges::any_of(all_that_is_done(actor), [&](const std::string& does) {
      const Result<Deed, ActorProblem> deed = compile(actor_with(actor, does), model);
      return deed && deed->together;
    });
  });
  for (Actor& actor : workload.actors) {
    const bool has_its_times = !actor.each.empty() || is_timetable(actor) || actor.import;
    if (has_its_times) continue;
    actor.rate = sim::Rate::per_second(number(1, 30));
    actor.clients = static_cast<std::uint64_t>(number(1, 8));
    if (one_in(3)) actor.arrivals = {};
    if (one_in(4)) actor.think = drawn_ms(20, 500);
  }
  return sim::Chosen::of(std::move(workload));
}

std::vector<std::string> consumers_of(const Domain& domain) {
  std::vector<std::string> names;
  for (const auto& each : domain.projections()) names.push_back(each->name());
  for (const auto& each : domain.sagas()) names.push_back(each->name());
  for (const auto& each : domain.reactions()) names.push_back(each->name());
  return names;
}

}  // namespace
}  // namespace crisper::written

namespace crisper::properties {

gen::DomainWorlds gen::own_worlds(const sim::Scenario& business) {
  namespace written = crisper::written;
  const std::shared_ptr<const Domain> domain = sim::make_domain(business);
  const auto workload = [&business, domain](bool several_states) {
    const written::Model& model = dynamic_cast<const written::WrittenDomain&>(*domain).model();
    return written::any_workload(business, model, several_states);
  };
  return {.name = business.domain,
          .settings = [&business] { return business.settings; },
          .workload = [workload](const sim::Chosen&, bool several_states) { return workload(several_states); },
          .consumers = [domain](const sim::Chosen&) { return written::consumers_of(*domain); },
          .preferred = sim::domain_of(business).commands(),
          .small_workload = [workload] { return workload(false); }};
}

}  // namespace crisper::properties
