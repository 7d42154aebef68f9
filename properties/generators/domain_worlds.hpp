// DomainWorlds: how a business is drawn for random scenarios. It says so in its wing, properties/domain/NAME.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/domains.hpp"
#include "sim/domain/chosen.hpp"

namespace crisper::properties::gen {

/// The draws are made inside rc::gen::exec: see draws.hpp.
struct DomainWorlds {
  std::string_view name;  ///< as in core/domain/domains.hpp
  sim::Chosen (*settings)();
  /// Of a quiet world. `several_states`: whether commands on several states may come.
  sim::Chosen (*workload)(bool several_states);
  /// Consumers whose design is drawn, under these settings; others have the default one.
  std::vector<std::string> (*consumers)(const sim::Chosen& settings);
  std::vector<std::string> preferred;  ///< commands that a queue may prefer to others
  sim::Chosen (*small_workload)();
};

/// Each is defined in the wing of its name.
namespace wings {
#define CRISPER_DOMAIN(name) DomainWorlds name();
CRISPER_DOMAINS(CRISPER_DOMAIN)
#undef CRISPER_DOMAIN
}  // namespace wings

/// `name` is one of the list's.
const DomainWorlds& worlds_of(std::string_view name);

}  // namespace crisper::properties::gen
