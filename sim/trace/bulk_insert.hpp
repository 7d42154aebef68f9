// BulkInsert: many rows of integers into one table, several rows for each run of a prepared statement.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace crisper::sim {

/// A column's value: an integer, or nothing.
struct TableCell {
  std::int64_t value = 0;
  bool is_null = true;

  TableCell() = default;
  TableCell(std::int64_t number) : value(number), is_null(false) {}
};

class BulkInsert {
 public:
  /// The table has these columns, in this order. Throws SQLite::Exception, as all members do.
  BulkInsert(sqlite3* database, std::string table, std::size_t columns);
  ~BulkInsert();
  BulkInsert(const BulkInsert&) = delete;
  BulkInsert& operator=(const BulkInsert&) = delete;

  /// One row. It is in the table after the next flush at the latest.
  void add(std::span<const TableCell> row);
  void flush();
  std::uint64_t rows() const { return rows_; }

 private:
  static constexpr std::size_t rows_per_step = 16;
  sqlite3_stmt* prepare(std::size_t rows);
  void step(sqlite3_stmt* statement);

  sqlite3* database_;
  std::string table_;
  std::size_t columns_;
  std::vector<TableCell> staged_;
  sqlite3_stmt* many_ = nullptr;
  std::uint64_t rows_ = 0;
};

}  // namespace crisper::sim
