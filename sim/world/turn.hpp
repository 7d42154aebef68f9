// Turn: one message's handler from start to end, and the Context it sees.
#pragma once

#include <vector>

#include "core/runtime/context.hpp"
#include "sim/world/cell.hpp"

namespace crisper::sim {

class World;

class Turn final : public Context {
 public:
  explicit Turn(World& world) : world_(world) {}

  // The world's side. A turn object is reused; begin() and end() bracket one life.
  void begin(Cell& cell, Mail&& mail, bool is_start);
  void end();
  /// Runs the coroutine until it suspends or ends, from its beginning or from this wait.
  void run_from_start();
  void run_from(Wait& wait);
  /// As this turn would say it.
  Observation completed(Observation observation) const;
  /// What a sync of this turn has made true.
  void observe_durable(const SyncWait& sync);
  bool finished() const { return task_ && task_.done(); }
  /// Sends what the turn has said so far, unless it is held back by work.
  void flush();
  Cell& cell() { return *cell_; }
  const Mail& mail() const { return mail_; }
  bool is_start() const { return is_start_; }
  bool exit_requested() const { return exit_requested_; }
  RosterEntry roster_entry;  ///< among the turns of its cell

  // The process's side.
  ProcessId self() const override;
  SimTime now() const override;
  SimTime monotonic() const override;
  Moment moment() const override;
  Duration waited() const override { return waited_; }
  void cast(ProcessId to, Payload message) override;
  void reply(const Envelope& request, Payload answer) override;
  void remind(Duration delay, Payload message) override;
  Duration service_time() override { return draw(cell_->spec.service_time, "service time"); }
  Disk& disk() override;
  ProcessId spawn(ProcessSpec spec) override;
  void exit() override;
  std::optional<Duration> meets(OutsideFault fault) override;
  Rng& rng(std::string_view name) override;
  void observe(Observation observation) override;

 protected:
  void begin_call(CallWait& wait, ProcessId to, Payload request, Duration timeout) override;
  void begin_sleep(SleepWait& wait, Duration delay) override;
  void begin_work(WorkWait& wait, Duration cpu_time) override;
  void begin_sync(SyncWait& wait) override;
  void forget(Wait& wait) override;

 private:
  Task<> handle();
  Envelope& post(ProcessId to, MessageKind kind, Payload payload);
  std::uint64_t arm(Wait& wait);

  World& world_;
  Cell* cell_ = nullptr;
  Mail mail_;
  bool is_start_ = false;
  Duration waited_{};
  bool exit_requested_ = false;
  bool working_ = false;  ///< suspended in work: what was sent waits for the work to be done
  bool tells_work_ = false;  ///< it has said that the work began
  std::vector<Envelope> outgoing_;
  Task<> task_;
};

}  // namespace crisper::sim
