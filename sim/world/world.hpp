// World: what processes, turns, mailboxes, crashes, pauses, clocks and disks mean. Both engines drive this one.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/observe/audit.hpp"
#include "core/runtime/system.hpp"
#include "sim/engine/engine.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/network/network.hpp"
#include "sim/platform/platform.hpp"
#include "sim/schedule/run_control.hpp"
#include "sim/world/cell.hpp"
#include "sim/world/deadlines.hpp"
#include "sim/world/observation_bus.hpp"
#include "sim/world/turn.hpp"

namespace crisper::sim {

struct WorldOptions {
  std::uint64_t seed = 1;
  TransportSpec transport;
  Distribution disk_sync = std::chrono::microseconds(50);  ///< how long a sync takes; zero: no time, yet a suspension
  SimTime horizon = SimTime(std::chrono::hours(1));    ///< the run ends here at the latest
  std::uint64_t step_limit = 1'000'000'000;            ///< turns and resumptions; reaching it ends the run
};

/// Which host each process of the system runs on: the one its spec names, or the next in turn.
std::vector<HostId> place(const System& system, const Platform& platform);

/// One run. Everything is destroyed with it, frames of suspended turns included.
class World final : public EngineClient, private NetworkHost, private ControlledWorld {
 public:
  /// All references must outlive the world.
  World(const System& system, const Platform& platform, Engine& engine, FaultInjector& faults, ObservationBus& bus,
        WorldOptions options);
  ~World() override;

  /// Runs to the end and says how it ended.
  RunEnding run();
  /// Asks `is_over` every so often, from the beginning of the run on; the run ends, quiet, when it says so. Before
  /// run().
  void ask_when_over(Duration every, std::function<bool()> is_over);

  /// Who may keep packets waiting, on an engine with foresight. Before run(); it outlives the world.
  void set_gate(DeliveryGate& gate) { network_.set_gate(gate); }
  /// Who decides everything that can be decided; instead of a gate alone.
  void set_control(RunControl& control);

  SimTime now() const { return engine_.now(); }
  std::uint64_t steps() const { return steps_; }
  std::uint64_t deliveries() const { return deliveries_; }
  /// Names of all processes, spawned ones included.
  const std::string& name_of(ProcessId process) const { return target_of(process).process; }
  std::uint32_t process_count() const { return static_cast<std::uint32_t>(cells_.size()); }
  /// Of processes that have ended, too.
  const FaultTarget& target_of(ProcessId process) const override { return identities_[process.value - 1].target; }
  /// Has every process say what it holds, in the order of their ids. Of those that can't be asked, because they are
  /// down or paused, it says that; of those that have ended, nothing: nobody reads their disks again. After run().
  void inspect(Audit& audit) const;

  // For turns.
  void send(Cell& from, Envelope&& envelope);
  void set_reminder(Cell& cell, Duration delay, Envelope envelope);
  void set_deadline(Cell& cell, std::uint64_t ticket, MessageId request, ProcessId callee, Duration timeout);
  void wake_after(Cell& cell, std::uint64_t ticket, Duration delay);
  void execute(Cell& cell, std::uint64_t ticket, Duration cpu_time);
  void sync_disk(Cell& cell, std::uint64_t ticket);
  ProcessId spawn(Cell& parent, ProcessSpec spec);
  /// The random stream of this name, of this incarnation of the process.
  Rng& rng_of(Cell& cell, std::string_view name);
  Duration drawn(Cell& cell, const Distribution& from, std::string_view stream) {
    return from.is_constant() ? from.mean : from.draw(rng_of(cell, stream));
  }
  /// Takes a wait out of the books: it was resumed, or its frame is being destroyed.
  void end_wait(Cell& cell, std::uint64_t ticket);
  /// Somebody could notice the faults of this kind that are in force on the cell. That is when slow and clock_skew
  /// fire.
  void note_seen(Cell& cell, FaultKind kind);
  /// What a service of the world outside has wrong with it strikes each request that meets it.
  std::optional<Duration> meet(Cell& cell, FaultKind kind);
  /// Nothing is heard of a world that is over: what the destructors of its frames say is dropped.
  void observe(const Observation& observation) override;

  // EngineClient
  void on_begin() override;
  void on_timer(Cookie timer) override;
  void on_arrival(Cookie packet) override;
  void on_executed(Cookie work) override;

 private:
  struct Timer {
    enum class Kind : std::uint8_t {
      wake,
      synced,
      reminder,
      self_reply,
      deadline,
      lane,
      release,
      retransmit,
      start,
      fault_begin,
      fault_end,
      restart,
      out_of_memory,
      quiet,
      horizon
    };
    Kind kind{};
    std::uint32_t incarnation = 0;
    ProcessId process{};
    std::uint64_t number = 0;  ///< ticket, packet, lane, link or fault, as the kind says
    JournalDisk::Mark mark{};
    Envelope envelope{};
  };

  /// With what the system says of its role: every process of a run comes through here.
  Cell& add_cell(ProcessSpec spec, HostId host);
  /// `place` among what happens at that instant: the next one, if it is 0.
  void set_timer(SimTime at, Timer&& timer, Place place = 0);
  Cookie keep_timer(Timer&& timer);
  void ring(Timer&& timer);
  void ask_later();
  void arm_lane(Deadlines::Lane lane);
  void ring_lane(Deadlines::Lane lane);
  /// The call's time is up, whatever arrives later.
  void time_out(Cell& cell, std::uint64_t ticket);
  /// Delays beyond the end of time last until then.
  SimTime after(Duration delay) const;
  bool nothing_under_way() const;
  void stop(RunEnding ending);

