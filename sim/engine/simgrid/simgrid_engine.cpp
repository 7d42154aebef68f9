#include "sim/engine/simgrid/simgrid_engine.hpp"

#include <cmath>
#include <set>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include "core/base/assert.hpp"
#include "sim/engine/simgrid/agenda.hpp"
#include "sim/engine/simgrid/link_order.hpp"
#include "sim/engine/simgrid/simgrid_setup.hpp"

namespace crisper::sim {

namespace s4u = simgrid::s4u;
using simgrid::kernel::resource::Model;
using simgrid::kernel::timer::Timer;

namespace {

/// Shares nothing with anybody, so its time is known and SimGrid need not be asked. A transfer that would end at the
/// nanosecond in which it began counts as one: it must take its turn among the other callbacks of that instant.
bool takes_latency_only(const LinkSpec& route, std::uint32_t bytes) {
  if (bytes == 0 || route.bandwidth_bits_per_s == 0) return true;
  constexpr std::uint64_t bit_ns_per_byte = 8'000'000'000;
  return route.latency == Duration::zero() && bytes * bit_ns_per_byte < route.bandwidth_bits_per_s;
}

}  // namespace

/// No actor runs here. Everything happens in SimGrid's maestro: communications and executions are started by it and
/// end with a signal, as in SimGrid's task graphs. That spares two context switches per message, and since maestro's
/// requests never yield, the client may ask for anything in the middle of a callback.
///
/// SimGrid wakes this class by the end of an activity or by one kernel timer (the alarm) set to the agenda's next
/// entry. Whatever ended goes into the agenda, and only when nothing more ends at this instant is the agenda worked
/// off: so ties between timers, packets and work break by the order of asking, not by SimGrid's heaps.
class SimGridEngine::Impl {
 public:
  Impl(const Platform& platform, const SimGridOptions& options)
      : platform_(platform), simgrid_(start_simgrid(options)), hosts_(build_platform(*simgrid_, platform)) {
    s4u::Activity::on_completion_cb([this](const s4u::Activity& activity) { on_ended(activity); });
  }

  ~Impl() { abandon(); }

  SimTime now() const { return now_; }

  void set_timer(SimTime at, Cookie timer) {
    CRISPER_ASSERT(at >= now_, "nothing happens in the past");
    agenda_.push({.at = at, .asked = ++asked_, .value = timer, .kind = Agenda::Kind::timer});
  }

  void transmit(const Transmission& transmission) {
    const std::uint64_t asked = ++asked_;
    const auto packet = order_.depart(transmission.link, transmission.packet, asked);
    const LinkSpec& route = platform_.route(transmission.from, transmission.to);
    if (takes_latency_only(route, transmission.bytes)) {
      agenda_.push({.at = now_ + route.latency, .asked = asked, .value = packet, .kind = Agenda::Kind::carried});
      return;
    }
    s4u::CommPtr comm = s4u::Comm::sendto_init();
    // Said to be starting from the outset, or naming the source alone would count as a start vetoed for want of a
    // destination, and a veto ends the run (see stop_request_).
    comm->set_state(s4u::Activity::State::STARTING);
    comm->set_source(hosts_[transmission.from.value]);
    comm->set_destination(hosts_[transmission.to.value]);
    comm->set_payload_size(transmission.bytes);
    begin(std::move(comm), {.asked = asked, .value = packet, .kind = Agenda::Kind::carried});
  }

  void execute(HostId host, Duration cpu_time, Cookie work) {
    CRISPER_ASSERT(cpu_time >= Duration::zero(), "work takes time");
    const std::uint64_t asked = ++asked_;
    if (cpu_time == Duration::zero()) {
      agenda_.push({.at = now_, .asked = asked, .value = work, .kind = Agenda::Kind::executed});
      return;
    }
    s4u::Host* const on = hosts_[host.value];
    s4u::ExecPtr exec = s4u::Exec::init();
    exec->set_flops_amount(static_cast<double>(to_ns(cpu_time)) * (on->get_speed() / 1e9));
    exec->set_host(on);
    begin(std::move(exec), {.asked = asked, .value = work, .kind = Agenda::Kind::executed});
  }

  void run(EngineClient& client) {
    CRISPER_ASSERT(client_ == nullptr, "an engine runs once");
    client_ = &client;
    simgrid_->seal_platform();
    models_ = simgrid_->get_all_models();
    simgrid_->track_vetoed_activities(&stop_request_);
    client.on_begin();
    work_off();
    if (!stopped_) simgrid_->run();
    abandon();
    // SimGrid lets go of what was cancelled in its next round. What it never lets go of outlives the models that the
    // end of the program destroys, and ends the program with a signal.
    stop_request_.insert(nullptr);
    simgrid_->run_until(s4u::Engine::get_clock());
    errands_.clear();
  }

  void stop() { stopped_ = true; }

 private:
  /// An activity under way in SimGrid and the entry that its end makes; SimGrid carries the index as user data.
  struct Errand {
    s4u::ActivityPtr activity;
    Agenda::Entry entry;
  };

  void begin(s4u::ActivityPtr activity, const Agenda::Entry& entry) {
    if (free_errands_.empty()) {
      free_errands_.push_back(errands_.size());
      errands_.emplace_back();
    }
    const std::size_t index = free_errands_.back();
    free_errands_.pop_back();
    activity->set_data(reinterpret_cast<void*>(index));
    errands_[index] = Errand{std::move(activity), entry};
    errands_[index].activity->start();
  }

