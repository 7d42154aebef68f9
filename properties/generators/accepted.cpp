#include "properties/generators/accepted.hpp"

#include "sim/scenario/parse.hpp"

namespace crisper::properties::gen {

bool is_accepted(const sim::Scenario& scenario) { return sim::parse_scenario(sim::to_yaml(scenario)).has_value(); }

}  // namespace crisper::properties::gen
