#include "sim/domain/written/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/domain/written/tokens.hpp"
#include "sim/domain/written/value_said.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {
namespace {

constexpr std::size_t columns_max = 16;

struct Cell {
  std::string text;
  int column = 1;  ///< where it begins
};

/// Reads a file line by line.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // what spreadsheets put before it
  }

  /// The next line that isn't empty; false at the end, or where there is a problem.
  bool next() {
    cells_.clear();
    while (cells_.empty() && at_ < text_.size() && !problem_) take_line();
    return !cells_.empty() && !problem_;
  }
  const std::vector<Cell>& cells() const { return cells_; }
  int number() const { return number_; }
  const std::optional<ImportProblem>& problem() const { return problem_; }

 private:
  void take_line() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    ++number_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return;
    std::size_t place = 0;
    do take_cell(line, place);
    while (place <= line.size() && !problem_);
  }

  void take_cell(std::string_view line, std::size_t& place) {
    Cell cell{.text = {}, .column = static_cast<int>(place) + 1};
    if (place < line.size() && line[place] == '"') {
      take_quoted(line, place, cell);
    } else {
      const std::size_t comma = std::min(line.find(',', place), line.size());
      cell.text = sim::trimmed(line.substr(place, comma - place));
      place = comma + 1;
    }
    cells_.push_back(std::move(cell));
  }

  void take_quoted(std::string_view line, std::size_t& place, Cell& cell) {
    for (++place; place < line.size(); ++place) {
      if (line[place] != '"') {
        cell.text += line[place];
      } else if (line.substr(place + 1).starts_with('"')) {
        cell.text += line[++place];
      } else {
        break;
      }
    }
    ++place;
    if (place > line.size()) {
      problem_ = ImportProblem{number_, cell.column, "this quote is never closed"};
    } else if (place < line.size() && line[place] != ',') {
      problem_ = ImportProblem{number_, static_cast<int>(place) + 1, "expected a comma behind the quote"};
    }
    ++place;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int number_ = 0;
  std::vector<Cell> cells_;
  std::optional<ImportProblem> problem_;
};

/// What the columns are for.
struct Header {
  std::vector<std::optional<std::size_t>> places;  ///< among the values
  std::optional<std::size_t> at;
  std::optional<std::size_t> does;
};

class ImportReader {
 public:
  ImportReader(std::string_view text, const Model& model) : lines_(text), model_(model) {}

  Result<Import, ImportProblem> read() {
    if (lines_.next()) {
      read_header();
    } else if (!lines_.problem()) {
      fail(1, "expected the names of the columns: at,show,booking,seats");
    }
    while (!problem_ && lines_.next()) read_line();
    if (lines_.problem()) return failure(*lines_.problem());
    if (problem_) return failure(*problem_);
    return std::move(import_);
  }

 private:
  void fail(int column, std::string message) {
    if (!problem_) problem_ = ImportProblem{std::max(1, lines_.number()), column, std::move(message)};
  }

  void read_header() {
    std::vector<std::string> names;
    for (const Cell& cell : lines_.cells()) {
      if (std::ranges::find(names, cell.text) != names.end()) {
        return fail(cell.column, fmt::format("two columns are called '{}'", cell.text));
      }
      names.push_back(cell.text);
      const std::size_t place = names.size() - 1;
      header_.places.emplace_back();
      if (cell.text == "at") {
        header_.at = place;
      } else if (cell.text == "does") {
        header_.does = place;
      } else if (!is_name(cell.text)) {
        return fail(cell.column, fmt::format("'{}' can't be a column: letters, digits and _", cell.text.substr(0, 60)));
      } else {
        header_.places.back() = import_.columns.size();
        import_.columns.push_back({cell.text, type_called(cell.text, model_)});
      }
    }
    if (import_.columns.size() > columns_max) fail(1, fmt::format("at most {} columns", columns_max));
  }

  void read_line() {
    const std::vector<Cell>& cells = lines_.cells();
    if (cells.size() != header_.places.size()) {
      return fail(1,
                  fmt::format("expected {} cells, as the first line has, not {}", header_.places.size(), cells.size()));
    }
    Import::Line line{.number = lines_.number(), .at = {}, .does = {}, .values = {}, .given = {}};
    line.values.resize(import_.columns.size());
    line.given.resize(import_.columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.empty()) continue;
      if (header_.at == i) {
        read_time(cells[i], line);
      } else if (header_.does == i) {
        line.does = cells[i].text;
      } else {
        read_value(cells[i], *header_.places[i], line);
      }
    }
    import_.lines.push_back(std::move(line));
  }

  void read_time(const Cell& cell, Import::Line& line) {
    constexpr Duration longest = std::chrono::hours(2400);
    const sim::FromText<Duration> time = sim::duration_from(cell.text);
    if (!time || *time < Duration::zero() || *time > longest) {
      return fail(cell.column, fmt::format("expected a time such as 2s or 1500ms, not '{}'", cell.text));
    }
    line.at = *time;
  }

  void read_value(const Cell& cell, std::size_t place, Import::Line& line) {
    const Parameter& column = import_.columns[place];
    const Result<Value, std::string> value = value_said(cell.text, column.type, model_);
    if (!value) return fail(cell.column, column.name + ": " + value.error());
    line.values[place] = *value;
    line.given[place] = true;
  }

  Lines lines_;
  const Model& model_;
  Header header_;
  Import import_;
  std::optional<ImportProblem> problem_;
};

}  // namespace

Result<Import, ImportProblem> read_import(std::string_view text, const Model& model) {
  return ImportReader(text, model).read();
}

}  // namespace crisper::written
