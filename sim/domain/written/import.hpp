// Imports: a file of lines, each of which an actor carries out: what comes by the night from somewhere else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"
#include "core/domain/written/model.hpp"
#include "sim/scenario/csv.hpp"

namespace crisper::written {

/// The values of a file. Its first line names the columns. A column `at` says when a line is carried out, since the run
/// began; a column `does` what is done, as an actor's `does` says it. The others are what is said, by name.
struct Import {
  struct Line {
    int number = 0;  ///< in the file, from 1
    std::optional<Duration> at;
    std::string does;           ///< empty: as the actor has it
    std::vector<Value> values;  ///< by column; zero where nothing stands there
    std::vector<bool> given;    ///< by column: whether something does
    friend bool operator==(const Line&, const Line&) = default;
  };
  std::vector<Parameter> columns;
  std::vector<Line> lines;
  friend bool operator==(const Import&, const Import&) = default;
};

struct ImportFile {
  std::string path;  ///< absolute, or beside the scenario
  std::shared_ptr<const Import> lines{};
  explicit operator bool() const { return lines != nullptr; }
  friend bool operator==(const ImportFile& one, const ImportFile& other) {
    return one.lines == other.lines || (one.lines && other.lines && *one.lines == *other.lines);
  }
};

Result<Import, sim::CsvProblem> read_import(std::string_view text, const Model& model);

/// The type that a name has by itself, or in the commands that say it; else it is a number's.
Type type_called(const std::string& name, const Model& model);

}  // namespace crisper::written
