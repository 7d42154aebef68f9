#include "reports/support/text_table.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::reports {

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void TextTable::add(std::vector<std::string> cells, std::string_view colour, std::size_t painted) {
  CRISPER_ASSERT(cells.size() == columns_.size(), "a row has a cell for each column");
  rows_.push_back({std::move(cells), colour, painted});
}

std::string TextTable::text(std::string_view indent) const {
  std::vector<std::size_t> widths(columns_.size());
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width_of(row.cells[i]));
  }
  std::string text;
  for (const Row& row : rows_) {
    std::string line(indent);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string fill(widths[i] - width_of(row.cells[i]), ' ');
      if (i > 0) line += "  ";
      if (columns_[i] == Align::right) line += fill;
      const bool painted = i == row.painted && !row.colour.empty();
      line += painted ? std::string(row.colour) + row.cells[i] + "\x1b[0m" : row.cells[i];
      if (columns_[i] == Align::left) line += fill;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace crisper::reports
