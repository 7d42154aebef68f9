// What the kitchen is to do: fill the fridges, and say or plan what it releases.
#pragma once

#include <vector>

#include "core/client/intent.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {

void add_restock(const Workload& spec, std::vector<ClientScript>& clients);

}  // namespace crisper::smart_fridge
