// What the parts of the smart fridge have to do with each other.
#pragma once

#include "core/domain/smart_fridge/options.hpp"
#include "sim/domain/domain_facts.hpp"

namespace crisper::smart_fridge {

sim::DomainFacts facts_of(const Options& options);

}  // namespace crisper::smart_fridge
