#include "sim/network/sessions.hpp"

#include <algorithm>
#include <utility>

namespace crisper::sim {

Sessions::Session& Sessions::session(LinkIndex link) {
  if (link >= sessions_.size()) sessions_.resize(link + 1);
  return sessions_[link];
}

void Sessions::send(Packet&& packet) {
  const LinkIndex link = packet.link;
  Session& s = session(link);
  packet.epoch = s.epoch;
  packet.life = life_of(network_.links_[link].from);
  packet.sequence = s.next_sequence++;
  packet.opening = !s.established;
  s.unacknowledged.push_back({.envelope = packet.envelope, .bytes = packet.bytes, .sequence = packet.sequence});
  if (s.unacknowledged.size() == 1) {
    s.retransmissions = 0;
    arm(link, s);
  }
  network_.launch(std::move(packet));
}

void Sessions::arm(LinkIndex link, Session& s) {
  const auto backoff = spec_.retransmit_after * (std::int64_t{1} << std::min(s.retransmissions, 16u));
  s.retransmit_due = network_.engine_.now() + backoff;
  if (s.timer_at <= s.retransmit_due) return;  // the timer under way looks at retransmit_due when it rings
  s.timer_at = s.retransmit_due;
  network_.host_.retransmit_at(s.timer_at, link);
}

void Sessions::on_retransmit(LinkIndex link) {
  Session& s = session(link);
  const SimTime now = network_.engine_.now();
  if (now != s.timer_at) return;  // an earlier timer has taken over from this one
  s.timer_at = sim_never;
  if (s.unacknowledged.empty()) return;
  if (now < s.retransmit_due) {
    s.timer_at = s.retransmit_due;
    return network_.host_.retransmit_at(s.timer_at, link);
  }
  if (s.retransmissions >= spec_.retransmit_limit) return break_off(link, s);
  ++s.retransmissions;
  s.recover_to = s.next_sequence - 1;
  retransmit(link, s);
}

void Sessions::retransmit(LinkIndex link, Session& s) {
  arm(link, s);
  Unacknowledged& oldest = s.unacknowledged.front();
  if (oldest.swallowed_by >= 0) network_.faults_.note_seen(std::exchange(oldest.swallowed_by, -1));
  Packet again{.envelope = oldest.envelope, .link = link, .bytes = oldest.bytes};
  again.epoch = s.epoch;
  again.life = life_of(network_.links_[link].from);
  again.sequence = oldest.sequence;
  again.opening = !s.established;
  network_.launch(std::move(again));
}

void Sessions::note_swallowed(const Packet& packet, std::int32_t fault) {
  Session& s = session(packet.link);
  if (packet.kind != Packet::Kind::data || packet.epoch != s.epoch || s.unacknowledged.empty()) return;
  const std::uint64_t oldest = s.unacknowledged.front().sequence;
  if (packet.sequence < oldest || packet.sequence - oldest >= s.unacknowledged.size()) return;
  s.unacknowledged[packet.sequence - oldest].swallowed_by = fault;
}

void Sessions::break_off(LinkIndex link, Session& s) {
  const Network::Link& ends = network_.links_[link];
  network_.host_.observe({.kind = ObservationKind::session_broken,
                          .process = ends.from,
                          .peer = ends.to,
                          .a = static_cast<std::int64_t>(s.unacknowledged.size()),
                          .b = static_cast<std::int64_t>(s.epoch)});
  begin_epoch(s);
}

void Sessions::begin_epoch(Session& s) {
  s.unacknowledged.clear();
  s.next_sequence = 1;
  s.retransmissions = 0;
  s.recover_to = 0;
  s.established = false;
  ++s.epoch;
}

void Sessions::end_life(ProcessId process) {
  if (process.value >= lives_.size()) lives_.resize(process.value + 1);
  ++lives_[process.value];
}

void Sessions::forget_end(LinkIndex link, ProcessId process) {
  Session& s = session(link);
  if (network_.links_[link].from == process) {
    // What was under way died with its sender; its next session is another one.
    begin_epoch(s);
    s.peer_life = 0;
  } else {
    s.receiving_epoch = 0;
    s.received = 0;
    s.ahead.clear();
  }
}

void Sessions::receive(Packet&& packet) {
  if (packet.kind == Packet::Kind::data) {
    receive_data(std::move(packet));
  } else {
    receive_control(packet);
  }
}

void Sessions::hear(LinkIndex link, std::uint64_t life) {
  Session& s = session(link);
  if (life <= s.peer_life) return;
  s.peer_life = life;
  // One that isn't established begins with its first packet, which the new life takes as well.
  if (s.established) break_off(link, s);
}

void Sessions::receive_data(Packet&& packet) {
  const LinkIndex link = packet.link;
  if (packet.life > 0) {
    const ProcessId from = network_.links_[link].from;
    const ProcessId to = network_.links_[link].to;
    hear(network_.link_between(to, from), packet.life);
  }
  const std::uint64_t epoch = packet.epoch;
  {
    Session& s = session(link);
    if (epoch < s.receiving_epoch) return network_.drop(packet, DropReason::stale_epoch, -1);
    // The middle of a connection that this end no longer knows is answered with a reset: its sender has seen an
    // acknowledgement, and this end has received nothing. A connection of which the sender has seen no acknowledgement
    // may simply have lost its first packet: that one will come again.
    if (!packet.opening && (epoch > s.receiving_epoch || s.received == 0)) {
      network_.drop(packet, DropReason::stale_epoch, -1);
      return acknowledge(link, Packet::Kind::reset, epoch, packet.sequence);
    }
    if (epoch > s.receiving_epoch) {
      s.receiving_epoch = epoch;
      s.received = 0;
      s.ahead.clear();
    }
    if (packet.sequence <= s.received || s.ahead.contains(packet.sequence)) {
      network_.drop(packet, DropReason::stale_epoch, -1);
    } else if (s.ahead.empty() && packet.sequence == s.received + 1) {
      ++s.received;  // as nearly always: in order, and nobody waits
      network_.hand_over(std::move(packet));
    } else {
      s.ahead.emplace(packet.sequence, std::move(packet));
    }
  }
  // Handing over may make the process send, which may grow sessions_: look it up anew each time.
  while (true) {
    Session& s = session(link);
    const auto next = s.ahead.find(s.received + 1);
    if (s.receiving_epoch != epoch || next == s.ahead.end()) break;
    Packet ready = std::move(next->second);
    s.ahead.erase(next);
    ++s.received;
    network_.hand_over(std::move(ready));
  }
  const Session& s = session(link);
  if (s.receiving_epoch == epoch) acknowledge(link, Packet::Kind::acknowledgement, epoch, s.received);
}

void Sessions::acknowledge(LinkIndex data_link, Packet::Kind kind, std::uint64_t epoch, std::uint64_t sequence) {
  const Network::Link ends = network_.links_[data_link];
  Packet packet{.link = network_.link_between(ends.to, ends.from)};
  packet.kind = kind;
  packet.epoch = epoch;
  packet.life = life_of(ends.to);
  packet.sequence = sequence;
  network_.launch(std::move(packet));
}

void Sessions::receive_control(const Packet& packet) {
  const Network::Link ends = network_.links_[packet.link];
  const LinkIndex data_link = network_.link_between(ends.to, ends.from);
  hear(data_link, packet.life);
  Session& s = session(data_link);
  if (packet.epoch != s.epoch || packet.life < s.peer_life) return;
  if (packet.kind == Packet::Kind::reset) {
    return break_off(data_link, s);
  }
  bool progress = false;
  while (!s.unacknowledged.empty() && s.unacknowledged.front().sequence <= packet.sequence) {
    s.unacknowledged.pop_front();
    progress = true;
  }
  if (!progress) return;
  s.established = true;
  s.retransmissions = 0;
  if (s.unacknowledged.empty()) return;
  // One round trip for each of those lost together, not one timeout.
  if (s.unacknowledged.front().sequence <= s.recover_to) return retransmit(data_link, s);
  arm(data_link, s);
}

}  // namespace crisper::sim
