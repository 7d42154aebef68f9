// All measures: those of each business, then those of any. A new one of any is a file in measures/ that defines its
// function of `measures`, a line here, one in properties/CMakeLists.txt, a test with known answers and a row in
// docs/formats/run_json.md.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "properties/metrics/measure.hpp"

/// CRISPER_MEASURES(X): X(name), in the order in which their metrics are listed.
#define CRISPER_MEASURES(X) \
  X(command_latency)        \
  X(command_completion)     \
  X(queue_wait)             \
  X(handling_time)          \
  X(ownership_wait)         \
  X(lock_wait)              \
  X(staleness)              \
  X(lag)                    \
  X(append_latency)         \
  X(in_doubt)               \
  X(reads)                  \
  X(functions)              \
  X(mailboxes)              \
  X(totals)                 \
  X(throughput)             \
  X(extra_work)             \
  X(fairness)               \
  X(utilisation)

namespace crisper::properties {

struct MeasureEntry {
  MeasureInfo info;
  std::unique_ptr<Measure> (*create)(const Names&);
};

/// What a measure's file gives to the registry.
template <class Kind>
MeasureEntry measure_entry(MeasureInfo info) {
  return {std::move(info),
          [](const Names& names) -> std::unique_ptr<Measure> { return std::make_unique<Kind>(names); }};
}

namespace measures {
#define CRISPER_MEASURE(name) MeasureEntry name();
CRISPER_MEASURES(CRISPER_MEASURE)
#undef CRISPER_MEASURE
}  // namespace measures

std::span<const MeasureEntry> all_measures();

/// Of "staleness", and of its part "staleness.catalog"; null where there is none of that name.
const MetricInfo* find_metric(std::string_view name);

}  // namespace crisper::properties
