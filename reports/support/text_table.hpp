// TextTable: rows of cells as lines of aligned columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::reports {

class TextTable {
 public:
  enum class Align : std::uint8_t { left, right };

  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}

  /// As many cells as there are columns; `colour` (an escape sequence, or nothing) paints the row's second cell, or
  /// the one at `painted`.
  void add(std::vector<std::string> cells, std::string_view colour = {}, std::size_t painted = 1);
  bool empty() const { return rows_.empty(); }
  /// Every line begins with `indent` and ends with a line feed, without spaces before it. No line is longer than
  /// `columns` (zero: no limit) where that can be: a last column of words is wrapped, and what is too wide for all that
  /// comes in several tables below each other, each with the first column.
  std::string text(std::string_view indent, std::size_t columns = 0) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string_view colour;
    std::size_t painted = 1;
  };
  using Places = std::vector<std::size_t>;  ///< of columns, in their order
  std::string lines(std::string_view indent, const Places& places, std::size_t last_width_max) const;

  std::vector<Align> columns_;
  std::vector<Row> rows_;
};

/// How many columns a UTF-8 text takes, where each character takes one.
std::size_t width_of(std::string_view text);

}  // namespace crisper::reports
