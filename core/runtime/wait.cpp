#include "core/runtime/wait.hpp"

#include "core/runtime/context.hpp"

namespace crisper {

void Wait::abandon() { context_.forget(*this); }

void CallWait::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  context_.begin_call(*this, to_, std::move(request_), timeout_);
}

void SleepWait::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  context_.begin_sleep(*this, delay_);
}

void WorkWait::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  context_.begin_work(*this, cpu_time_);
}

void SyncWait::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  context_.begin_sync(*this);
}

}  // namespace crisper
