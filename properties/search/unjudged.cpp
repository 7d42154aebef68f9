#include "properties/search/unjudged.hpp"

#include <fmt/format.h>

namespace crisper::properties {

std::string unjudged_text(const std::vector<Unjudged>& all, std::string_view runs, std::string_view whose_time) {
  std::string text;
  for (const Unjudged& each : all) {
    text += text.empty() ? fmt::format("judged in no {}: ", runs) : ", ";
    text += fmt::format("{} ({})", each.name, each.about_time ? whose_time : "it saw nothing");
  }
  return text;
}

}  // namespace crisper::properties
