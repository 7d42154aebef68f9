#include "sim/network/network.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/network/sessions.hpp"

namespace crisper::sim {

Network::Network(Engine& engine, const Platform& platform, FaultInjector& faults, TransportSpec transport,
                 NetworkHost& host)
    : engine_(engine), platform_(platform), faults_(faults), transport_(transport), host_(host) {
  if (transport.kind == TransportKind::session) sessions_ = std::make_unique<Sessions>(*this, transport);
}

Network::~Network() = default;

void Network::send(Envelope envelope) {
  const LinkIndex link = link_between(envelope.from, envelope.to);
  Packet packet{.envelope = std::move(envelope), .attempt = {}, .link = link, .fate = {}};
  if (sessions_) {
    sessions_->send(std::move(packet));
  } else {
    launch(std::move(packet));
  }
}

LinkIndex Network::link_between(ProcessId from, ProcessId to) {
  if (from.value >= link_index_.size()) link_index_.resize(from.value + 1);
  std::vector<std::uint32_t>& row = link_index_[from.value];
  if (to.value >= row.size()) row.resize(to.value + 1);
  if (row[to.value] == 0) {
    Link link{.from = from, .to = to, .window_faults = {}};
    link.faults = faults_.add_link(host_.target_of(from), host_.target_of(to));
    link.may_strike = faults_.may_strike(link.faults);
    for (const std::int32_t index : active_faults_) {
      if (touches(faults_.plan().faults[static_cast<std::size_t>(index)], link)) link.window_faults.push_back(index);
    }
    links_.push_back(std::move(link));
    row[to.value] = static_cast<std::uint32_t>(links_.size());
  }
  return row[to.value] - 1;
}

void Network::launch(Packet packet) {
  Link& link = links_[packet.link];
  packet.nth = ++link.sent;
  packet.attempt = AttemptId{++attempts_};
  if (packet.kind == Packet::Kind::data) {
    host_.observe({.kind = ObservationKind::message_sent,
                   .process = link.from,
                   .peer = link.to,
                   .message = packet.envelope.id,
                   .correlation = packet.envelope.correlation,
                   .causation = packet.envelope.causation,
                   .a = static_cast<std::int64_t>(packet.attempt.value),
                   .b = static_cast<std::int64_t>(packet.envelope.payload.wire_bytes() + envelope_bytes),
                   .payload = packet.envelope.payload.get()});
  }
  if (!link.may_strike) return transmit(std::move(packet));

  packet.fate = faults_.fate(link.faults, packet.nth, engine_.now());
  if (packet.fate.loss >= 0) {
    fired(packet.fate.loss, packet);
    return drop(packet, DropReason::loss, packet.fate.loss);
  }
  if (packet.fate.duplicate < 0) return transmit(std::move(packet));

  // The copy follows right behind, or after its own delay and then out of order. It has no further fate.
  Packet copy = packet;
  copy.attempt = AttemptId{++attempts_};
  copy.fate = Fate{};
  copy.fate.duplicate = packet.fate.duplicate;
  copy.fate.reorder_by = packet.fate.duplicate_after;
  packet.fate.duplicate = -1;
  fired(copy.fate.duplicate, copy);
  transmit(std::move(packet));
  transmit(std::move(copy));
}

void Network::transmit(Packet packet) {
  const Link& link = links_[packet.link];
  Transmission transmission{.from = host_.host_of(link.from), .to = host_.host_of(link.to), .link = packet.link};
  transmission.bytes = static_cast<std::uint32_t>(packet.envelope.payload.wire_bytes() + envelope_bytes);
  transmission.packet = store(std::move(packet));
  engine_.transmit(transmission);
}

void Network::on_arrival(Cookie slot) {
  Packet& packet = packets_[slot];
  Link& link = links_[packet.link];
  const SimTime now = engine_.now();
  if (const std::int32_t cut = active(link, FaultKind::partition); cut >= 0) {
    const Packet lost = take(slot);
    fired(cut, lost);
    return drop(lost, DropReason::partition, cut);
  }
  if (packet.fate.corrupt >= 0) {
    const Packet damaged = take(slot);
    fired(damaged.fate.corrupt, damaged);
    faults_.note_seen(damaged.fate.corrupt);  // the checksum sees it
    return drop(damaged, DropReason::corrupt, damaged.fate.corrupt);
  }
  if (packet.fate.reorder_by > Duration::zero()) return host_.release_at(now + packet.fate.reorder_by, slot);

  Duration held = packet.fate.delay_by;
  if (packet.fate.delay >= 0) {
    fired(packet.fate.delay, packet);
    faults_.note_seen(packet.fate.delay);
  }
  if (const std::int32_t narrow = active(link, FaultKind::bandwidth); narrow >= 0) {
    const LinkSpec& route = platform_.route(host_.host_of(link.from), host_.host_of(link.to));
    const std::uint32_t left = std::max(1u, faults_.plan().faults[static_cast<std::size_t>(narrow)].percent);
    if (route.bandwidth_bits_per_s > 0 && left < 100) {
      const double seconds = static_cast<double>(packet.envelope.payload.wire_bytes() + envelope_bytes) * 8 /
                             static_cast<double>(route.bandwidth_bits_per_s) * (100.0 / left - 1);
      held += Duration(static_cast<std::int64_t>(seconds * 1e9));
      fired(narrow, packet);
      faults_.note_seen(narrow);
    }
  }
  const SimTime release = std::max(now + held, link.held_until);
  if (release > now) {
    link.held_until = release;
    return host_.release_at(release, slot);
  }
  receive(slot);
}

void Network::on_release(Cookie slot) {
  const Packet& packet = packets_[slot];
  if (packet.fate.reorder >= 0 && links_[packet.link].delivered_nth > packet.nth) {
    fired(packet.fate.reorder, packet);
    faults_.note_seen(packet.fate.reorder);
  }
  receive(slot);
}

void Network::receive(Cookie slot) {
  Packet packet = take(slot);
  Link& link = links_[packet.link];
  if (!host_.is_up(link.to)) return drop(packet, DropReason::receiver_down, -1);
  link.delivered_nth = std::max(link.delivered_nth, packet.nth);
  if (packet.fate.duplicate >= 0) faults_.note_seen(packet.fate.duplicate);
  if (sessions_) {
    sessions_->receive(std::move(packet));
  } else {
    hand_over(std::move(packet));
  }
}

void Network::hand_over(Packet packet) { host_.deliver(std::move(packet.envelope), packet.attempt); }

void Network::on_retransmit(LinkIndex link) { sessions_->on_retransmit(link); }

void Network::forget_process(ProcessId process) {
  if (!sessions_) return;
  for (LinkIndex i = 0; i < links_.size(); ++i) {
    if (links_[i].from == process || links_[i].to == process) sessions_->forget_end(i, process);
  }
}

bool Network::touches(const Fault& fault, const Link& link) const {
  const FaultTarget& from = host_.target_of(link.from);
  const FaultTarget& to = host_.target_of(link.to);
  if (from.matched_by(fault.from) && to.matched_by(fault.to)) return true;
  return !fault.one_way && to.matched_by(fault.from) && from.matched_by(fault.to);
}

void Network::begin_fault(std::int32_t index) {
  faults_.note_armed(index);
  active_faults_.push_back(index);
  const Fault& fault = faults_.plan().faults[static_cast<std::size_t>(index)];
  for (Link& link : links_) {
    if (touches(fault, link)) link.window_faults.push_back(index);
  }
}

void Network::end_fault(std::int32_t index) {
  std::erase(active_faults_, index);
  for (Link& link : links_) std::erase(link.window_faults, index);
}

std::int32_t Network::active(const Link& link, FaultKind kind) const {
  for (const std::int32_t index : link.window_faults) {
    if (faults_.plan().faults[static_cast<std::size_t>(index)].kind == kind) return index;
  }
  return -1;
}

void Network::fired(std::int32_t index, const Packet& packet) {
  const FaultKind kind = faults_.plan().faults[static_cast<std::size_t>(index)].kind;
  faults_.note_fired(index);
  const Link& link = links_[packet.link];
  host_.observe({.kind = ObservationKind::fault_fired,
                 .process = link.from,
                 .peer = link.to,
                 .message = packet.envelope.id,
                 .correlation = packet.envelope.correlation,
                 .a = index,
                 .b = static_cast<std::int64_t>(kind)});
}

void Network::drop(const Packet& packet, DropReason reason, std::int32_t fault) {
  const Link& link = links_[packet.link];
  const Envelope& envelope = packet.envelope;
  if (packet.kind == Packet::Kind::data) {
    host_.observe({.kind = ObservationKind::message_dropped,
                   .process = link.from,
                   .peer = link.to,
                   .message = envelope.id,
                   .correlation = envelope.correlation,
                   .a = static_cast<std::int64_t>(packet.attempt.value),
                   .b = static_cast<std::int64_t>(reason)});
  }
  if (fault >= 0 && envelope.call.value != 0) {
    const ProcessId caller = envelope.kind == MessageKind::reply ? envelope.to : envelope.from;
    swallowed_[{caller, envelope.call}] = fault;
  }
}

void Network::note_timeout(ProcessId caller, CallNumber call) {
  const auto found = swallowed_.find({caller, call});
  if (found == swallowed_.end()) return;
  faults_.note_seen(found->second);
  swallowed_.erase(found);
}

Cookie Network::store(Packet packet) {
  if (free_packets_.empty()) {
    packets_.push_back(std::move(packet));
    return packets_.size() - 1;
  }
  const Cookie slot = free_packets_.back();
  free_packets_.pop_back();
  packets_[slot] = std::move(packet);
  return slot;
}

Packet Network::take(Cookie slot) {
  free_packets_.push_back(slot);
  return std::move(packets_[slot]);
}

}  // namespace crisper::sim
