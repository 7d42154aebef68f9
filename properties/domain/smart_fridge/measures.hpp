// What is measured of a smart fridge alone.
#pragma once

#include "properties/metrics/measure_registry.hpp"

namespace crisper::smart_fridge::measures {

properties::MeasureEntry order_latency();
properties::MeasureEntry order_completion();

}  // namespace crisper::smart_fridge::measures
