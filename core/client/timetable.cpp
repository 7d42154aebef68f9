#include "core/client/timetable.hpp"

#include <algorithm>

namespace crisper {

Task<> wait_for_clock(Context& context, SimTime at) {
  constexpr Duration nap_max = std::chrono::seconds(1);
  for (SimTime now = context.now(); now < at; now = context.now()) co_await context.sleep(std::min(at - now, nap_max));
}

}  // namespace crisper
