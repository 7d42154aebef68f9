#include "sim/trace/bulk_insert.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "core/base/assert.hpp"

namespace crisper::sim {

BulkInsert::BulkInsert(sqlite3* database, std::string table, std::size_t columns)
    : database_(database), table_(std::move(table)), columns_(columns) {
  staged_.reserve(rows_per_step * columns);
  many_ = prepare(rows_per_step);
}

BulkInsert::~BulkInsert() { sqlite3_finalize(many_); }

sqlite3_stmt* BulkInsert::prepare(std::size_t rows) {
  std::string row = "(?";
  for (std::size_t i = 1; i < columns_; ++i) row += ",?";
  row += ')';
  std::string sql = "INSERT INTO " + table_ + " VALUES " + row;
  for (std::size_t i = 1; i < rows; ++i) sql += ',' + row;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr);
  if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
  return statement;
}

void BulkInsert::add(std::span<const TableCell> row) {
  CRISPER_ASSERT(row.size() == columns_, "a row has as many cells as its table has columns");
  staged_.insert(staged_.end(), row.begin(), row.end());
  ++rows_;
  if (staged_.size() == rows_per_step * columns_) {
    step(many_);
    staged_.clear();
  }
}

void BulkInsert::flush() {
  if (staged_.empty()) return;
  sqlite3_stmt* few = prepare(staged_.size() / columns_);
  try {
    step(few);
  } catch (...) {
    sqlite3_finalize(few);
    throw;
  }
  sqlite3_finalize(few);
  staged_.clear();
}

void BulkInsert::step(sqlite3_stmt* statement) {
  int place = 0;
  for (const TableCell& cell : staged_) {
    ++place;
    if (cell.is_null) {
      sqlite3_bind_null(statement, place);
    } else {
      sqlite3_bind_int64(statement, place, cell.value);
    }
  }
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE) throw SQLite::Exception(database_, code);
}

}  // namespace crisper::sim
