// DomainWorlds: how a business is drawn for random scenarios. It says so in its wing, properties/domain/NAME.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/domains.hpp"
#include "sim/domain/chosen.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties::gen {

/// The draws are made inside rc::gen::exec: see draws.hpp.
struct DomainWorlds {
  std::string name;  ///< as in core/domain/domains.hpp, or what a scenario's own is called
  std::function<sim::Chosen()> settings;
  /// Of a quiet world with these settings. `several_states`: whether commands on several states may come.
  std::function<sim::Chosen(const sim::Chosen& settings, bool several_states)> workload;
  /// Consumers whose design is drawn, under these settings; others have the default one.
  std::function<std::vector<std::string>(const sim::Chosen& settings)> consumers;
  std::vector<std::string> preferred;  ///< commands that a queue may prefer to others
  std::function<sim::Chosen()> small_workload;
};

/// Each is defined in the wing of its name.
namespace wings {
#define CRISPER_DOMAIN(name) DomainWorlds name();
CRISPER_DOMAINS(CRISPER_DOMAIN)
#undef CRISPER_DOMAIN
}  // namespace wings

/// `name` is one of the list's.
const DomainWorlds& worlds_of(std::string_view name);

/// Of the business that this scenario itself describes, with those who come to it there: how many, how often and for
/// how long is drawn. The scenario outlives it.
DomainWorlds own_worlds(const sim::Scenario& business);

}  // namespace crisper::properties::gen