  /// SimGrid: an activity ended, and the clock stands at its end.
  void on_ended(const s4u::Activity& activity) {
    if (abandoned_) return;
    CRISPER_ASSERT(activity.get_state() == s4u::Activity::State::FINISHED,
                   "no host or link is turned off by the platform file: faults belong to the fault plan");
    catch_up(sim_start);
    const auto index = reinterpret_cast<std::size_t>(activity.get_data<void>());
    Errand& errand = errands_[index];
    errand.entry.at = now_;
    agenda_.push(errand.entry);
    if (worked_off_) ended_.clear();
    worked_off_ = false;
    ended_.push_back(std::move(errand.activity));
    free_errands_.push_back(index);
    if (!more_ends_now()) work_off();
  }

  /// SimGrid: the alarm rings.
  void on_alarm() {
    alarm_ = nullptr;
    catch_up(alarm_at_);
    if (!more_ends_now()) work_off();  // otherwise the last end does it
  }

  bool more_ends_now() const {
    for (Model* model : models_) {
      if (!model->get_finished_action_set()->empty() || !model->get_failed_action_set()->empty()) return true;
    }
    return false;
  }

  /// `at_least` is the instant for which an alarm was set: it has come, whatever the rounding of seconds says.
  void catch_up(SimTime at_least) {
    const SimTime clock{Duration(std::llround(s4u::Engine::get_clock() * 1e9))};
    now_ = std::max({now_, clock, at_least});
  }

  /// Calls back what is due, and what becomes due meanwhile; then sets the alarm for what is not.
  void work_off() {
    while (!stopped_ && !agenda_.empty() && agenda_.next().at <= now_) call_back(agenda_.pop());
    worked_off_ = true;
    if (stopped_) {
      stop_request_.insert(nullptr);
    } else {
      set_alarm();
    }
  }

  void call_back(const Agenda::Entry& entry) {
    switch (entry.kind) {
      case Agenda::Kind::timer:
        return client_->on_timer(entry.value);
      case Agenda::Kind::executed:
        return client_->on_executed(entry.value);
      case Agenda::Kind::carried:
        break;
    }
    const auto index = static_cast<LinkOrder::PacketIndex>(entry.value);
    if (!order_.carried(index)) return;
    const Cookie cookie = order_.packet(index).cookie;
    const auto released = order_.hand_over(index);
    if (released != LinkOrder::none) {
      const std::uint64_t asked = order_.packet(released).asked;
      agenda_.push({.at = now_, .asked = asked, .value = released, .kind = Agenda::Kind::carried});
    }
    client_->on_arrival(cookie);
  }

  void set_alarm() {
    const bool wanted = !agenda_.empty();
    if (alarm_ != nullptr && (!wanted || alarm_at_ != agenda_.next().at)) {
      alarm_->remove();
      alarm_ = nullptr;
    }
    if (!wanted || alarm_ != nullptr) return;
    alarm_at_ = agenda_.next().at;
    alarm_ = Timer::set(std::max(to_seconds(alarm_at_), s4u::Engine::get_clock()), [this] { on_alarm(); });
  }

  /// Leaves nothing behind in SimGrid that could still end.
  void abandon() {
    if (abandoned_) return;
    abandoned_ = true;
    if (alarm_ != nullptr) alarm_->remove();
    alarm_ = nullptr;
    for (Errand& errand : errands_) {
      if (errand.activity) errand.activity->cancel();
    }
    ended_.clear();
  }

  const Platform& platform_;
  std::unique_ptr<s4u::Engine> simgrid_;
  std::vector<s4u::Host*> hosts_;
  std::vector<Model*> models_;
  EngineClient* client_ = nullptr;

  SimTime now_ = sim_start;
  std::uint64_t asked_ = 0;
  Agenda agenda_;
  LinkOrder order_;
  Timer* alarm_ = nullptr;  // owned by SimGrid, which deletes it when it rang
  SimTime alarm_at_ = sim_never;

  std::vector<Errand> errands_;
  std::vector<std::size_t> free_errands_;
  std::vector<s4u::ActivityPtr> ended_;  // at this instant: SimGrid still uses one when it has said that it ended
  bool worked_off_ = true;               // the agenda, since the last of them ended

  bool stopped_ = false;
  bool abandoned_ = false;
  std::set<s4u::Activity*> stop_request_;  // SimGrid's run() returns once an activity in here tells of a veto
};

SimGridEngine::SimGridEngine(const Platform& platform, const SimGridOptions& options)
    : impl_(std::make_unique<Impl>(platform, options)) {}
SimGridEngine::~SimGridEngine() = default;

SimTime SimGridEngine::now() const { return impl_->now(); }
void SimGridEngine::set_timer(SimTime at, Cookie timer) { impl_->set_timer(at, timer); }
void SimGridEngine::transmit(const Transmission& transmission) { impl_->transmit(transmission); }
void SimGridEngine::execute(HostId host, Duration cpu_time, Cookie work) { impl_->execute(host, cpu_time, work); }
void SimGridEngine::run(EngineClient& client) { impl_->run(client); }
void SimGridEngine::stop() { impl_->stop(); }

}  // namespace crisper::sim
