#include "core/subscription/duty_roster.hpp"

#include <algorithm>
#include <utility>

namespace crisper {

bool DutyRoster::look(Context& context) {
  const SimTime now = context.monotonic();
  SimTime next = sim_never;
  for (const Duty& duty : duties_) {
    for (const SimTime change : {duty.from, duty.until}) {
      if (change > now) next = std::min(next, change);
    }
  }
  if (next != sim_never) context.remind(next - now, Payload::of(ChangeDuty{}));
  const auto is_now = [&](const Duty& duty) { return duty.from <= now && now < duty.until; };
  const bool wanted = duties_.empty() || std::ranges::any_of(duties_, is_now);
  return std::exchange(on_duty_, wanted) != wanted;
}

}  // namespace crisper
