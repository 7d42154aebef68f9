// What fridges do on their own: they report what they count, and meals spoil in them.
#pragma once

#include <vector>

#include "core/base/rng.hpp"
#include "core/client/intent.hpp"
#include "sim/domain/smart_fridge/workload.hpp"

namespace crisper::smart_fridge {

void add_reports(const std::vector<ReportSpec>& reports, std::vector<ClientScript>& clients);
/// All fridges report in turn; each has made its last report when the last order has come.
void add_sensors(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients);
void add_spoilage(const Workload& spec, const Rng& rng, std::vector<ClientScript>& clients);

}  // namespace crisper::smart_fridge
