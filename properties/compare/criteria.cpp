#include "properties/compare/criteria.hpp"

#include <array>

namespace crisper::properties {
namespace {

constexpr auto known = std::to_array<Criterion>({
    {.about = "throughput", .title = "commands/s", .measure = "commands_per_second", .more_is_better = true},
    {.about = "latency", .title = "latency p99", .measure = "command_latency.p99_ns", .unit = Criterion::Unit::time},
    {.about = "latency", .title = "latency p50", .measure = "command_latency.p50_ns", .unit = Criterion::Unit::time},
    {.about = "latency", .title = "latency mean", .measure = "command_latency.mean_ns", .unit = Criterion::Unit::time},
    {.about = "staleness", .title = "staleness p99", .measure = "staleness.p99_ns", .unit = Criterion::Unit::time},
    {.about = "staleness", .title = "staleness mean", .measure = "staleness.mean_ns", .unit = Criterion::Unit::time},
    {.about = "cost", .title = "messages/command", .measure = "messages_per_command"},
    {.about = "cost", .title = "busiest", .measure = "utilisation", .unit = Criterion::Unit::share},
});

}  // namespace

std::span<const Criterion> all_criteria() { return known; }

}  // namespace crisper::properties
