#include "sim/trace/trace_reader.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <array>
#include <fstream>
#include <optional>

#include "sim/trace/partial_file.hpp"
#include "sim/trace/trace_schema.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

constexpr int live_wait_ms = 200;

TraceError error(TraceErrorCode code, const fs::path& path, const std::string& what) {
  return TraceError{code, path.string() + " " + what};
}

/// The first hundred bytes of a SQLite file (https://sqlite.org/fileformat.html, section 1.3); numbers big-endian.
class Header {
 public:
  static constexpr std::size_t size = 100;

  bool read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return static_cast<bool>(file.read(bytes_.data(), size));
  }
  bool is_sqlite() const { return std::string_view(bytes_.data(), 15) == "SQLite format 3"; }
  std::uint64_t page_size() const {
    const std::uint32_t stored = number(16) >> 16;
    return stored == 1 ? 65536 : stored;
  }
  std::uint64_t page_count() const { return number(28); }
  std::uint32_t user_version() const { return number(60); }
  std::uint32_t application_id() const { return number(68); }

 private:
  std::uint32_t number(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  }
  std::array<char, size> bytes_{};
};

/// What is wrong with the file, as far as its name, size and header tell.
std::optional<TraceError> refusal(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) return error(TraceErrorCode::missing, path, "does not exist");
  if (!fs::is_regular_file(status)) return error(TraceErrorCode::foreign, path, "is not a file");
  const std::uint64_t bytes = fs::file_size(path, failed);
  const bool partial = path.extension() == PartialFile::suffix;
  const std::string unfinished = "is still being written, or its writer died: a trace is whole when it has lost the "
                                 "ending " + std::string(PartialFile::suffix);
  Header header;
  const bool has_header = header.read(path);
  if (partial && (!has_header || header.application_id() == unfinished_application_id)) {
    return error(TraceErrorCode::unfinished, path, unfinished);
  }
  if (bytes == 0) return error(TraceErrorCode::empty, path, "is empty");
  if (!has_header || !header.is_sqlite()) {
    return error(TraceErrorCode::foreign, path, "is not a trace: it is not a SQLite file");
  }
  if (header.application_id() == unfinished_application_id) return error(TraceErrorCode::unfinished, path, unfinished);
  if (header.application_id() != trace_application_id) {
    return error(TraceErrorCode::foreign, path, "is a SQLite file, but not a trace of Crisper");
  }
  if (header.user_version() > trace_format_version) {
    return error(TraceErrorCode::newer, path,
                 "has format " + std::to_string(header.user_version()) + "; this version of Crisper reads up to " +
                     std::to_string(trace_format_version));
  }
  const std::uint64_t expected = header.page_size() * header.page_count();
  if (bytes != expected) {
    return error(TraceErrorCode::damaged, path,
                 "is damaged: it has " + std::to_string(bytes) + " bytes instead of " + std::to_string(expected));
  }
  return std::nullopt;
}

TraceError said_by(const SQLite::Exception& exception, const fs::path& path) {
  const int code = exception.getErrorCode();
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    return error(TraceErrorCode::damaged, path, std::string("is damaged: ") + exception.what());
  }
  return error(TraceErrorCode::query, path, std::string("can't answer: ") + exception.what());
}

TraceValue value_of(const SQLite::Column& column) {
  if (column.isNull()) return std::monostate{};
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  return column.getString();
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

bool TraceRow::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t TraceRow::integer(int column) const { return sqlite3_column_int64(statement_, column); }
std::string_view TraceRow::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes ? std::string_view(static_cast<const char*>(bytes), size) : std::string_view();
}

std::string to_text(const TraceValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "";
}

TraceReader::TraceReader(fs::path path, std::unique_ptr<SQLite::Database> database)
    : path_(std::move(path)), database_(std::move(database)) {}
TraceReader::~TraceReader() = default;
TraceReader::TraceReader(TraceReader&&) noexcept = default;
TraceReader& TraceReader::operator=(TraceReader&&) noexcept = default;

Result<TraceReader, TraceError> TraceReader::open(const fs::path& path) {
  if (auto refused = refusal(path)) return failure(std::move(*refused));
  try {
    // A reader is one thread's; SQLite's own lock would cost a tenth of a walk through millions of rows.
    TraceReader reader(path, std::make_unique<SQLite::Database>(path.string(),
                                                                SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX));
    SQLite::Statement run(*reader.database_, "SELECT key, value FROM run");
    while (run.executeStep()) reader.run_[run.getColumn(0).getString()] = run.getColumn(1).getString();
    reader.format_ = reader.database_->execAndGet("PRAGMA user_version").getInt();
    return reader;
  } catch (const SQLite::Exception& exception) {
    return failure(error(TraceErrorCode::damaged, path, std::string("is damaged: ") + exception.what()));
  }
}

Result<TraceReader, TraceError> TraceReader::open_live(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return failure(error(TraceErrorCode::missing, path, "does not exist"));
  try {
    TraceReader reader(path, std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READONLY, live_wait_ms));
    reader.database_->exec("BEGIN");  // all questions are answered from one instant, which the first of them fixes
    if (reader.database_->execAndGet("SELECT COUNT(*) FROM word").getInt64() == 0) {
      return failure(error(TraceErrorCode::unfinished, path, "has just been begun"));
    }
    if (reader.database_->execAndGet("PRAGMA application_id").getInt64() != unfinished_application_id) {
      return failure(error(TraceErrorCode::foreign, path, "is a SQLite file, but no growing trace of Crisper"));
    }
    reader.format_ = reader.database_->execAndGet("PRAGMA user_version").getInt();
    if (reader.format_ != trace_format_version) {
      return failure(error(TraceErrorCode::newer, path, "is written by another version of Crisper"));
    }
    return reader;
  } catch (const SQLite::Exception&) {
    return failure(error(TraceErrorCode::unfinished, path, "can't be read yet"));
  }
}

Result<TraceRows, TraceError> TraceReader::query(std::string_view sql, std::size_t rows_max) const {
  try {
    SQLite::Statement statement(*database_, std::string(sql));
    TraceRows result;
    const int columns = statement.getColumnCount();
    for (int i = 0; i < columns; ++i) result.columns.emplace_back(statement.getColumnName(i));
    while (statement.executeStep()) {
      if (result.rows.size() == rows_max) {
        return failure(error(TraceErrorCode::query, path_, "has more than " + std::to_string(rows_max) + " such rows"));
      }
      auto& row = result.rows.emplace_back();
      for (int i = 0; i < columns; ++i) row.push_back(value_of(statement.getColumn(i)));
    }
    return result;
  } catch (const SQLite::Exception& exception) {
    return failure(said_by(exception, path_));
  }
}

Result<void, TraceError> TraceReader::for_each(std::string_view sql,
                                               const std::function<bool(const TraceRow&)>& visit) const {
  try {
    sqlite3* database = database_->getHandle();
    sqlite3_stmt* prepared = nullptr;
    int code = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    if (code != SQLITE_OK) throw SQLite::Exception(database, code);
    const TraceRow row(prepared);
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
      if (!visit(row)) {
        code = SQLITE_DONE;
        break;
      }
    }
    steps_ += static_cast<std::uint64_t>(sqlite3_stmt_status(prepared, SQLITE_STMTSTATUS_VM_STEP, 0));
    if (code != SQLITE_DONE) throw SQLite::Exception(database, code);
    return {};
  } catch (const SQLite::Exception& exception) {
    return failure(said_by(exception, path_));
  }
}

}  // namespace crisper::sim
