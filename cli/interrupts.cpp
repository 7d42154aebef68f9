#include "cli/interrupts.hpp"

#include <signal.h>
#include <unistd.h>

#include "cli/exit_code.hpp"

namespace crisper::cli {
namespace {

volatile sig_atomic_t interrupts = 0;  // a signal handler can reach nothing else

extern "C" void on_interrupt(int) {
  interrupts = interrupts + 1;
  if (interrupts > 1) ::_exit(exit_internal);
}

}  // namespace

void listen_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool is_interrupted() { return interrupts > 0; }

}  // namespace crisper::cli
