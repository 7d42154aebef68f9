// FastEngine: an event kernel with virtual time. Latency and bandwidth without contention between links; processors
// shared first come, first served.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/fast/event_heap.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

/// Costs one heap operation per event. The platform must outlive the engine.
class FastEngine final : public Engine, private Foresight {
 public:
  explicit FastEngine(const Platform& platform);

  std::string_view name() const override { return "fast"; }
  SimTime now() const override { return now_; }
  void set_timer(SimTime at, Cookie timer) override;
  void transmit(const Transmission& transmission) override;
  void execute(HostId host, Duration cpu_time, Cookie work) override;
  void run(EngineClient& client) override;
  void stop() override { stopped_ = true; }
  Foresight* foresight() override { return this; }

 private:
  enum class EventKind : std::uint8_t { timer, arrival, executed };

  SimTime last_arrival() const override { return latest_; }
  Place take_place() override { return ++sequence_; }
  void set_timer_at_place(SimTime at, Cookie timer, Place place) override { push(at, EventKind::timer, timer, place); }
  void watch_leaps(LeapWatcher& watcher, Duration longer_than) override {
    leap_watcher_ = &watcher;
    leap_ = longer_than;
  }

  void push(SimTime at, EventKind kind, Cookie cookie, Place place);

  const Platform& platform_;
  SimTime now_ = sim_start;
  std::uint64_t sequence_ = 0;
  bool stopped_ = false;
  LeapWatcher* leap_watcher_ = nullptr;
  Duration leap_{};
  EventHeap events_;  ///< the kind sits in the low bits of an event's order
  std::vector<SimTime> last_arrival_;               // per link: what keeps its packets in order
  SimTime latest_ = sim_start;                      // of the packet transmitted last
  std::vector<std::vector<SimTime>> core_free_at_;  // per host, per core
};

}  // namespace crisper::sim
