#include "reports/support/text_table.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/assert.hpp"

namespace crisper::reports {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
/// Words in a narrower column can't be read.
constexpr std::size_t wrapped_min = 24;

/// The words in lines of at most so many columns; one that is longer stands alone.
std::string wrapped(std::string_view words, std::size_t columns, const std::string& line_feed) {
  std::string text;
  std::size_t used = 0;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const std::size_t width = width_of(word);
    if (used > 0 && used + 1 + width > columns) {
      text += line_feed;
      used = 0;
    }
    if (used > 0) text += ' ';
    text += word;
    used += width + (used > 0 ? 1 : 0);
  }
  return text;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void TextTable::add(std::vector<std::string> cells, std::string_view colour, std::size_t painted) {
  CRISPER_ASSERT(cells.size() == columns_.size(), "a row has a cell for each column");
  rows_.push_back({std::move(cells), colour, painted});
}

std::string TextTable::text(std::string_view indent, std::size_t columns) const {
  Places all(columns_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto width = [&](std::size_t place) {
    std::size_t most = 0;
    for (const Row& row : rows_) most = std::max(most, width_of(row.cells[place]));
    return most;
  };
  std::size_t before_last = indent.size();
  for (std::size_t i = 0; i + 1 < columns_.size(); ++i) before_last += width(i) + gap;
  if (columns == 0 || columns_.empty() || before_last + width(columns_.size() - 1) <= columns) {
    return lines(indent, all, no_limit);
  }
  if (columns_.back() == Align::left && before_last + wrapped_min <= columns) {
    return lines(indent, all, columns - before_last);
  }
  std::string text;
  Places some{0};
  std::size_t used = indent.size() + width(0);
  for (std::size_t i = 1; i < columns_.size(); ++i) {
    if (used + gap + width(i) > columns && some.size() > 1) {
      text += lines(indent, some, no_limit) + "\n";
      some = {0};
      used = indent.size() + width(0);
    }
    some.push_back(i);
    used += gap + width(i);
  }
  return text + lines(indent, some, no_limit);
}

std::string TextTable::lines(std::string_view indent, const Places& places, std::size_t last_width_max) const {
  std::vector<std::size_t> widths(columns_.size());
  for (const Row& row : rows_) {
    for (const std::size_t i : places) widths[i] = std::max(widths[i], width_of(row.cells[i]));
  }
  std::string text;
  for (const Row& row : rows_) {
    std::string line(indent);
    std::size_t at = indent.size();
    for (const std::size_t i : places) {
      const std::string fill(widths[i] - width_of(row.cells[i]), ' ');
      if (i != places.front()) {
        line += std::string(gap, ' ');
        at += gap;
      }
      if (i == places.back() && widths[i] > last_width_max) {
        line += wrapped(row.cells[i], last_width_max, "\n" + std::string(at, ' '));
        continue;
      }
      at += widths[i];
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
