#include "sim/trace/live_copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "sim/trace/live_path.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

/// Before it is in WAL mode, somebody who looks too early holds it up for a moment.
constexpr int early_reader_ms = 1000;

/// A copy in which readers and the writer keep out of each other's way.
SQLite::Database copied(const fs::path& file, SQLite::Database& from, std::uint64_t pages_max) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, early_reader_ms);
  const bool is_whole = SQLite::Backup(database, from).executeStep() == SQLITE_DONE;
  const bool can_be_read = database.execAndGet("PRAGMA journal_mode=WAL").getString() == "wal";
  if (!is_whole || !can_be_read) throw SQLite::Exception(file.string() + " can't be made a live copy");
  database.exec("PRAGMA synchronous=OFF;PRAGMA cache_size=-8000;PRAGMA max_page_count=" +
                std::to_string(pages_max));
  return database;
}

/// What SQLite keeps beside the copy. It leaves that to the last reader, who may not be able to take it away; and what
/// a dead run left would be taken for the new copy's.
struct BesideTheCopy {
  explicit BesideTheCopy(fs::path copy) : of(std::move(copy)) { remove(); }
  BesideTheCopy(const BesideTheCopy&) = delete;
  ~BesideTheCopy() { remove(); }
  void remove() const {
    std::error_code ignored;
    for (const char* each : {"-wal", "-shm"}) fs::remove(of.string() + each, ignored);
  }
  fs::path of;
};

}  // namespace

class LiveCopy::Impl {
 public:
  Impl(std::unique_ptr<PartialFile> file, SQLite::Database& from, std::uint64_t pages_max)
      : beside_(file->path()),
        file_(std::move(file)),
        database_(copied(file_->path(), from, pages_max)),
        delivery_(database_.getHandle(), "delivery", delivery_columns),
        observation_(database_.getHandle(), "observation", observation_columns),
        payload_(database_, "INSERT INTO payload VALUES (?,?,?)"),
        command_event_(database_, "INSERT OR IGNORE INTO command_event VALUES (?,?)") {
    database_.exec("BEGIN");
  }

  BesideTheCopy beside_;  ///< goes last
  std::unique_ptr<PartialFile> file_;
  SQLite::Database database_;
  BulkInsert delivery_;
  BulkInsert observation_;
  SQLite::Statement payload_;
  SQLite::Statement command_event_;
};

LiveCopy::LiveCopy(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveCopy::~LiveCopy() = default;

std::unique_ptr<LiveCopy> LiveCopy::begin(const fs::path& trace, SQLite::Database& from, std::uint64_t pages_max) {
  auto file = PartialFile::create(trace.string() + live_ending);
  if (!file) return nullptr;
  return std::unique_ptr<LiveCopy>(new LiveCopy(std::make_unique<Impl>(std::move(*file), from, pages_max)));
}

SQLite::Database& LiveCopy::database() { return impl_->database_; }
void LiveCopy::add_delivery(std::span<const TableCell> row) { impl_->delivery_.add(row); }
void LiveCopy::add_observation(std::span<const TableCell> row) { impl_->observation_.add(row); }

void LiveCopy::add_payload(std::int64_t id, std::int64_t type, const std::string* text) {
  impl_->payload_.bind(1, id);
  impl_->payload_.bind(2, type);
  if (text) impl_->payload_.bindNoCopy(3, *text);
  impl_->payload_.exec();
  impl_->payload_.reset();
}

void LiveCopy::add_command_event(std::int64_t command, std::int64_t event) {
  impl_->command_event_.bind(1, command);
  impl_->command_event_.bind(2, event);
  impl_->command_event_.exec();
  impl_->command_event_.reset();
}

void LiveCopy::show(const std::vector<DeliveryCells>& under_way) {
  impl_->delivery_.flush();
  impl_->observation_.flush();
  std::int64_t number = 0;
  for (DeliveryCells row : under_way) {
    row.front() = TableCell(--number);
    impl_->delivery_.add(row);
  }
  impl_->delivery_.flush();
  impl_->database_.exec("COMMIT;BEGIN;DELETE FROM delivery WHERE id < 0");
}

}  // namespace crisper::sim
