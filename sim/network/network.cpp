#include "sim/network/network.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/network/sessions.hpp"

namespace crisper::sim {

Network::Network(Engine& engine, const Platform& platform, FaultInjector& faults, TransportSpec transport,
                 NetworkHost& host, Rng jitter)
    : engine_(engine), platform_(platform), faults_(faults), transport_(transport), host_(host), jitter_(jitter) {
  if (transport.kind == TransportKind::session) sessions_ = std::make_unique<Sessions>(*this, transport);
}

Network::~Network() = default;

void Network::send(Envelope&& envelope) {
  const LinkIndex link = link_between(envelope.from, envelope.to);
  const auto bytes = static_cast<std::uint32_t>(envelope.payload.wire_bytes() + envelope_bytes);
  Packet packet{.envelope = std::move(envelope), .link = link, .bytes = bytes};
  if (links_[link].in_session) {
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
    Link link{.from = from, .to = to};
    link.faults = faults_.add_link(host_.target_of(from), host_.target_of(to));
    link.may_strike = faults_.may_strike(link.faults);
    const FaultTarget& receiver = host_.target_of(to);
    link.in_session = sessions_ && std::ranges::none_of(transport_.datagram_to, [&](const std::string& pattern) {
                        return receiver.matched_by(pattern);
                      });
    for (const std::int32_t index : active_faults_) {
      if (touches(faults_.scheduled(index), link)) link.window_faults.push_back(index);
    }
    add_jitter(link);
    links_.push_back(std::move(link));
    row[to.value] = static_cast<std::uint32_t>(links_.size());
    if (sessions_) {
      if (std::max(from, to).value >= links_of_.size()) links_of_.resize(std::max(from, to).value + 1);
      links_of_[from.value].push_back(row[to.value] - 1);
      links_of_[to.value].push_back(row[to.value] - 1);
    }
  }
  return row[to.value] - 1;
}

void Network::add_jitter(Link& link) const {
  const Distribution& jitter = platform_.route(host_.host_of(link.from), host_.host_of(link.to)).jitter;
  if (jitter.is_zero()) return;
  link.jitter = &jitter;
  link.jitter_rng = jitter_.fork(host_.target_of(link.from).process).fork(host_.target_of(link.to).process);
}

void Network::launch(Packet&& packet) {
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
                   .b = packet.bytes,
                   .payload = packet.envelope.payload.get(),
                   .nth = packet.nth});
  }
  // Fates are drawn even where a partition leaves them nothing to strike: the draws are keyed by place, and a plan
  // names the same faults whether the partition is in it or not.
  packet.launched = engine_.now();
  if (link.may_strike) packet.fate = faults_.fate(link.faults, packet.nth, engine_.now());
  if (link.jitter) packet.fate.delay_by += link.jitter->draw(link.jitter_rng);
  packet.gated = gate_ && (packet.kind == Packet::Kind::data || gate_takes_control_);
  if (packet.gated) let_gate_strike(packet);
  if (cut_off(packet)) return;
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

void Network::transmit(Packet&& packet) {
  const Link& link = links_[packet.link];
  Transmission transmission{.from = host_.host_of(link.from), .to = host_.host_of(link.to), .link = packet.link};
  transmission.bytes = packet.bytes;
  const bool gated = packet.gated;
  transmission.packet = store(std::move(packet));
  engine_.transmit(transmission);
  if (gated) announce(transmission.packet);
}

bool Network::cut_off(const Packet& packet) {
  const std::int32_t cut = active(links_[packet.link], FaultKind::partition);
  if (cut < 0) return false;
  fired(cut, packet);
  drop(packet, DropReason::partition, cut);
  return true;
}

void Network::on_arrival(Cookie slot) {
  Packet& packet = packets_[slot];
  Link& link = links_[packet.link];
  const SimTime now = engine_.now();
  if (cut_off(packet)) return leave_gate(take(slot));
  if (packet.fate.corrupt >= 0) {
    const Packet damaged = take(slot);
    fired(damaged.fate.corrupt, damaged);
    if (host_.is_up(link.to)) faults_.note_seen(damaged.fate.corrupt);  // the checksum sees it
    drop(damaged, DropReason::corrupt, damaged.fate.corrupt);
    return leave_gate(damaged);
  }
  if (packet.fate.delay >= 0) fired(packet.fate.delay, packet);

  // In order: not before what is held already. Out of order: later than that, and holding back nobody.
  const SimTime in_order = std::max({now + packet.fate.delay_by, narrowed(link, packet), link.held_until});
  if (in_order > now) link.held_until = in_order;
  if (packet.fate.reorder_by > Duration::zero()) return arrive_at(in_order + packet.fate.reorder_by, slot);
  if (in_order == now && link.held == 0) return arrive(slot);
  // Also where the last one held is due at this very instant: it goes first.
  packet.holds_back = true;
  packet.tied = in_order == now;
  ++link.held;
  arrive_at(in_order, slot);
}

