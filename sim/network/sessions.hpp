// Sessions: a reliable, ordered channel per directed link on top of packets that may be lost, doubled or overtaken.
// Cumulative acknowledgements, retransmission of the oldest with a doubling wait, an epoch per connection; after too
// many retransmissions, or when the other end has forgotten, the session breaks and what was under way is lost. Whoever
// hears from a process that was started again knows that it has forgotten: what it sends next, as an answer does, goes
// out on another session.
//
// A request that finds its receiver started again is lost with its session, as it is over TCP: the answer to it is a
// reset, and nobody knows what of it the life before has done. It isn't sent again: that would hide lost casts.
// A TCP socket would tell its owner of the reset, who could ask again at once; here a call learns of any loss in one
// way, its timeout. So after a restart a caller is late by that much at most, and never early.
//
// What a living end has received, it never hands over twice. A receiver that crashed has forgotten what it received: a
// packet of which the sender never saw the acknowledgement may then reach both of its incarnations.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/base/fifo.hpp"
#include "sim/network/network.hpp"

namespace crisper::sim {

class Sessions {
 public:
  Sessions(Network& network, TransportSpec spec) : network_(network), spec_(spec) {}

  void send(Packet&& packet);
  void receive(Packet&& packet);
  void on_retransmit(LinkIndex link);
  /// `process` crashed: a life of it is over.
  void end_life(ProcessId process);
  /// It forgets its end of this link.
  void forget_end(LinkIndex link, ProcessId process);
  /// A fault kept this packet from arriving; whoever sends it again has seen the fault.
  void note_swallowed(const Packet& packet, std::int32_t fault);

 private:
  /// Of a packet what it takes to send it again.
  struct Unacknowledged {
    Envelope envelope;
    std::uint32_t bytes = 0;
    std::uint64_t sequence = 0;
    std::int32_t swallowed_by = -1;
  };
  struct Session {
    // the sending end
    std::uint64_t epoch = 1;
    std::uint64_t next_sequence = 1;
    Fifo<Unacknowledged> unacknowledged;   ///< sequences without a gap
    std::uint32_t retransmissions = 0;  ///< of the oldest
    std::uint64_t recover_to = 0;       ///< up to this one, what isn't acknowledged was probably lost with the oldest
    SimTime retransmit_due = sim_never;
    SimTime timer_at = sim_never;       ///< the earliest timer under way
    bool established = false;  ///< something of this epoch has been acknowledged
    std::uint64_t peer_life = 0;        ///< the latest of the receiver's lives that was heard of
    // the receiving end
    std::uint64_t receiving_epoch = 0;
    std::uint64_t received = 0;  ///< all up to this one are handed over
    std::map<std::uint64_t, Packet> ahead;
  };

  Session& session(LinkIndex link);
  std::uint64_t life_of(ProcessId process) const { return process.value < lives_.size() ? lives_[process.value] : 0; }
  void begin_epoch(Session& session);
  void arm(LinkIndex link, Session& session);
  void retransmit(LinkIndex link, Session& session);
  void break_off(LinkIndex link, Session& session);
  void acknowledge(LinkIndex data_link, Packet::Kind kind, std::uint64_t epoch, std::uint64_t sequence);
  /// Something came from the receiver of this link: where it is from another life, what was established with the one
  /// before is over.
  void hear(LinkIndex link, std::uint64_t life);
  void receive_data(Packet&& packet);
  void receive_control(const Packet& packet);

  Network& network_;
  TransportSpec spec_;
  std::vector<Session> sessions_;      // by link
  std::vector<std::uint64_t> lives_;   // by process: crashes so far
};

}  // namespace crisper::sim
