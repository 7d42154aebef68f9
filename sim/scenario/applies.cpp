#include "sim/scenario/applies.hpp"

#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

const Design& Occasion::design() const { return scenario.design; }

Applies both(Applies one, Applies other) {
  return {one.when + ", and " + other.when,
          [one = one.holds, other = other.holds](const Occasion& here) { return one(here) && other(here); }};
}

namespace when {

// ---- the rest

Applies bounded_mailbox() {
  return {"a mailbox.capacity of its own",
          [](const Occasion& here) { return here.role->mailbox.capacity != MailboxSpec{}.capacity; }};
}

Applies own_hosts() {
  return {"hosts of the scenario's own: no deployment.platform",
          [](const Occasion& here) { return here.scenario.deployment.platform.empty(); }};
}

Applies sessions() {
  return {"transport.kind session",
          [](const Occasion& here) { return here.scenario.deployment.transport.kind == TransportKind::session; }};
}

}  // namespace when

}  // namespace crisper::sim
