#include "tests/sim/faults/traffic.hpp"

#include <numeric>

namespace crisper::sim::test {
namespace {

Traffic run(Stage& stage, std::uint64_t seed, TransportSpec transport) {
  Traffic traffic;
  stage.options.seed = seed;
  stage.options.transport = transport;
  stage.options.horizon = SimTime(10min);
  const ProcessId reader = stage.add("reader", {.host = "host-1", .role = "reading-role"});
  const ProcessId caster = stage.add("caster", {.start = [reader](Context& ctx) -> Task<> {
                                                  for (std::size_t i = 1; i <= traffic_count; ++i) {
                                                    ctx.cast(reader, number(static_cast<std::int64_t>(i)));
                                                    co_await ctx.sleep(1ms);
                                                  }
                                                },
                                                .host = "host-2"});
  stage.run();
  std::map<MessageId, Heard> sent;
  for (const Heard& each : stage.all(ObservationKind::message_sent, caster)) sent.try_emplace(each.what.message, each);
  for (const Heard& each : stage.all(ObservationKind::turn_begun, reader)) {
    traffic.arrivals.push_back({each.number, sent.at(each.what.message).what.at, each.what.at, each.what.message,
                                static_cast<std::uint64_t>(each.what.a)});
  }
  for (const Heard& each : stage.all(ObservationKind::message_dropped)) {
    ++traffic.drops[static_cast<DropReason>(each.what.b)];
  }
  traffic.counts = stage.counts;
  traffic.plan = stage.drawn;
  traffic.digest = stage.digest();
  traffic.unfired = stage.unfired;
  return traffic;
}

}  // namespace

std::vector<std::int64_t> Traffic::numbers() const {
  std::vector<std::int64_t> all;
  for (const Arrival& each : arrivals) all.push_back(each.number);
  return all;
}

std::vector<std::int64_t> ascending(std::size_t count) {
  std::vector<std::int64_t> all(count);
  std::iota(all.begin(), all.end(), 1);
  return all;
}

FaultSpec message_fault(FaultKind kind, std::uint32_t per_mille, Duration amount_min, Duration amount_max) {
  return {.kind = kind,
          .rate = Probability{per_mille * 1'000'000},
          .amount_min = amount_min,
          .amount_max = std::max(amount_min, amount_max)};
}

Traffic run_traffic(std::string_view engine, std::vector<FaultSpec> faults, std::uint64_t seed,
                    TransportSpec transport) {
  Stage stage(engine);
  stage.faults = std::move(faults);
  return run(stage, seed, transport);
}

Traffic replay_traffic(std::string_view engine, FaultPlan plan, std::uint64_t seed, TransportSpec transport) {
  Stage stage(engine);
  stage.plan = std::move(plan);
  return run(stage, seed, transport);
}

}  // namespace crisper::sim::test
