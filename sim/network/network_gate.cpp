// How a gate keeps packets waiting, and how the plan comes to say so. Without a gate nothing here costs more than a
// comparison.
#include "core/base/assert.hpp"
#include "sim/network/network.hpp"

namespace crisper::sim {

void Network::set_gate(DeliveryGate& gate) {
  foresight_ = engine_.foresight();
  CRISPER_ASSERT(foresight_ != nullptr, "only an engine with foresight can have a gate");
  gate_ = &gate;
  gate_takes_control_ = gate.takes_control_packets();
  gate.open(*this);
}

Ready Network::ready_of(const Packet& packet) const {
  const Link& link = links_[packet.link];
  return {.link = packet.link,
          .from = link.from,
          .to = link.to,
          .nth = packet.nth,
          .attempt = packet.attempt,
          .arrival = sim_never,
          .kind = packet.envelope.kind,
          .data = packet.kind == Packet::Kind::data};
}

void Network::let_gate_strike(Packet& packet) {
  const std::optional<FaultKind> kind = gate_->strikes(ready_of(packet));
  if (!kind) return;
  CRISPER_ASSERT(*kind == FaultKind::loss || *kind == FaultKind::duplicate, "a gate loses or doubles what it strikes");
  const std::int32_t index =
      faults_.note_decided(*kind, links_[packet.link].faults, packet.nth, engine_.now(), Duration::zero());
  (*kind == FaultKind::loss ? packet.fate.loss : packet.fate.duplicate) = index;
}

void Network::announce(Cookie slot) {
  const Packet& packet = packets_[slot];
  const Link& link = links_[packet.link];
  Ready ready = ready_of(packet);
  ready.arrival = foresight_->last_arrival();
  const Fate& fate = packet.fate;
  const bool in_order = fate.reorder_by == Duration::zero();
  const bool certain = in_order && fate.delay < 0 && !link.jitter && fate.corrupt < 0 && link.held == 0 &&
                       link.held_until <= ready.arrival && link.window_faults.empty();
  gate_->under_way(slot, ready, certain, in_order);
}

void Network::arrive_at(SimTime at, Cookie slot) {
  Packet& packet = packets_[slot];
  if (!packet.gated) return host_.release_at(at, slot, 0);
  packet.place = foresight_->take_place();
  host_.release_at(at, slot, packet.place);
  gate_->foresee(packet.attempt, at);
}

void Network::arrive(Cookie slot) {
  Packet& packet = packets_[slot];
  // Without the gate a packet that the plan makes wait asks for its place when it arrives; so does this one.
  if (packet.gated) packet.place = foresight_->take_place();
  if (!passes_gate(packet)) return;
  const AttemptId attempt = packet.attempt;
  const bool gated = packet.gated;
  receive(slot);
  leave_gate(gated, attempt);
}

bool Network::passes_gate(Packet& packet) {
  if (!packet.gated) return true;
  packet.reached_gate = engine_.now();
  packet.at_gate = true;
  if (!gate_->passes(packet.attempt)) return false;
  if (!packet.tied) {
    packet.at_gate = false;
    return true;
  }
  // It waits for one that arrives now, too, but if the gate holds that one, the plan must hold this one as well: it
  // would otherwise have gone on when it came, in an earlier place of this instant.
  let_go(static_cast<Cookie>(&packet - packets_.data()), engine_.now() + Duration(1));
  return false;
}

void Network::let_go(Cookie slot, SimTime at) {
  Packet& packet = packets_[slot];
  CRISPER_ASSERT(packet.at_gate && at > engine_.now(), "what waits at the gate goes on later");
  packet.at_gate = false;
  packet.let_go = true;
  write_down_wait(packet, at - packet.reached_gate);
  host_.release_at(at, slot, packet.place);
}

void Network::write_down_wait(Packet& packet, Duration waited) {
  // A copy has no fate of its own in a plan: it comes so much later after its original.
  if (packet.fate.duplicate >= 0) return faults_.lengthen(packet.fate.duplicate, waited);
  packet.fate.reorder = faults_.note_decided(FaultKind::reorder, links_[packet.link].faults, packet.nth,
                                             packet.launched, waited);
}

void Network::write_down_waiting() {
  for (Packet& packet : packets_) {
    if (packet.at_gate) write_down_wait(packet, engine_.now() + Duration(1) - packet.reached_gate);
  }
}

}  // namespace crisper::sim
