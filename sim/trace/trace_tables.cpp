#include "sim/trace/trace_tables.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "sim/trace/bulk_insert.hpp"
#include "sim/trace/command_events.hpp"
#include "sim/trace/delivery_folder.hpp"
#include "sim/trace/live_copy.hpp"
#include "sim/trace/trace_names.hpp"
#include "sim/trace/trace_schema.hpp"

namespace crisper::sim {
namespace {

constexpr std::uint64_t page_bytes = 8192;

std::uint64_t pages_max(const TraceOptions& options) {
  return std::clamp<std::uint64_t>(options.file_bytes_max / page_bytes, 64, 4'294'967'294);
}

/// An id as SQLite keeps it: the same 64 bits, signed; NULL for zero, which is nobody.
template <class Tag, class Rep>
TableCell id_cell(StrongId<Tag, Rep> id) {
  return id.value == 0 ? TableCell() : TableCell(static_cast<std::int64_t>(id.value));
}
TableCell id_cell(const Said& said) { return id_cell(said.id); }
TableCell at_cell(const Said& said) { return said ? TableCell(to_ns(said.at)) : TableCell(); }
TableCell depth_cell(std::optional<std::int32_t> depth) { return depth ? TableCell(*depth) : TableCell(); }

/// A database with the tables, in the middle of the one transaction in which all rows come.
SQLite::Database prepared(const std::filesystem::path& file, std::uint64_t pages_max) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("PRAGMA page_size=" + std::to_string(page_bytes) +
                ";PRAGMA max_page_count=" + std::to_string(pages_max) +
                ";PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;PRAGMA locking_mode=EXCLUSIVE"
                ";PRAGMA cache_size=-32000;PRAGMA threads=1");
  // A small transaction of its own makes the file say what it is from the beginning.
  database.exec("BEGIN;PRAGMA application_id=" + std::to_string(unfinished_application_id) +
                ";PRAGMA user_version=" + std::to_string(trace_format_version));
  database.exec(std::string(trace_tables_sql));
  database.exec("COMMIT;BEGIN");
  return database;
}

void add_views(SQLite::Database& database) {
  database.exec(std::string(trace_views_sql));
  database.exec("CREATE VIEW lock_wait AS " + std::string(trace_lock_wait_sql));
}

}  // namespace

class TraceTables::Impl {
 public:
  Impl(const std::filesystem::path& file, const TraceOptions& options)
      : options_(options),
        database_(prepared(file, pages_max(options))),
        delivery_(database_.getHandle(), "delivery", delivery_columns),
        observation_(database_.getHandle(), "observation", observation_columns),
        payload_(database_, "INSERT INTO payload VALUES (?,?,?)"),
        command_event_(database_, "INSERT OR IGNORE INTO command_event VALUES (?,?)"),
        folder_(options.open_deliveries_max) {}

  void write(const TraceChunk& chunk) {
    std::size_t text_at = 0;
    for (const TracePayload& payload : chunk.payloads) {
      add_payload(payload, chunk.texts.substr(text_at, payload.text_bytes));
      text_at += payload.text_bytes;
    }
    for (const TraceRecord& record : chunk.records) {
      if (!folder_.fold(record, done_)) add_observation(record);
      add_done_deliveries();
    }
    said_since_shown_ += chunk.records.size();
    if (chunk.is_shown) show(chunk);
  }

  TraceSummary close(const std::map<std::string, std::string>& run, const std::vector<TraceProcess>& processes) {
    folder_.finish(done_);
    add_done_deliveries();
    delivery_.flush();
    observation_.flush();
    TraceSummary summary{.deliveries = delivery_.rows(),
                         .observations = observation_.rows(),
                         .payloads = payloads_,
                         .deliveries_cut = folder_.cut()};
    add_run(run, summary);
    add_names(database_, processes);
    write_words(database_);
    if (options_.indices) database_.exec(std::string(trace_indices_sql));
    add_views(database_);
    database_.exec("PRAGMA application_id=" + std::to_string(trace_application_id));
    database_.exec("COMMIT");
    live_.reset();
    summary.file_bytes = page_bytes * static_cast<std::uint64_t>(database_.execAndGet("PRAGMA page_count").getInt64());
    return summary;
  }

