// LoneContext: the context of a process that talks to nobody but its disk. The test ends each sync as it likes.
#pragma once

#include <vector>

#include "core/base/assert.hpp"
#include "core/runtime/context.hpp"
#include "tests/core/runtime/kept_disk.hpp"

namespace crisper {

class LoneContext : public Context {
 public:
  ProcessId self() const override { return ProcessId{1}; }
  SimTime now() const override { return sim_start; }
  SimTime monotonic() const override { return sim_start; }
  Moment moment() const override { return Moment(sim_start); }
  Duration waited() const override { return {}; }
  Duration service_time() const override { return Duration::zero(); }
  Disk& disk() override { return kept; }

  /// True while a turn waits for the disk.
  bool is_syncing() const { return sync_ != nullptr; }
  void end_sync(Result<void, DiskError> outcome) {
    SyncWait* wait = std::exchange(sync_, nullptr);
    if (outcome) {
      kept.sync();
      for (const Observation& each : wait->once_durable()) observed.push_back(each.kind);
    } else {
      CRISPER_ASSERT(outcome.error() == DiskError::full, "after an I/O error one waits and syncs again");
      kept.fill_up();
    }
    wait->set(outcome);
    wait->resume();
  }

  KeptDisk kept;
  std::vector<ObservationKind> observed;  ///< when the records were on disk

  void cast(ProcessId, Payload) override { unused(); }
  void reply(const Envelope&, Payload) override { unused(); }
  void remind(Duration, Payload) override { unused(); }
  ProcessId spawn(ProcessSpec) override { unused(); }
  void exit() override { unused(); }
  Rng& rng(std::string_view) override { unused(); }
  void observe(Observation) override {}

 protected:
  void begin_sync(SyncWait& wait) override {
    wait.arm(1);
    sync_ = &wait;
  }
  void forget(Wait&) override { sync_ = nullptr; }
  void begin_call(CallWait&, ProcessId, Payload, Duration) override { unused(); }
  void begin_sleep(SleepWait&, Duration) override { unused(); }
  void begin_work(WorkWait&, Duration) override { unused(); }
  [[noreturn]] static void unused() {
    assertion_failed(__FILE__, __LINE__, "only the disk is used", "a LoneContext has nothing else");
  }

 private:
  SyncWait* sync_ = nullptr;
};

}  // namespace crisper
