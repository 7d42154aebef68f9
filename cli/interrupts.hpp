// Signals that end a command. By default it takes away what it was writing, says so in one line, and ends as any
// program does by that signal. While long work is under way that can end in an orderly way, the first Ctrl-C (or
// SIGTERM, or a terminal that goes away) asks for that; the second ends the process at once, with exit_internal, and
// its workers die with it.
#pragma once

namespace crisper::cli {

/// Once per process, first of all. A file that grows beyond its limit is an error like a full disk, and no signal; an
/// assertion that fails, an exception that nobody caught and memory that can't be had end in exit_internal.
void end_well_on_signals();

/// From now on. Once per process.
void listen_for_interrupts();
/// Whether somebody has asked for the end since.
bool is_interrupted();

}  // namespace crisper::cli
