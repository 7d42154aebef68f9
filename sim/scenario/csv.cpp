#include "sim/scenario/csv.hpp"

#include <algorithm>

#include "sim/scenario/value_text.hpp"

namespace crisper::sim {

bool CsvLines::next() {
  cells_.clear();
  while (cells_.empty() && at_ < text_.size() && !problem_) take_line();
  return !cells_.empty() && !problem_;
}

void CsvLines::take_line() {
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

void CsvLines::take_cell(std::string_view line, std::size_t& place) {
  CsvCell cell{.text = {}, .column = static_cast<int>(place) + 1};
  if (place < line.size() && line[place] == '"') {
    take_quoted(line, place, cell);
  } else {
    const std::size_t comma = std::min(line.find(',', place), line.size());
    cell.text = trimmed(line.substr(place, comma - place));
    place = comma + 1;
  }
  cells_.push_back(std::move(cell));
}

void CsvLines::take_quoted(std::string_view line, std::size_t& place, CsvCell& cell) {
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
    problem_ = CsvProblem{number_, cell.column, "this quote is never closed"};
  } else if (place < line.size() && line[place] != ',') {
    problem_ = CsvProblem{number_, static_cast<int>(place) + 1, "expected a comma behind the quote"};
  }
  ++place;
}

}  // namespace crisper::sim
