// What keys of the smart fridge's own sections count with.
#pragma once

#include "sim/scenario/applies.hpp"

namespace crisper::smart_fridge::when {

// smart_fridge
sim::Applies late_answers();
sim::Applies refills();
sim::Applies mails();
sim::Applies schedule();
sim::Applies sensors();
sim::Applies bounded_trust();
sim::Applies prices();

// workload
sim::Applies open_orders();
sim::Applies order_rate();
sim::Applies order_bursts();
sim::Applies basket_rate();
sim::Applies basket_bursts();
sim::Applies query_rate();
sim::Applies query_bursts();
sim::Applies restocking();
sim::Applies bounded_releases();
sim::Applies late_reports();
sim::Applies promotions();

}  // namespace crisper::smart_fridge::when