  void start(Cell& cell);
  void deliver_reply(Cell& cell, Envelope&& envelope, AttemptId attempt);
  void accept(Cell& cell, Mail&& mail);
  void take_in(Cell& cell, Mail&& mail);
  /// Drops the message of the mailbox that waited longest and isn't a reminder; false where there is none.
  bool drop_oldest(Cell& cell);
  void observe_drop(Cell& cell, const Mail& mail, DropReason reason);
  void answer_refusal(Cell& cell, const Envelope& request);
  void pump(Cell& cell);
  void begin_turn(Cell& cell, Mail&& mail, bool is_start);
  void after_step(Cell& cell, Turn& turn);
  /// Resumes the wait of this ticket, if it still waits; defers it while the process is paused.
  void complete(Cell& cell, std::uint64_t ticket);
  void resume_turn(Cell& cell, std::uint64_t ticket);
  void take_down(Cell& cell);
  void end_process(Cell& cell);

  // memory budgets: world_memory.cpp
  void charge(Cell& cell, std::uint64_t bytes);
  void refund(Cell& cell, std::uint64_t bytes);
  void run_out_of_memory(Cell& cell);

  // node faults: world_faults.cpp
  void begin_fault(std::int32_t index);
  void end_fault(std::int32_t index);
  bool strikes(const Fault& fault, ProcessId process) const;
  void strike(Cell& cell, std::int32_t fault);
  void strike_newcomer(Cell& cell);
  void crash(Cell& cell, std::int32_t fault);
  /// Takes it down and forgets what wasn't synced; returns how many records that were.
  std::size_t die(Cell& cell);
  void pause(Cell& cell, std::int32_t fault);
  void resume(Cell& cell);
  void note_crash_seen(Cell& cell);
  void fired(std::int32_t index, const Cell& cell);

  /// The fault of this kind that is in force on the cell: a place in the plan, -1 where there is none.
  static std::int32_t fault_on(const Cell& cell, FaultKind kind);
  /// A sync or a request has met it.
  void strike_one(Cell& cell, std::int32_t index);

  // disks: world_disk.cpp
  void end_sync(Cell& cell, std::uint64_t ticket, JournalDisk::Mark mark);
  /// What the crash that is coming leaves of the disk, as the faults in force choose.
  JournalDisk::Wreck foresee_wreck(Cell& cell);
  /// What has become true because the disk holds everything up to where `is_durable` says.
  void say_durable(Cell& cell, const std::function<bool(JournalDisk::Mark)>& is_durable);

  // ControlledWorld
  void crash_soon(ProcessId process, Duration restart_after) override;
  void give_up() override { stop(RunEnding::limit_reached); }

  // NetworkHost
  HostId host_of(ProcessId process) const override { return identities_[process.value - 1].host; }
  bool is_up(ProcessId process) const override {
    const Cell* cell = cells_[process.value - 1].get();
    return cell && cell->up();
  }
  void note_found_down(ProcessId process) override { note_crash_seen(mutable_cell(process)); }
  void deliver(Envelope&& envelope, AttemptId attempt) override;
  void release_at(SimTime at, Cookie packet, Place place) override;
  void retransmit_at(SimTime at, LinkIndex link) override;

  /// Of a process that has ended: one that is down for good, where nobody waits for anything.
  Cell& mutable_cell(ProcessId process) {
    Cell* cell = cells_[process.value - 1].get();
    return cell ? *cell : ended_;
  }

  const Platform& platform_;
  const Roles& roles_;
  Engine& engine_;
  FaultInjector& faults_;
  ObservationBus& bus_;
  WorldOptions options_;
  Network network_;
  RunControl* control_ = nullptr;
  std::deque<ProcessIdentity> identities_;     ///< by process; they keep their places
  std::uint32_t there_from_the_beginning_ = 0;  ///< the last of them; who is spawned has higher numbers
  std::vector<std::unique_ptr<Cell>> cells_;  ///< by process; null where it has ended
  std::vector<std::unique_ptr<Cell>> just_ended_;  ///< a turn of theirs may still be on the stack
  Cell ended_;
  std::unordered_set<std::string_view> names_;  // lookup only
  std::vector<std::unique_ptr<Turn>> all_turns_;
  std::vector<Turn*> idle_turns_;
  std::vector<Timer> timers_;
  std::vector<Cookie> free_timers_;
  std::vector<std::int32_t> lasting_faults_;  ///< of machines and processes, begun and not over
  Deadlines deadlines_;
  struct Work {
    ProcessId process;
    std::uint64_t ticket = 0;
  };
  std::vector<Work> works_;
  std::vector<Cookie> free_works_;
  std::uint64_t steps_ = 0;
  std::uint64_t deliveries_ = 0;
  Duration ask_every_{};
  std::function<bool()> is_over_;
  RunEnding ending_ = RunEnding::quiet;
  bool stopping_ = false;  ///< nothing more is begun
  bool over_ = false;
};

}  // namespace crisper::sim
