#include "properties/domain/row_change.hpp"

#include <charconv>
#include <string>

#include "properties/domain/registry.hpp"
#include "properties/domain/row_fold.hpp"

namespace crisper::properties {
namespace {

/// Sums of what events add to the rows of one view.
class RegisteredRows final : public RowFold {
 public:
  std::size_t views() const override { return 1; }
  std::optional<std::size_t> view_of(std::string_view) const override { return 0; }
  std::vector<CellAfter> after(std::size_t, const TracedEvent& event, const Before& before) const override {
    const auto change = row_change(event.type, event.text);
    if (!change) return {};
    const ShownCell cell{.stream = event.stream, .item = change->item};
    return {{.cell = cell, .value = before(cell) + change->delta, .word = change->word}};
  }
  bool is_sum(std::size_t) const override { return true; }
  ShownCell row_of(std::size_t, ShownCell cell) const override { return cell; }
  std::optional<std::string> name_of(std::size_t, std::int64_t) const override { return std::nullopt; }
  std::string told(std::size_t, std::int64_t, std::int64_t value) const override { return std::to_string(value); }
  bool is_number(std::size_t, std::int64_t) const override { return true; }
};

}  // namespace

std::shared_ptr<const RowFold> registered_row_fold() { return std::make_shared<RegisteredRows>(); }

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
