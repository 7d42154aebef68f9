// Network: links between processes, the fate of their packets, partitions. Sits between turns and the engine.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/message/envelope.hpp"
#include "core/observe/observation.hpp"
#include "sim/engine/engine.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/network/transport.hpp"
#include "sim/platform/platform.hpp"
#include "sim/schedule/delivery_gate.hpp"

namespace crisper::sim {

/// Something on the wire: a message, or a session's acknowledgement.
struct Packet {
  enum class Kind : std::uint8_t { data, acknowledgement, reset };
  Envelope envelope{};
  AttemptId attempt{};
  LinkIndex link = 0;
  std::uint32_t bytes = envelope_bytes;  ///< on the wire, the envelope included
  std::uint64_t nth = 0;       ///< which packet of its link this is
  std::uint64_t epoch = 0;     ///< session only
  std::uint64_t life = 0;      ///< session only: which life of its sender it is from, counted by crashes
  std::uint64_t sequence = 0;  ///< session only: of the data; or the highest acknowledged
  Kind kind = Kind::data;
  bool opening = false;        ///< session only: nothing of this epoch has been acknowledged yet
  bool holds_back = false;     ///< waits at the receiving end, and those behind it on the link wait too
  Fate fate{};
  // Only where a gate is in the way:
  bool gated = false;    ///< it is this packet's way, too
  bool tied = false;     ///< it waits for one that is due at this very instant
  bool at_gate = false;  ///< the gate keeps it waiting
  bool let_go = false;   ///< the gate has kept it waiting and no longer does
  SimTime reached_gate{};
  SimTime launched{};          ///< when its fate was decided
  Place place = 0;  ///< among what happens at the instant at which it goes on
};

/// What the network asks of the world around it.
class NetworkHost {
 public:
  virtual ~NetworkHost() = default;
  virtual HostId host_of(ProcessId process) const = 0;
  virtual const FaultTarget& target_of(ProcessId process) const = 0;
  /// False while the process is crashed or ended: its packets are dropped.
  virtual bool is_up(ProcessId process) const = 0;
  /// A packet came for a process that is down.
  virtual void note_found_down(ProcessId process) = 0;
  virtual void deliver(Envelope&& envelope, AttemptId attempt) = 0;
  virtual void observe(const Observation& observation) = 0;
  /// Network::on_release(packet) at that time; in this place among what happens then, if it isn't 0.
  virtual void release_at(SimTime at, Cookie packet, Place place) = 0;
  /// Network::on_retransmit(link) at that time.
  virtual void retransmit_at(SimTime at, LinkIndex link) = 0;
};

class Sessions;

class Network : private GateKeeper {
 public:
  Network(Engine& engine, const Platform& platform, FaultInjector& faults, TransportSpec transport, NetworkHost& host,
          Rng jitter);
  ~Network() override;

  /// Before the run, on an engine with foresight; the gate outlives the network. Without one nobody holds packets.
  void set_gate(DeliveryGate& gate);
  /// After the run: what waits at the gate still has waited until the end.
  void write_down_waiting();

  /// Takes a message from its sender.
  void send(Envelope&& envelope);

  void on_arrival(Cookie packet);
  void on_release(Cookie packet);
  void on_retransmit(LinkIndex link);

  /// A crashed process forgets its ends of all sessions.
  void forget_process(ProcessId process);
  /// It has ended: it sends nothing from here on.
  void note_ended(ProcessId process);

  /// Partition or bandwidth fault number `index` of the plan begins or ends.
  void begin_fault(std::int32_t index);
  void end_fault(std::int32_t index);

  /// A call of `caller` timed out: tells the injector if a fault swallowed its request or its reply.
  void note_timeout(ProcessId caller, CallNumber call);
  /// A call of `caller` was answered, whatever became of other copies.
  void note_answered(ProcessId caller, CallNumber call);

  /// The next id of an attempt, for messages that never cross the network.
  AttemptId new_attempt() { return AttemptId{++attempts_}; }
  /// Nothing is on any wire.
  bool is_idle() const { return packets_.size() == free_packets_.size(); }

 private:
  friend class Sessions;

  struct Link {
    ProcessId from;
    ProcessId to;
    FaultLink faults = 0;
    bool may_strike = false;
    bool in_session = false;
    std::uint64_t sent = 0;            ///< packets
    std::uint64_t delivered_nth = 0;   ///< the latest packet that got through: tells whether one was overtaken
    SimTime held_until = sim_start;    ///< a delayed packet holds back those behind it
    std::uint32_t held = 0;            ///< packets that wait in order at the receiving end
    const Distribution* jitter = nullptr;  ///< of the route between their hosts; null: it has none
    Rng jitter_rng{0};                     ///< of the two alone, so that no other pair's messages change its draws
    SimTime narrow_free_at = sim_start;  ///< bandwidth fault: when the narrowed link has carried what came so far
    std::vector<std::int32_t> window_faults{};  ///< active partitions and bandwidth faults that touch it
  };

  LinkIndex link_between(ProcessId from, ProcessId to);
  void add_jitter(Link& link) const;
  bool touches(const Fault& fault, const Link& link) const;
  /// Puts a packet on the wire, where its fate awaits it.
  void launch(Packet&& packet);
  void transmit(Packet&& packet);
  /// It would be received now, unless the gate keeps it waiting.
  void arrive(Cookie slot);
  /// Arrives at this time.
  void arrive_at(SimTime at, Cookie slot);
  void receive(Cookie slot);
  /// When the receiving end may have this packet at the earliest, by the narrowed bandwidth alone.
  SimTime narrowed(Link& link, const Packet& packet);
  bool cut_off(const Packet& packet);
  void drop(const Packet& packet, DropReason reason, std::int32_t fault);
  void fired(std::int32_t index, const Packet& packet);
  std::int32_t active(const Link& link, FaultKind kind) const;
  void hand_over(Packet&& packet);

  Ready ready_of(const Packet& packet) const;
  void announce(Cookie slot);
  /// What the gate makes happen to it, written into the plan.
  void let_gate_strike(Packet& packet);
  bool passes_gate(Packet& packet);
  void leave_gate(bool gated, AttemptId attempt) {
    if (gated) gate_->gone(attempt);
  }
  void leave_gate(const Packet& packet) { leave_gate(packet.gated, packet.attempt); }
  /// Makes the plan say that this packet waited for so long.
  void write_down_wait(Packet& packet, Duration waited);
  // GateKeeper
  SimTime time() const override { return engine_.now(); }
  void let_go(Cookie slot, SimTime at) override;

  Cookie store(Packet&& packet);
  Packet take(Cookie slot);

  Engine& engine_;
  const Platform& platform_;
  FaultInjector& faults_;
  TransportSpec transport_;
  NetworkHost& host_;
  Rng jitter_;
  DeliveryGate* gate_ = nullptr;
  bool gate_takes_control_ = false;
  Foresight* foresight_ = nullptr;  ///< of the engine, where there is a gate
  std::vector<Link> links_;
  std::vector<std::vector<std::uint32_t>> link_index_;  ///< [from][to] -> index + 1; rows grow as needed
  std::vector<std::vector<LinkIndex>> links_of_;        ///< by either end; with sessions only
  std::vector<Packet> packets_;
  std::vector<Cookie> free_packets_;
  std::vector<std::int32_t> active_faults_;
  std::map<std::pair<ProcessId, CallNumber>, std::int32_t> swallowed_;
  std::uint64_t attempts_ = 0;
  std::unique_ptr<Sessions> sessions_;
};

}  // namespace crisper::sim
