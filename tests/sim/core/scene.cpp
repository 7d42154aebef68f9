#include "tests/sim/core/scene.hpp"

#include "core/design/assemble.hpp"
#include "core/design/views.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"

namespace crisper::sim::pipeline {

using namespace smart_fridge;
using namespace crisper::literals;

Scene::Scene() {
  design.relay.timeout = 100ms;
  design.command_queue.visibility_timeout = 1s;
  design.command_queue.dead_letter_after = 20;
  design.ownership.lease = 500ms;
  design.event_log.redeliver_after = 100ms;
  design.client.timeout = 1s;
  design.client.attempts = 20;
  options.payment_timeout = 200ms;
  options.payment_latency = 5ms;
}

Scene& Scene::kitchen(std::uint64_t fridges, std::int64_t meals) {
  ClientScript script{.name = "kitchen", .role = "kitchen", .closed = false, .intents = {}};
  for (std::uint64_t fridge = 1; fridge <= fridges; ++fridge) {
    script.intents.push_back({.command = CommandId{fridge},
                              .stream = stream_of(FridgeId{fridge}),
                              .body = Payload::of(LoadMeals{.meal = MealId{1}, .quantity = meals}),
                              .view = {},
                              .row = {}});
  }
  clients.push_back(std::move(script));
  return *this;
}

Scene& Scene::customer(const Orders& orders) {
  ClientScript script{.name = "customer-" + std::to_string(orders.customer),
                      .role = "customer",
                      .closed = orders.closed,
                      .intents = {}};
  for (std::uint64_t i = 0; i < orders.count; ++i) {
    const OrderId order{orders.customer * 1000 + i + 1};
    script.intents.push_back({.at = sim_start + orders.first + static_cast<std::int64_t>(i) * orders.every,
                              .think = orders.every,
                              .command = CommandId{1'000'000 + order.value},
                              .stream = stream_of(order),
                              .body = Payload::of(PlaceOrder{.order = order,
                                                             .customer = CustomerId{orders.customer},
                                                             .fridge = FridgeId{orders.fridge},
                                                             .meal = MealId{1},
                                                             .quantity = 1,
                                                             .price = Amount{900}}),
                              .view = {},
                              .row = {}});
  }
  clients.push_back(std::move(script));
  return *this;
}

namespace {

class AuditBook final : public Audit {
 public:
  explicit AuditBook(std::vector<AuditEntry>& entries) : entries_(entries) {}
  void take(const AuditEntry& entry) override { entries_.push_back(entry); }

 private:
  std::vector<AuditEntry>& entries_;
};

}  // namespace

Played play(const Scene& scene) {
  const SmartFridge domain(scene.options);
  SimulationSetup setup{.system = assemble_checked(scene.design, domain, scene.clients),
                        .platform = uniform_platform(scene.hosts, scene.link),
                        .engine = "fast",
                        .faults = scene.faults,
                        .plan = scene.plan,
                        .clients = scene.clients,
                        .consumers = consumers_of(scene.design, domain),
                        .settle = scene.settle,
                        .world = {.seed = scene.seed, .transport = scene.transport, .horizon = scene.horizon}};
  Simulation simulation(std::move(setup));
  Played played{
      .end = {}, .ledger = std::make_unique<Ledger>(), .system = simulation.system(), .faults = {}, .audit = {}};
  simulation.bus().attach(*played.ledger);
  played.end = simulation.run();
  AuditBook book(played.audit);
  simulation.inspect(book);
  for (std::size_t kind = 0; kind < fault_kinds.size(); ++kind) {
    played.faults.push_back(simulation.faults().count(static_cast<FaultKind>(kind)));
  }
  return played;
}

std::string Played::wrong(Tolerance tolerance) const {
  std::vector<std::string> sentences = ledger->what_is_wrong(tolerance);
  if (!end.quiet && !tolerance.dead_letters) sentences.push_back("work was left open");
  return joined(sentences);
}

Fault crash_at(const std::string& process, SimTime at, Duration restart_after) {
  return Fault{.kind = FaultKind::crash, .to = process, .at = at, .restart_after = restart_after};
}

Fault pause_at(const std::string& process, SimTime at, Duration lasting) {
  return Fault{.kind = FaultKind::pause, .to = process, .at = at, .lasting = lasting};
}

std::set<SimTime> instants_of(const Played& played, ProcessId process, std::initializer_list<ObservationKind> kinds) {
  std::set<SimTime> instants;
  for (const Observation& seen : played.ledger->all(kinds)) {
    if (seen.process == process) instants.insert(seen.at);
  }
  return instants;
}

FaultPlan crash_of(const std::string& process, SimTime at, Duration restart_after) {
  return FaultPlan{{crash_at(process, at, restart_after)}};
}

}  // namespace crisper::sim::pipeline
