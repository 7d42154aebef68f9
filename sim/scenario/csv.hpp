// CSV: lines of cells, as spreadsheets write them (RFC 4180), though a cell is on one line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::sim {

struct CsvCell {
  std::string text;
  int column = 1;  ///< where it begins
};

/// What is wrong with a file, and where, counted from 1.
struct CsvProblem {
  int line = 1;
  int column = 1;
  std::string message;
};

/// What a file of lines may have.
inline constexpr std::size_t csv_bytes_max = std::size_t{256} << 20;

/// Reads a text line by line: commas between cells, quotes around what has one in it. Empty lines are passed over.
class CsvLines {
 public:
  explicit CsvLines(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // what spreadsheets put before it
  }

  /// The next line that isn't empty; false at the end, or where there is a problem.
  bool next();
  const std::vector<CsvCell>& cells() const { return cells_; }
  int number() const { return number_; }
  const std::optional<CsvProblem>& problem() const { return problem_; }

 private:
  void take_line();
  void take_cell(std::string_view line, std::size_t& place);
  void take_quoted(std::string_view line, std::size_t& place, CsvCell& cell);

  std::string_view text_;
  std::size_t at_ = 0;
  int number_ = 0;
  std::vector<CsvCell> cells_;
  std::optional<CsvProblem> problem_;
};

}  // namespace crisper::sim
