#include "properties/search/shrink/cause.hpp"

#include <algorithm>
#include <array>

namespace crisper::properties {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr auto units = std::to_array<std::string_view>({"ns", "us", "ms", "s", "min", "m", "h", "%"});

/// Where a unit that stands at `at`, and nothing else, ends; `at` where none does.
std::size_t after_unit(std::string_view text, std::size_t at) {
  for (const std::string_view unit : units) {
    if (!text.substr(at).starts_with(unit)) continue;
    const std::size_t end = at + unit.size();
    if (end == text.size() || !(is_letter(text[end]) || is_digit(text[end]))) return end;
  }
  return at;
}

}  // namespace

std::string form_of(std::string_view sentence) {
  std::string form;
  for (std::size_t i = 0; i < sentence.size();) {
    const bool signed_number = sentence[i] == '-' && i + 1 < sentence.size() && is_digit(sentence[i + 1]) &&
                               (i == 0 || sentence[i - 1] == ' ');
    if (!is_digit(sentence[i]) && !signed_number) {
      form += sentence[i++];
      continue;
    }
    ++i;
    while (i < sentence.size() &&
           (is_digit(sentence[i]) || (sentence[i] == '.' && i + 1 < sentence.size() && is_digit(sentence[i + 1])))) {
      ++i;
    }
    i = after_unit(sentence, i);
    form += '#';
  }
  return form;
}

std::optional<Cause> cause_of(const RunResult& result, std::string_view property) {
  for (const PropertyResult& each : result.properties) {
    if (each.verdict != Verdict::fail || !each.counts) continue;
    if (!property.empty() && each.name != property) continue;
    const std::string& sentence = each.violations.empty() ? each.reason : each.violations.front().reason;
    return Cause{each.name, form_of(sentence)};
  }
  return std::nullopt;
}

std::optional<CauseFound> find_cause(const RunResult& result, const Cause& cause) {
  const auto failed = std::ranges::find(result.properties, cause.property, &PropertyResult::name);
  if (failed == result.properties.end() || failed->verdict != Verdict::fail) return std::nullopt;
  for (const Violation& violation : failed->violations) {
    if (form_of(violation.reason) == cause.form) return CauseFound{&*failed, &violation, violation.reason};
  }
  if (failed->violations.empty() && form_of(failed->reason) == cause.form) {
    return CauseFound{&*failed, nullptr, failed->reason};
  }
  return std::nullopt;
}

}  // namespace crisper::properties
