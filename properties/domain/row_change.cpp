#include "properties/domain/row_change.hpp"

#include <charconv>
#include <string>

#include "properties/domain/registry.hpp"

namespace crisper::properties {

std::optional<std::int64_t> field_of(std::string_view text, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
    if (at == 0 || (text[at - 1] != '{' && text[at - 1] != ' ')) continue;
    const std::string_view digits = text.substr(at + wanted.size());
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc()) return value;
  }
  return std::nullopt;
}

std::optional<RowChange> row_change(std::string_view event_type, std::string_view text) {
  for (const DomainLaws& domain : all_domain_laws()) {
    auto change = domain.row_change(event_type, text);
    if (!change) continue;
    change->word = domain.row_item;
    return change;
  }
  return std::nullopt;
}

}  // namespace crisper::properties