SimTime Network::narrowed(Link& link, const Packet& packet) {
  const std::int32_t narrow = active(link, FaultKind::bandwidth);
  if (narrow < 0) return sim_start;
  const std::uint64_t bits_per_s =
      platform_.route(host_.host_of(link.from), host_.host_of(link.to)).bandwidth_bits_per_s;
  const std::uint32_t left = std::max(1u, faults_.scheduled(narrow).percent);
  if (bits_per_s == 0 || left >= 100) return sim_start;
  __extension__ using Wide = unsigned __int128;
  const Wide bit_ns = static_cast<Wide>(packet.bytes) * 8 * 1'000'000'000;
  const Duration whole(static_cast<std::int64_t>(bit_ns / bits_per_s));
  const Duration slow(static_cast<std::int64_t>(bit_ns * 100 / (static_cast<Wide>(bits_per_s) * left)));
  // The engine has charged the whole link's time already; the narrowed link would have begun when that did.
  const SimTime now = engine_.now();
  link.narrow_free_at = std::max(now - whole, link.narrow_free_at) + slow;
  if (link.narrow_free_at > now) {
    fired(narrow, packet);
    faults_.note_seen(narrow);
  }
  return link.narrow_free_at;
}

void Network::on_release(Cookie slot) {
  Packet& packet = packets_[slot];
  if (packet.holds_back) --links_[packet.link].held;
  packet.holds_back = false;
  if (!packet.let_go && !passes_gate(packet)) return;
  if (cut_off(packet)) return leave_gate(take(slot));
  if (packet.fate.reorder >= 0 && links_[packet.link].delivered_nth > packet.nth) {
    fired(packet.fate.reorder, packet);
    faults_.note_seen(packet.fate.reorder);
  }
  const AttemptId attempt = packet.attempt;
  const bool gated = packet.gated;
  receive(slot);
  leave_gate(gated, attempt);
}

void Network::receive(Cookie slot) {
  Packet packet = take(slot);
  Link& link = links_[packet.link];
  link.delivered_nth = std::max(link.delivered_nth, packet.nth);
  if (!host_.is_up(link.to)) {
    host_.note_found_down(link.to);
    return drop(packet, DropReason::receiver_down, -1);
  }
  if (packet.fate.duplicate >= 0) faults_.note_seen(packet.fate.duplicate);
  if (packet.fate.delay >= 0) faults_.note_seen(packet.fate.delay);
  if (packet.epoch != 0) {
    sessions_->receive(std::move(packet));
  } else {
    hand_over(std::move(packet));
  }
}

void Network::hand_over(Packet&& packet) { host_.deliver(std::move(packet.envelope), packet.attempt); }

void Network::on_retransmit(LinkIndex link) { sessions_->on_retransmit(link); }

void Network::forget_process(ProcessId process) {
  if (!swallowed_.empty()) {
    swallowed_.erase(swallowed_.lower_bound({process, CallNumber{0}}),
                     swallowed_.upper_bound({process, CallNumber{UINT64_MAX}}));
  }
  if (sessions_) sessions_->end_life(process);
  if (process.value >= links_of_.size()) return;
  for (const LinkIndex link : links_of_[process.value]) sessions_->forget_end(link, process);
}

void Network::note_ended(ProcessId process) {
  if (process.value < link_index_.size()) link_index_[process.value] = {};
}

bool Network::touches(const Fault& fault, const Link& link) const {
  const FaultTarget& from = host_.target_of(link.from);
  const FaultTarget& to = host_.target_of(link.to);
  // One side named, the other side is everybody else: a machine that is cut off still talks to itself.
  const bool one_side = fault.kind == FaultKind::partition && fault.from.empty() != fault.to.empty();
  const std::string& named = fault.from.empty() ? fault.to : fault.from;
  if (one_side && from.matched_by(named) == to.matched_by(named)) return false;
  if (from.matched_by(fault.from) && to.matched_by(fault.to)) return true;
  return !fault.one_way && to.matched_by(fault.from) && from.matched_by(fault.to);
}

void Network::begin_fault(std::int32_t index) {
  faults_.note_armed(index);
  active_faults_.push_back(index);
  const Fault& fault = faults_.scheduled(index);
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
    if (faults_.kind_of(index) == kind) return index;
  }
  return -1;
}

void Network::fired(std::int32_t index, const Packet& packet) {
  const FaultKind kind = faults_.kind_of(index);
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
  if (fault < 0) return;
  if (packet.epoch != 0) return sessions_->note_swallowed(packet, fault);
  if (envelope.call.value == 0) return;
  const ProcessId caller = envelope.kind == MessageKind::reply ? envelope.to : envelope.from;
  swallowed_[{caller, envelope.call}] = fault;
}

void Network::note_timeout(ProcessId caller, CallNumber call) {
  const auto found = swallowed_.find({caller, call});
  if (found == swallowed_.end()) return;
  faults_.note_seen(found->second);
  swallowed_.erase(found);
}

void Network::note_answered(ProcessId caller, CallNumber call) {
  if (!swallowed_.empty()) swallowed_.erase({caller, call});
}

Cookie Network::store(Packet&& packet) {
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
