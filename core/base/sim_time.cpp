#include "core/base/sim_time.hpp"

#include <fmt/format.h>

namespace crisper {

std::string to_text(Duration span) {
  struct Unit {
    std::int64_t ns;
    const char* name;
  };
  constexpr Unit units[] = {{1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "us"}, {1, "ns"}};
  if (span == Duration::zero()) return "0s";
  const std::int64_t magnitude = span.count() < 0 ? -span.count() : span.count();
  for (const Unit& unit : units) {
    if (magnitude < unit.ns) continue;
    std::string digits = fmt::format("{:.3f}", static_cast<double>(span.count()) / static_cast<double>(unit.ns));
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits + unit.name;
  }
  return "0s";
}

std::string to_text(SimTime instant) { return to_text(instant.time_since_epoch()); }

}  // namespace crisper
