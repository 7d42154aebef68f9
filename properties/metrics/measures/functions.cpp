// What it costs to run consumers as functions.
#include <algorithm>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Functions final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    Host& host = hosts_[seen.process];
    switch (seen.kind) {
      case ObservationKind::instance_started:
        ++host.cold_starts;
        host.most = std::max(host.most, seen.a);
        host.now = seen.a;
        break;
      case ObservationKind::instance_stopped: host.now = seen.a; break;
      default: ++host.throttled;
    }
  }
  void tell(MetricSink& sink) const override {
    Host all;
    for (const auto& [process, host] : hosts_) {
      all.cold_starts += host.cold_starts;
      all.throttled += host.throttled;
      all.most = std::max(all.most, host.most);
      all.now += host.now;
      const std::string name = names().process(process);
      sink.count("cold_starts." + name, host.cold_starts);
      sink.count("instances." + name, static_cast<std::uint64_t>(host.most));
      sink.count("instances_left." + name, static_cast<std::uint64_t>(host.now));
      sink.count("throttled." + name, host.throttled);
    }
    if (hosts_.size() == 0) return;
    sink.count("cold_starts", all.cold_starts);
    sink.count("instances", static_cast<std::uint64_t>(all.most));
    sink.count("instances_left", static_cast<std::uint64_t>(all.now));
    sink.count("throttled", all.throttled);
  }

 private:
  struct Host {
    std::uint64_t cold_starts = 0;
    std::uint64_t throttled = 0;
    std::int64_t most = 0;
    std::int64_t now = 0;
  };
  OrderedTable<ProcessId, Host> hosts_;
};

}  // namespace

MeasureEntry measures::functions() {
  return measure_entry<Functions>(
      {.metrics = {{.name = "cold_starts",
                    .type = MetricType::count,
                    .meaning = "instances of functions that had to be started; .HOST: of one consumer",
                    .parts = MetricParts::function_hosts},
                   {.name = "instances",
                    .type = MetricType::count,
                    .meaning = "the most instances of one consumer at a time; .HOST: of one consumer",
                    .parts = MetricParts::function_hosts},
                   {.name = "instances_left",
                    .type = MetricType::count,
                    .meaning = "instances at the end of the run; .HOST: of one consumer",
                    .parts = MetricParts::function_hosts},
                   {.name = "throttled",
                    .type = MetricType::count,
                    .meaning = "events refused since as many instances worked as may; .HOST: of one consumer",
                    .parts = MetricParts::function_hosts}},
       .wants = {ObservationKind::instance_started, ObservationKind::instance_stopped,
                 ObservationKind::delivery_throttled}});
}

}  // namespace crisper::properties
