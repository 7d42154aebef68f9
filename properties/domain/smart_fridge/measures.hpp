// What is measured of a smart fridge alone.
#pragma once

#include "properties/metrics/measure_registry.hpp"

namespace crisper::smart_fridge::measures {

properties::MeasureEntry order_latency();
properties::MeasureEntry order_completion();
properties::MeasureEntry truth();
properties::MeasureEntry area_completion();
properties::MeasureEntry screens();

}  // namespace crisper::smart_fridge::measures
