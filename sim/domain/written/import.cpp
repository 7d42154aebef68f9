#include "sim/domain/written/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/domain/written/tokens.hpp"
#include "sim/domain/written/value_said.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {
namespace {

constexpr std::size_t import_columns_max = 16;

/// What the columns are for.
struct Header {
  std::vector<std::optional<std::size_t>> places;  ///< among the values
  std::optional<std::size_t> at;
  std::optional<std::size_t> does;
};

class ImportReader {
 public:
  ImportReader(std::string_view text, const Model& model) : lines_(text), model_(model) {}

  Result<Import, sim::CsvProblem> read() {
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
    if (!problem_) problem_ = sim::CsvProblem{std::max(1, lines_.number()), column, std::move(message)};
  }

  void read_header() {
    std::vector<std::string> names;
    for (const sim::CsvCell& cell : lines_.cells()) {
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
    if (import_.columns.size() > import_columns_max) fail(1, fmt::format("at most {} columns", import_columns_max));
  }

  void read_line() {
    const std::vector<sim::CsvCell>& cells = lines_.cells();
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

  void read_time(const sim::CsvCell& cell, Import::Line& line) {
    constexpr Duration longest = std::chrono::hours(2400);
    const sim::FromText<Duration> time = sim::duration_from(cell.text);
    if (!time || *time < Duration::zero() || *time > longest) {
      return fail(cell.column, fmt::format("expected a time such as 2s or 1500ms, not '{}'", cell.text));
    }
    line.at = *time;
  }

  void read_value(const sim::CsvCell& cell, std::size_t place, Import::Line& line) {
    const Parameter& column = import_.columns[place];
    const Result<Value, std::string> value = value_said(cell.text, column.type, model_);
    if (!value) return fail(cell.column, column.name + ": " + value.error());
    line.values[place] = *value;
    line.given[place] = true;
  }

  sim::CsvLines lines_;
  const Model& model_;
  Header header_;
  Import import_;
  std::optional<sim::CsvProblem> problem_;
};

}  // namespace

Result<Import, sim::CsvProblem> read_import(std::string_view text, const Model& model) {
  return ImportReader(text, model).read();
}

}  // namespace crisper::written
