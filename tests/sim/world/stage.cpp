#include "tests/sim/world/stage.hpp"

#include <gtest/gtest.h>

#include "sim/engine/make_engine.hpp"

namespace crisper::sim::test {
namespace {

/// Frames of the lambdas refer to the lambdas: they live as long as the process.
class Scripted : public Process {
 public:
  explicit Scripted(std::shared_ptr<const Script> script) : script_(std::move(script)) {}
  Task<> start(Context& context) override { return script_->start ? script_->start(context) : Process::start(context); }
  Task<> receive(Context& context, const Envelope& envelope) override {
    return script_->receive ? script_->receive(context, envelope) : Process::receive(context, envelope);
  }

 private:
  std::shared_ptr<const Script> script_;
};

}  // namespace

ProcessSpec spec_of(std::string name, Script script) {
  const auto shared = std::make_shared<const Script>(std::move(script));
  return ProcessSpec{.name = std::move(name),
                     .role = shared->role,
                     .factory = [shared] { return std::make_unique<Scripted>(shared); },
                     .turns = shared->turns,
                     .mailbox = shared->mailbox,
                     .service_time = shared->service_time,
                     .host = shared->host};
}

Stage::Stage(std::string_view engine)
    : engine_name(engine), platform(uniform_platform(2, {.latency = 1ms, .bandwidth_bits_per_s = 0}, 1)) {
  platform.loopback = platform.link;
  options.disk_sync = 10ms;
  options.horizon = SimTime(10s);
}

void Stage::define(ProcessId id, Script script) { system.define(id, spec_of("", std::move(script))); }

ProcessId Stage::add(std::string name, Script script) {
  return system.add(spec_of(std::move(name), std::move(script)));
}

RunEnding Stage::run() {
  const auto engine = make_engine(engine_name, platform);
  std::vector<FaultTarget> targets;
  {
    std::size_t next = 0;
    for (const ProcessSpec& spec : system.processes()) {
      const std::string host = spec.host.empty() ? platform.hosts[next++ % platform.hosts.size()].name : spec.host;
      targets.push_back({spec.name, spec.role, host});
    }
  }
  FaultInjector injector =
      plan ? FaultInjector(*plan) : FaultInjector(faults, options.seed, options.horizon, targets, system.later());
  ObservationBus bus;
  bus.attach(*this);
  RunEnding ending;
  {
    World world(system, platform, *engine, injector, bus, options);
    world_ = &world;
    if (gate) world.set_gate(*gate);
    ending = world.run();
  }
  world_ = nullptr;
  digest_ = bus.digest();
  drawn = injector.plan();
  unfired = injector.required_but_unfired();
  for (std::size_t kind = 0; kind < counts.size(); ++kind) counts[kind] = injector.count(static_cast<FaultKind>(kind));
  return ending;
}

void Stage::log(std::string text) { lines.push_back(to_text(world_->now()) + " " + std::move(text)); }

void Stage::observe(const Observation& observation, ObservationId id) {
  heard.push_back({id, observation, -1});
  if (const Number* body = body_as<Number>(observation.payload)) heard.back().number = body->n;
  heard.back().what.payload = nullptr;
  if (on_observation) on_observation(observation);
}

std::vector<Heard> Stage::all(ObservationKind kind, ProcessId process) const {
  std::vector<Heard> found;
  for (const Heard& each : heard) {
    if (each.what.kind == kind && (process.value == 0 || each.what.process == process)) found.push_back(each);
  }
  return found;
}

std::size_t Stage::count(ObservationKind kind, ProcessId process) const { return all(kind, process).size(); }

const Heard& Stage::first(ObservationKind kind, ProcessId process) const {
  for (const Heard& each : heard) {
    if (each.what.kind == kind && (process.value == 0 || each.what.process == process)) return each;
  }
  static const Heard nothing{};
  ADD_FAILURE() << "never observed: " << info(kind).name;
  return nothing;
}

Script caster(ProcessId to, int count) {
  return {.start = [to, count](Context& ctx) -> Task<> {
    for (int i = 1; i <= count; ++i) ctx.cast(to, number(i));
    co_return;
  }};
}

std::int64_t deepest(const Stage& stage, ProcessId process) {
  std::int64_t depth = 0;
  for (const Heard& each : stage.all(ObservationKind::message_delivered, process)) depth = std::max(depth, each.what.b);
  return depth;
}

std::string on(const Disk& disk) {
  std::string text;
  for (const Payload& record : disk.records()) text += (text.empty() ? "" : " ") + std::to_string(number_in(record));
  return text;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace crisper::sim::test
