#include "cli/interrupts.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>

#include "cli/output/complain.hpp"
#include "cli/output/staging.hpp"
#include "sim/engine/child_process.hpp"

namespace crisper::cli {
namespace {

volatile sig_atomic_t interrupts = 0;  // a signal handler can reach nothing else

/// What a handler may call.
void write_line(std::string_view line) {
  if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;  // nobody reads it
}

extern "C" void on_end(int signal) {
  remove_remembered();
  write_line(signal == SIGXCPU ? "crisper: it took all the processor time that it may: nothing was written\n"
                               : "crisper: interrupted: nothing was written\n");
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

extern "C" void on_interrupt(int) {
  interrupts = interrupts + 1;
  if (interrupts < 2) return;
  remove_remembered();
  write_line("crisper: interrupted twice: it ends at once\n");
  ::_exit(exit_internal);
}

/// The reason stands on standard error already.
extern "C" void on_abort(int) {
  remove_remembered();
  ::_exit(exit_internal);
}

void end_without_memory() {
  remove_remembered();
  write_line("crisper: the machine gave no more memory\n");
  ::_exit(exit_internal);
}

void end_by_exception() {
  remove_remembered();
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    warn(error.what());
  } catch (...) {
    warn("an exception of unknown type");
  }
  ::_exit(exit_internal);
}

}  // namespace

void end_well_on_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  struct sigaction action {};
  action.sa_handler = on_end;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // nohup
  }
  ::signal(SIGABRT, on_abort);
  std::set_terminate(end_by_exception);
  sim::call_without_memory(end_without_memory);
}

void listen_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
  }
}

bool is_interrupted() { return interrupts > 0; }

}  // namespace crisper::cli
