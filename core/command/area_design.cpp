#include "core/command/area_design.hpp"

#include <charconv>

namespace crisper {

std::uint32_t area_in_name(std::string_view name) {
  constexpr std::string_view mark = "-area-";
  const std::size_t found = name.rfind(mark);
  if (found == std::string_view::npos) return 0;
  std::uint32_t area = 0;
  const std::string_view digits = name.substr(found + mark.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), area);
  return error == std::errc() && end == digits.data() + digits.size() ? area : 0;
}

}  // namespace crisper