 private:
  /// What is written is to be seen beside the trace, too.
  void show(const TraceChunk& chunk) {
    if (cannot_show_) return;
    if (!live_) begin_live();
    // Each time all that is under way is written anew: not more often than it is worth.
    if (said_since_shown_ < 2 * folder_.open_count() && !chunk.is_held && has_shown_) {
      processes_to_show_.insert(processes_to_show_.end(), chunk.processes.begin(), chunk.processes.end());
      return;
    }
    mirror([&](LiveCopy& live) {
      write_processes(live.database(), std::exchange(processes_to_show_, {}));
      write_processes(live.database(), chunk.processes);
      write_types(live.database(), types_seen_);
      write_streams(live.database(), std::exchange(new_streams_, {}), options_);
      std::vector<LiveCopy::DeliveryCells> under_way;
      for (const DeliveryRow& row : folder_.under_way()) under_way.push_back(cells_of(row));
      live.show(under_way);
      has_shown_ = true;
      said_since_shown_ = 0;
    });
  }

  /// From here on each row goes to both.
  void begin_live() {
    delivery_.flush();
    observation_.flush();
    database_.exec("COMMIT");
    try {
      live_ = LiveCopy::begin(options_.path, database_, pages_max(options_));
      if (live_) {
        add_views(live_->database());
        write_words(live_->database());
      }
    } catch (const SQLite::Exception&) {
      live_.reset();
    }
    database_.exec("BEGIN");
    cannot_show_ = !live_;
  }

  /// A copy that can't be written costs no trace: it is gone, and whoever looks on sees that.
  template <class Write>
  void mirror(Write&& write) {
    if (!live_) return;
    try {
      write(*live_);
    } catch (const SQLite::Exception&) {
      live_.reset();
      cannot_show_ = true;
    }
  }

  void add_done_deliveries() {
    for (const DeliveryRow& row : done_) add_delivery(row);
    done_.clear();
  }

  void add_delivery(const DeliveryRow& row) {
    const LiveCopy::DeliveryCells cells = cells_of(row);
    delivery_.add(cells);
    mirror([&](LiveCopy& live) { live.add_delivery(cells); });
  }

  LiveCopy::DeliveryCells cells_of(const DeliveryRow& row) {
    return {
        TableCell(),  // SQLite numbers the rows
        id_cell(row.attempt),
        id_cell(row.message),
        id_cell(row.correlation),
        id_cell(row.causation),
        id_cell(row.from),
        id_cell(row.to),
        row.type ? TableCell(type_id(row.type)) : TableCell(),
        row.bytes ? TableCell(row.bytes) : TableCell(),
        at_cell(row.sent),
        at_cell(row.arrived),
        at_cell(row.begun),
        at_cell(row.ended),
        id_cell(row.sent),
        id_cell(row.arrived),
        id_cell(row.begun),
        id_cell(row.ended),
        depth_cell(row.depth_after_arrival),
        depth_cell(row.depth_after_begin),
        TableCell(static_cast<std::int64_t>(row.fate)),
        TableCell(row.duplicate ? 1 : 0),
        row.nth ? TableCell(row.nth) : TableCell(),
    };
  }

  void add_observation(const TraceRecord& record) {
    const Observation& said = record.said;
    const auto stream = static_cast<std::int64_t>(said.stream.value);
    const std::array<TableCell, observation_columns> cells = {
        id_cell(record.id),
        TableCell(to_ns(said.at)),
        TableCell(static_cast<std::int64_t>(said.kind)),
        id_cell(said.process),
        id_cell(said.peer),
        id_cell(said.message),
        id_cell(said.correlation),
        id_cell(said.causation),
        stream ? TableCell(stream) : TableCell(),
        TableCell(said.a),
        TableCell(said.b),
        record.payload ? TableCell(record.payload) : TableCell(),
    };
    observation_.add(cells);
    mirror([&](LiveCopy& live) { live.add_observation(cells); });
    if (stream && streams_.insert(said.stream).second) new_streams_.push_back(said.stream);
    if (said.kind == ObservationKind::event_appended) {
      add_command_event(said.stream, EventId{said.message.value});
    } else if (said.kind == ObservationKind::command_dispatched || said.kind == ObservationKind::command_accepted) {
      command_events_.note_command(said.stream, CommandId{said.message.value});
    }
  }

  void add_command_event(StreamId stream, EventId event) {
    const std::optional<CommandId> command = command_events_.command_of(stream, event);
    if (!command) return;
    command_event_.bind(1, static_cast<std::int64_t>(command->value));
    command_event_.bind(2, static_cast<std::int64_t>(event.value));
    run_once(command_event_);
    mirror([&](LiveCopy& live) {
      live.add_command_event(static_cast<std::int64_t>(command->value), static_cast<std::int64_t>(event.value));
    });
  }

