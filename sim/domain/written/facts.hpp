// What the parts of a written business have to do with each other.
#pragma once

#include "core/domain/written/model.hpp"
#include "sim/domain/domain_facts.hpp"

namespace crisper::written {

sim::DomainFacts facts_of(const Model& model);

}  // namespace crisper::written
