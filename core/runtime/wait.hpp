// Waits: the points at which a turn suspends. They live in coroutine frames; the runtime resumes them or, when the
// process crashes, destroys them with their frames.
#pragma once

#include <coroutine>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/envelope.hpp"
#include "core/observe/observation.hpp"
#include "core/runtime/disk.hpp"

namespace crisper {

class Context;

enum class CallError : std::uint8_t {
  timed_out,  ///< no reply in time: the request, its effect or the reply may be lost or late; nobody knows which
  refused,    ///< the mailbox was full: the request had no effect
};

/// Which kind of suspension this is; crash points and traces name it.
enum class WaitKind : std::uint8_t { call, sleep, work, sync };

class Wait {
 public:
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  WaitKind kind() const { return kind_; }
  /// The runtime's number of this wait; zero while it isn't pending.
  std::uint64_t ticket() const { return ticket_; }
  /// For the runtime: arms the wait, and resumes it once.
  void arm(std::uint64_t ticket) { ticket_ = ticket; }
  void resume() {
    ticket_ = 0;
    handle_.resume();
  }

 protected:
  Wait(Context& context, WaitKind kind) : context_(context), kind_(kind) {}
  ~Wait() {
    if (ticket_ != 0) abandon();
  }
  void abandon();

  Context& context_;
  std::coroutine_handle<> handle_;

 private:
  std::uint64_t ticket_ = 0;
  WaitKind kind_;
};

/// co_await gives Result<Payload, CallError>.
class CallWait : public Wait {
 public:
  CallWait(Context& context, ProcessId to, Payload request, Duration timeout)
      : Wait(context, WaitKind::call), to_(to), request_(std::move(request)), timeout_(timeout) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle);
  Result<Payload, CallError> await_resume() { return std::move(outcome_); }

  /// For the runtime, before resume().
  void set(Result<Payload, CallError> outcome) { outcome_ = std::move(outcome); }

 private:
  ProcessId to_;
  Payload request_;
  Duration timeout_;
  Result<Payload, CallError> outcome_ = failure(CallError::timed_out);
};

class SleepWait : public Wait {
 public:
  SleepWait(Context& context, Duration delay) : Wait(context, WaitKind::sleep), delay_(delay) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle);
  void await_resume() const noexcept {}

 private:
  Duration delay_;
};

class WorkWait : public Wait {
 public:
  WorkWait(Context& context, Duration cpu_time) : Wait(context, WaitKind::work), cpu_time_(cpu_time) {}
  bool await_ready() const noexcept { return cpu_time_ <= Duration::zero(); }
  void await_suspend(std::coroutine_handle<> handle);
  void await_resume() const noexcept {}

 private:
  Duration cpu_time_;
};

/// co_await gives Result<void, DiskError>.
class SyncWait : public Wait {
 public:
  SyncWait(Context& context, std::span<const Observation> once_durable)
      : Wait(context, WaitKind::sync), once_durable_(once_durable) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle);
  Result<void, DiskError> await_resume() { return outcome_; }

  /// For the runtime, before resume().
  void set(Result<void, DiskError> outcome) { outcome_ = outcome; }
  /// For the runtime: to be observed when the records are on disk, even where the process never goes on.
  std::span<const Observation> once_durable() const { return once_durable_; }

 private:
  std::span<const Observation> once_durable_;
  Result<void, DiskError> outcome_;
};

}  // namespace crisper