  void add_payload(const TracePayload& payload, const std::string& text) {
    payload_.bind(1, static_cast<std::int64_t>(payload.id));
    payload_.bind(2, type_id(payload.type));
    if (options_.payload_texts) payload_.bindNoCopy(3, text);
    run_once(payload_);
    mirror([&](LiveCopy& live) {
      live.add_payload(static_cast<std::int64_t>(payload.id), type_id(payload.type),
                       options_.payload_texts ? &text : nullptr);
    });
    ++payloads_;
  }

  void add_run(std::map<std::string, std::string> run, const TraceSummary& summary) {
    run["deliveries"] = std::to_string(summary.deliveries);
    run["deliveries_cut"] = std::to_string(summary.deliveries_cut);
    run["observations"] = std::to_string(summary.observations);
    SQLite::Statement insert(database_, "INSERT INTO run VALUES (?,?)");
    for (const auto& [key, value] : run) {
      insert.bind(1, key);
      insert.bind(2, value);
      run_once(insert);
    }
  }

  void add_names(SQLite::Database& database, const std::vector<TraceProcess>& processes) {
    write_processes(database, processes);
    write_types(database, types_seen_);
    std::vector<StreamId> streams(streams_.begin(), streams_.end());  // sorted below
    std::sort(streams.begin(), streams.end());
    write_streams(database, streams, options_);
  }

  static void run_once(SQLite::Statement& statement) {
    statement.exec();
    statement.reset();
  }

  std::int64_t type_id(const MessageType* type) {
    const auto [known, is_new] = types_.try_emplace(type, static_cast<std::int64_t>(types_.size() + 1));
    if (is_new) types_seen_.push_back(type);
    return known->second;
  }

  TraceOptions options_;
  SQLite::Database database_;
  BulkInsert delivery_;
  BulkInsert observation_;
  SQLite::Statement payload_;
  SQLite::Statement command_event_;
  DeliveryFolder folder_;
  CommandEvents command_events_;
  std::vector<DeliveryRow> done_;
  std::unordered_map<const MessageType*, std::int64_t> types_;  // lookup only
  std::vector<const MessageType*> types_seen_;                  ///< in the order of their ids, from 1
  std::unordered_set<StreamId, StreamIdHash> streams_;          // sorted below
  std::vector<StreamId> new_streams_;  ///< not in the live copy yet
  std::uint64_t payloads_ = 0;

  std::unique_ptr<LiveCopy> live_;  ///< null while nobody looks on
  std::vector<TraceProcess> processes_to_show_;
  std::size_t said_since_shown_ = 0;
  bool has_shown_ = false;
  bool cannot_show_ = false;
};

namespace {

/// The edge where SQLite's exceptions become results.
template <class T, class Act>
Result<T, TraceError> guarded(const std::filesystem::path& file, Act&& act) {
  try {
    return act();
  } catch (const SQLite::Exception& exception) {
    const bool full = exception.getErrorCode() == SQLITE_FULL;
    return failure(TraceError{full ? TraceErrorCode::full : TraceErrorCode::storage,
                              "can't write " + file.string() + ": " + exception.what()});
  }
}

}  // namespace

TraceTables::TraceTables(std::filesystem::path file, std::unique_ptr<Impl> impl)
    : file_(std::move(file)), impl_(std::move(impl)) {}
TraceTables::~TraceTables() = default;

Result<std::unique_ptr<TraceTables>, TraceError> TraceTables::create(const std::filesystem::path& file,
                                                                     const TraceOptions& options) {
  return guarded<std::unique_ptr<TraceTables>>(file, [&] {
    return std::unique_ptr<TraceTables>(new TraceTables(file, std::make_unique<Impl>(file, options)));
  });
}

Result<void, TraceError> TraceTables::write(const TraceChunk& chunk) {
  return guarded<void>(file_, [&]() -> Result<void, TraceError> {
    impl_->write(chunk);
    return {};
  });
}

Result<TraceSummary, TraceError> TraceTables::close(const std::map<std::string, std::string>& run,
                                                    const std::vector<TraceProcess>& processes) {
  return guarded<TraceSummary>(file_, [&] {
    const TraceSummary summary = impl_->close(run, processes);
    impl_.reset();
    return summary;
  });
}

}  // namespace crisper::sim
