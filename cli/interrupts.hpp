// Interrupts: Ctrl-C (and SIGTERM) while long work is under way. The first asks for an orderly end; the second ends the
// process at once, with exit_internal, and its workers die with it.
#pragma once

namespace crisper::cli {

/// From now on. Once per process.
void listen_for_interrupts();
/// Whether somebody has asked for the end since.
bool is_interrupted();

}  // namespace crisper::cli
