#include "tests/gui/panes/trace_sql.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdio>

#include "tests/gui/models/example_run.hpp"

namespace crisper::gui::by_sql {
namespace {

std::string words_of_ns(std::int64_t ns) {
  if (ns == 0) return "0s";
  const std::int64_t size = ns < 0 ? -ns : ns;
  std::int64_t unit = 1;
  while (unit < 1'000'000'000 && size >= unit * 1'000) unit *= 1'000;
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.3f", static_cast<double>(ns) / static_cast<double>(unit));
  std::string words = digits;
  while (words.back() == '0') words.pop_back();
  if (words.back() == '.') words.pop_back();
  return words + (unit == 1 ? "ns" : unit == 1'000 ? "us" : unit == 1'000'000 ? "ms" : "s");
}

void give(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void span(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_NULL) give(context, words_of_ns(sqlite3_value_int64(values[0])));
}

void rough(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  std::int64_t ns = sqlite3_value_int64(values[0]);
  std::int64_t zeros = 1;
  for (; ns >= 1000; zeros *= 10) ns /= 10;
  give(context, words_of_ns(ns * zeros));
}

}  // namespace

void TraceSql::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

TraceSql::TraceSql(const std::filesystem::path& folder) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  database_.reset(database);
  sqlite3_create_function(database, "span", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, span, nullptr, nullptr);
  sqlite3_create_function(database, "rough", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, rough, nullptr, nullptr);
  run("PRAGMA temp_store = MEMORY");
  run("ATTACH '" + (folder / "trace.sqlite").string() + "' AS trace");
  run(trace_tables);
  run("DETACH trace");
  fill("result", "text", {{bytes_of(folder / "result.json")}});
}

void TraceSql::run(const std::string& sql) const {
  char* trouble = nullptr;
  const int done = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, &trouble);
  EXPECT_EQ(done, SQLITE_OK) << (trouble ? trouble : "") << "\n" << sql;
  sqlite3_free(trouble);
}

void TraceSql::go_to(std::int64_t record) {
  run("UPDATE now SET id = " + std::to_string(record) + ", at = coalesce((SELECT at FROM record WHERE id = " +
      std::to_string(record) + "), 0)");
  for (const std::string table : {"life", "lock_wait", "lock_held", "state_of", "queued", "consumer"}) {
    run("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table + " AS SELECT * FROM " + table + "_now");
  }
}

Rows TraceSql::rows(const std::string& sql) const {
  sqlite3_stmt* made = nullptr;
  const int ready = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(made, sqlite3_finalize);
  EXPECT_EQ(ready, SQLITE_OK) << sqlite3_errmsg(database_.get()) << "\n" << sql;
  Rows found;
  if (ready != SQLITE_OK) return found;
  int state = SQLITE_ROW;
  while ((state = sqlite3_step(made)) == SQLITE_ROW) {
    std::vector<std::string>& row = found.emplace_back();
    for (int column = 0; column < sqlite3_column_count(made); ++column) {
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(made, column));
      const void* const text = sqlite3_column_blob(made, column);
      row.emplace_back(text ? static_cast<const char*>(text) : "", text ? size : 0);
    }
  }
  EXPECT_EQ(state, SQLITE_DONE) << sqlite3_errmsg(database_.get()) << "\n" << sql;
  return found;
}

void TraceSql::fill(const std::string& table, const std::string& columns, const Rows& rows) const {
  run("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table + " (" + columns + ")");
  if (rows.empty()) return;
  std::string marks = "?";
  for (std::size_t i = 1; i < rows[0].size(); ++i) marks += ", ?";
  sqlite3_stmt* made = nullptr;
  const std::string sql = "INSERT INTO " + table + " VALUES (" + marks + ")";
  EXPECT_EQ(sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr), SQLITE_OK) << sql;
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      sqlite3_bind_text(made, static_cast<int>(i) + 1, row[i].c_str(), static_cast<int>(row[i].size()),
                        SQLITE_TRANSIENT);
    }
    EXPECT_EQ(sqlite3_step(made), SQLITE_DONE);
    sqlite3_reset(made);
  }
  sqlite3_finalize(made);
}

}  // namespace crisper::gui::by_sql
