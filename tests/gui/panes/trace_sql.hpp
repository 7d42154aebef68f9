// TraceSql: a trace as tables that are easy to ask, made from its file by SQL alone, and an instant to ask about. It
// shares no code with what the window reads traces by.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace crisper::gui::by_sql {

/// Cells as text; NULL is empty.
using Rows = std::vector<std::vector<std::string>>;

/// Tables: `said` (what was said, with names), `wire` (deliveries, with names), `record` (all records: id, at, process,
/// what), `process`, `result` (one row: the text of result.json), `now` (one row: id and at of the instant). Views:
/// `past` (what was said up to now) and others that several panes ask (trace_tables.cpp). Functions: `span(ns)` is a
/// length of time in words, `rough(ns)` the same to three digits, downwards.
class TraceSql {
 public:
  /// The folder of a run. Failures are failures of the test that asks.
  explicit TraceSql(const std::filesystem::path& folder);

  void go_to(std::int64_t record);
  Rows rows(const std::string& sql) const;
  void run(const std::string& sql) const;
  /// A table of these rows, instead of the one of that name. `columns`: "a, b"
  void fill(const std::string& table, const std::string& columns, const Rows& rows) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

/// What makes the tables and views of a trace that is attached as `trace`.
extern const char* const trace_tables;

}  // namespace crisper::gui::by_sql
