// Timetable: waiting for a time of day, as a process's own clock shows it.
#pragma once

#include "core/runtime/context.hpp"

namespace crisper {

/// Until the wall clock shows `at`. It is looked at once a second, so that its being set is seen: costs a timer each.
Task<> wait_for_clock(Context& context, SimTime at);

}  // namespace crisper
