// Engine: what the simulated world needs from whoever keeps the time, carries bytes and shares processors.
//
// The meaning of processes, turns, crashes and faults lives once, in sim/world and sim/network; an engine only says
// when things happen. All calls come from one thread; an engine never calls its client from inside a call to itself.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper::sim {

/// Names one directed pair of processes; the world numbers them from 0 in the order of first use.
using LinkIndex = std::uint32_t;
/// The client's number for something it asked for; handed back unchanged.
using Cookie = std::uint64_t;

/// Bytes from one host to another on behalf of one link.
struct Transmission {
  HostId from;
  HostId to;
  LinkIndex link = 0;
  std::uint32_t bytes = 0;
  Cookie packet = 0;
};

/// Called back by the engine, one call at a time, in the order of simulated time; ties in the order of asking.
class EngineClient {
 public:
  virtual ~EngineClient() = default;
  /// Once, at time zero, before anything else.
  virtual void on_begin() = 0;
  virtual void on_timer(Cookie timer) = 0;
  virtual void on_arrival(Cookie packet) = 0;
  virtual void on_executed(Cookie work) = 0;
};

/// A place in the order of what happens at one instant; those given out later come later.
using Place = std::uint64_t;

/// Told before time leaps.
class LeapWatcher {
 public:
  virtual ~LeapWatcher() = default;
  /// The next thing to happen is more than the agreed span away. The watcher may ask for something sooner: it is then
  /// told again, before the next leap.
  virtual void before_leap(SimTime to) = 0;
};

/// What an engine can add that knows beforehand when every packet arrives.
class Foresight {
 public:
  virtual ~Foresight() = default;
  /// When the packet arrives that was transmitted last.
  virtual SimTime last_arrival() const = 0;
  virtual Place take_place() = 0;
  /// on_timer at `at`, in this place among what happens then, as if it had been asked for when the place was taken.
  virtual void set_timer_at_place(SimTime at, Cookie timer, Place place) = 0;
  /// The watcher is told of every leap that is longer than this. It outlives the run.
  virtual void watch_leaps(LeapWatcher& watcher, Duration longer_than) = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual std::string_view name() const = 0;
  virtual SimTime now() const = 0;

  /// on_timer at `at` (now or later). Timers can't be taken back: the client ignores those it no longer wants.
  virtual void set_timer(SimTime at, Cookie timer) = 0;

  /// on_arrival when the last byte is there. Packets of one link arrive in the order of asking.
  virtual void transmit(const Transmission& transmission) = 0;

  /// on_executed after this much CPU time on the host, cores shared with what else runs there. The duration is at the
  /// host's own speed (the client has already scaled it).
  virtual void execute(HostId host, Duration cpu_time, Cookie work) = 0;

  /// Null where arrivals aren't known beforehand.
  virtual Foresight* foresight() { return nullptr; }

  /// Runs until stop() or until nothing is left to happen. Once per engine.
  virtual void run(EngineClient& client) = 0;
  /// Makes run() return after the present callback.
  virtual void stop() = 0;
};

}  // namespace crisper::sim
