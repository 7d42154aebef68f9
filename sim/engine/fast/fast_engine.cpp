#include "sim/engine/fast/fast_engine.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

Duration transfer_time(const LinkSpec& link, std::uint32_t bytes) {
  if (link.bandwidth_bits_per_s == 0) return link.latency;
  __extension__ using Wide = unsigned __int128;
  const Wide bit_ns = static_cast<Wide>(bytes) * 8 * 1'000'000'000;
  return link.latency + Duration(static_cast<std::int64_t>(bit_ns / link.bandwidth_bits_per_s));
}

}  // namespace

FastEngine::FastEngine(const Platform& platform) : platform_(platform) {
  for (const HostSpec& host : platform.hosts) core_free_at_.emplace_back(host.cores, sim_start);
}

void FastEngine::push(SimTime at, EventKind kind, Cookie cookie, Place place) {
  CRISPER_ASSERT(at >= now_, "nothing happens in the past");
  events_.push({.at = at, .order = (place << 2) | static_cast<std::uint64_t>(kind), .cookie = cookie});
}

void FastEngine::set_timer(SimTime at, Cookie timer) { push(at, EventKind::timer, timer, ++sequence_); }

void FastEngine::transmit(const Transmission& transmission) {
  if (transmission.link >= last_arrival_.size()) last_arrival_.resize(transmission.link + 1, sim_start);
  SimTime& last = last_arrival_[transmission.link];
  const LinkSpec& route = platform_.route(transmission.from, transmission.to);
  last = std::max(last, now_ + transfer_time(route, transmission.bytes));
  latest_ = last;
  push(last, EventKind::arrival, transmission.packet, ++sequence_);
}

void FastEngine::execute(HostId host, Duration cpu_time, Cookie work) {
  std::vector<SimTime>& cores = core_free_at_[host.value];
  const auto core = std::min_element(cores.begin(), cores.end());
  *core = std::max(*core, now_) + cpu_time;
  push(*core, EventKind::executed, work, ++sequence_);
}

void FastEngine::run(EngineClient& client) {
  client.on_begin();
  while (!stopped_ && !events_.empty()) {
    if (leap_watcher_ && events_.first().at - now_ > leap_) {
      leap_watcher_->before_leap(events_.first().at);
      if (stopped_) break;
    }
    const Event event = events_.pop();
    now_ = event.at;
    switch (static_cast<EventKind>(event.order & 3)) {
      case EventKind::timer: client.on_timer(event.cookie); break;
      case EventKind::arrival: client.on_arrival(event.cookie); break;
      case EventKind::executed: client.on_executed(event.cookie); break;
    }
  }
}

}  // namespace crisper::sim
