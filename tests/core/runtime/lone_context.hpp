// LoneContext: the context of a process that is asked by the test alone. What it answers, casts and reminds itself of
// is kept; the test ends each sync as it likes.
#pragma once

#include <vector>

#include "core/base/assert.hpp"
#include "core/runtime/context.hpp"
#include "tests/core/runtime/kept_disk.hpp"

namespace crisper {

class LoneContext : public Context {
 public:
  ProcessId self() const override { return ProcessId{1}; }
  SimTime now() const override { return time; }
  SimTime monotonic() const override { return time; }
  Moment moment() const override { return Moment(time); }
  Duration waited() const override { return {}; }
  Duration service_time() override { return Duration::zero(); }
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

  SimTime time = sim_start;
  KeptDisk kept;
  std::vector<ObservationKind> observed;  ///< when the records were on disk
  struct Answer {
    MessageId request;
    Payload payload;
  };
  std::vector<Answer> answers;
  std::vector<Payload> casts;
  std::vector<Payload> reminders;  ///< to be sent by the test

  void cast(ProcessId, Payload message) override { casts.push_back(std::move(message)); }
  void reply(const Envelope& request, Payload answer) override { answers.push_back({request.id, std::move(answer)}); }
  void remind(Duration, Payload message) override { reminders.push_back(std::move(message)); }
  ProcessId spawn(ProcessSpec) override { unused(); }
  void exit() override { unused(); }
  std::optional<Duration> meets(OutsideFault) override { return std::nullopt; }
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
    assertion_failed(__FILE__, __LINE__, "only its disk and its asker are there", "a LoneContext has nothing else");
  }

 private:
  SyncWait* sync_ = nullptr;
};

}  // namespace crisper
