// TraceReader: opens a trace for questions, after making sure that it is one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.hpp"
#include "sim/trace/trace_error.hpp"

struct sqlite3_stmt;
namespace SQLite {
class Database;
}

namespace crisper::sim {

/// NULL, a whole number, a real one, or text.
using TraceValue = std::variant<std::monostate, std::int64_t, double, std::string>;

std::string to_text(const TraceValue& value);

struct TraceRows {
  std::vector<std::string> columns;
  std::vector<std::vector<TraceValue>> rows;
};

/// The row at which a walk through a query stands; columns count from 0.
class TraceRow {
 public:
  explicit TraceRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const;
  /// Zero where there is nothing.
  std::int64_t integer(int column) const;
  /// Valid until the next row.
  std::string_view text(int column) const;

 private:
  sqlite3_stmt* statement_;
};

/// Reads only. Several threads may read one trace, each with a reader of its own.
class TraceReader {
 public:
  /// Refuses what is missing, empty, foreign, unfinished, newer or cut short, and says which. Costs a few reads; damage
  /// in the middle of a file is found by the query that meets it.
  static Result<TraceReader, TraceError> open(const std::filesystem::path& path);
  /// What the live copy of a trace has now, and nothing of what comes later: whoever writes it goes on. `unfinished`
  /// where there is nothing to be read in it yet, `missing` where it is gone.
  static Result<TraceReader, TraceError> open_live(const std::filesystem::path& path);
  ~TraceReader();
  TraceReader(TraceReader&&) noexcept;
  TraceReader& operator=(TraceReader&&) noexcept;

  /// Table `run`: scenario, seed, digest …
  const std::map<std::string, std::string>& run() const { return run_; }
  /// The format that the file was written in, from 1 to trace_format_version: what came later is not in it.
  std::int32_t format() const { return format_; }
  /// All rows of one SELECT; more than `rows_max` are an error.
  Result<TraceRows, TraceError> query(std::string_view sql, std::size_t rows_max = 1'000'000) const;
  /// Calls `visit` for each row of one SELECT, for as long as it returns true. Keeps no row: for millions of them.
  Result<void, TraceError> for_each(std::string_view sql, const std::function<bool(const TraceRow&)>& visit) const;
  /// What for_each has cost so far, in instructions of SQLite's machine: how a question grows, without a clock.
  std::uint64_t steps() const { return steps_; }

 private:
  TraceReader(std::filesystem::path path, std::unique_ptr<SQLite::Database> database);

  std::filesystem::path path_;
  std::unique_ptr<SQLite::Database> database_;
  std::map<std::string, std::string> run_;
  std::int32_t format_ = 1;
  mutable std::uint64_t steps_ = 0;
};

}  // namespace crisper::sim
