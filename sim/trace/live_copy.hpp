// LiveCopy: a copy of a trace that anybody may read while its run goes on. It lies beside the trace, is committed in
// blocks, and is gone when the trace is whole. The format is docs/formats/trace.md.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/trace/bulk_insert.hpp"

namespace SQLite {
class Database;
}

namespace crisper::sim {

inline constexpr std::size_t delivery_columns = 22;
inline constexpr std::size_t observation_columns = 12;

/// All members throw SQLite::Exception.
class LiveCopy {
 public:
  using DeliveryCells = std::array<TableCell, delivery_columns>;

  /// Copies what a database has, which may not be in the middle of a transaction. Null where no file can be made.
  static std::unique_ptr<LiveCopy> begin(const std::filesystem::path& trace, SQLite::Database& from,
                                         std::uint64_t pages_max);
  ~LiveCopy();

  void add_delivery(std::span<const TableCell> row);
  void add_observation(std::span<const TableCell> row);
  /// `text` may be null.
  void add_payload(std::int64_t id, std::int64_t type, const std::string* text);
  void add_command_event(std::int64_t command, std::int64_t event);
  /// For names.
  SQLite::Database& database();
  /// Whoever looks sees all rows that came, and these deliveries that are still under way: theirs are negative ids.
  void show(const std::vector<DeliveryCells>& under_way);

 private:
  class Impl;
  explicit LiveCopy(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace crisper::sim
